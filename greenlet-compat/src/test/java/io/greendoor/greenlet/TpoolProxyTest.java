package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @Test
    void badArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> Tpool.proxy(IntSupplier.class, null));
        assertThrows(NullPointerException.class, () -> Tpool.proxy(null, (Object) "target"));
        assertThrows(IllegalArgumentException.class, () -> Tpool.setThreads(-1));
    }
}
