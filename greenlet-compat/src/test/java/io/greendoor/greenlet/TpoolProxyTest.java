package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class TpoolProxyTest {
    @Test
    void aProxysMethodsRunInAWorker() {
        Thread[] worker = new Thread[1];
        IllegalStateException boom = new IllegalStateException("boom");
        IntSupplier proxy = Tpool.proxy(IntSupplier.class, () -> {
            worker[0] = Thread.currentThread();
            return 7;
        });
        IntSupplier failing = Tpool.proxy(IntSupplier.class, () -> {
            throw boom;
        });

        assertEquals(7, proxy.getAsInt());
        assertNotSame(Thread.currentThread(), worker[0]);
        assertSame(boom, assertThrows(Throwable.class, failing::getAsInt));
    }

    /** What stands for all that an interface may declare. */
    interface Store {
        @Suspendable
        String put(String key, Object value) throws IOException;

        @Suspendable
        default String putTwice(String key) throws IOException {
            return put(key, 1) + ", " + put(key, 2);
        }
    }

    private static final class FileStore implements Store {
        @Override
        public String put(String key, Object value) throws IOException {
            if (value == null) {
                throw new IOException("no value for " + key);
            }
            return key + "=" + value + (Thread.currentThread().getName().startsWith("tpool_thread_") ? "" : " here");
        }

        @Override
        public String toString() {
            return "a store, asked on " + Thread.currentThread().getName();
        }
    }

    @Test
    void argumentsResultsDeclaredExceptionsAndDefaultMethodsGoThrough() throws Exception {
        Store proxy = Tpool.proxy(Store.class, new FileStore());

        assertEquals("a=1", proxy.put("a", 1));
        assertEquals("b=1, b=2", proxy.putTwice("b"));
        assertEquals(
                "no value for c",
                assertThrows(IOException.class, () -> proxy.put("c", null)).getMessage());
        GreenThread<String> task = Eventlet.spawn(() -> proxy.put("d", 1));
        assertEquals("d=1", task.await());
    }

    @Test
    void whatEveryObjectHasIsAnsweredWhereItIsAsked() {
        FileStore target = new FileStore();
        Store proxy = Tpool.proxy(Store.class, target);

        assertEquals("a store, asked on " + FreshLoop.THREAD_NAME, proxy.toString());
        assertEquals(target.hashCode(), proxy.hashCode());
        assertEquals(proxy, proxy);
        assertNotEquals(proxy, Tpool.proxy(Store.class, target));
    }

    /** The JDK's proxies do that, and nobody else can. */
    @Test
    void aCheckedExceptionThatTheMethodDoesNotDeclareIsWrapped() {
        IOException hidden = new IOException("not declared");
        IntSupplier proxy = Tpool.proxy(IntSupplier.class, () -> {
            throw Sneaky.raise(hidden);
        });

        assertSame(
                hidden,
                assertThrows(UndeclaredThrowableException.class, proxy::getAsInt)
                        .getCause());
    }

    @Test
    void badArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> Tpool.proxy(IntSupplier.class, null));
        assertThrows(NullPointerException.class, () -> Tpool.proxy(null, (Object) "target"));
        assertThrows(IllegalArgumentException.class, () -> Tpool.setThreads(-1));
    }
}
