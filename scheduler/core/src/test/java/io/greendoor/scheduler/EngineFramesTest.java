package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a wait does, by what is on the task's stack: each row of the table in docs/engines.md, on the engine at hand. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class EngineFramesTest {

    /** What becomes of a task that waits while another one is ready. */
    private enum Outcome {
        /** It waits, and the other one runs meanwhile. */
        WAITS,
        /** It gets an exception that names its engine, and goes on with that. */
        REFUSED,
        /** It waits, and the other one runs when it is over. */
        HOLDS_THE_LOOP
    }

    private final Object monitor = new Object();
    private TestLoop loop;

    @Test
    void aSynchronizedFrame() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.REFUSED, Outcome.WAITS, Outcome.REFUSED, Outcome.WAITS);

        assertOutcome(expected, () -> {
            synchronized (monitor) {
                Coroutines.yieldNow();
            }
        });
    }

    @Test
    void aNativeFrame() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED, Outcome.WAITS);
        ClassLoader waiting = new WaitingLoader();

        assertOutcome(expected, () -> Class.forName("java.lang.String", false, waiting)); // natively, calls the loader
    }

    private static final class WaitingLoader extends ClassLoader {
        static {
            registerAsParallelCapable(); // else the JVM holds the loader's monitor while it loads
        }

        WaitingLoader() {
            super(null);
        }

        @Override
        @Suspendable
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            Coroutines.yieldNow();
            return super.loadClass(name);
        }
    }

    @Test
    void aClassInitialiser() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED, Outcome.WAITS);

        assertOutcome(expected, () -> assertTrue(Initialised.waited));
    }

    /** Initialised by one test, once in a JVM. */
    private static final class Initialised {
        static boolean waited;

        static {
            Coroutines.yieldNow();
            waited = true;
        }
    }

    @Test
    void aComparatorThatSortCalls() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.WAITS, Outcome.WAITS, Outcome.REFUSED, Outcome.WAITS);

        assertOutcome(
                expected,
                () -> new ArrayList<>(List.of(2, 1)).sort((a, b) -> {
                    Coroutines.yieldNow();
                    return a - b;
                }));
    }

    @Test
    void aConstructor() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.WAITS, Outcome.WAITS, Outcome.REFUSED, Outcome.WAITS);

        assertOutcome(expected, () -> assertTrue(new Constructed().waited));
    }

    private static final class Constructed {
        final boolean waited;

        Constructed() {
            Coroutines.yieldNow();
            waited = true;
        }
    }

    @Test
    void aMethodCalledByReflection() throws Exception {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.WAITS, Outcome.WAITS, Outcome.WAITS, Outcome.WAITS);
        Method method = EngineFramesTest.class.getDeclaredMethod("waitAMoment");

        assertOutcome(expected, () -> method.invoke(null));
    }

    @Test
    void aMethodHandle() throws Exception {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.WAITS, Outcome.WAITS, Outcome.WAITS, Outcome.WAITS);
        MethodHandle handle = MethodHandles.lookup()
                .findStatic(EngineFramesTest.class, "waitAMoment", MethodType.methodType(void.class));

        assertOutcome(expected, () -> {
            try {
                handle.invokeExact();
            } catch (Throwable t) {
                throw Sneaky.raise(t);
            }
        });
    }

    @Test
    void aProxy() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        Outcome expected = onThisEngine(Outcome.WAITS, Outcome.WAITS, Outcome.WAITS, Outcome.WAITS);
        Task proxy = (Task) Proxy.newProxyInstance(
                EngineFramesTest.class.getClassLoader(), new Class<?>[] {Task.class}, (self, method, arguments) -> {
                    waitAMoment();
                    return null;
                });

        assertOutcome(expected, () -> proxy.run());
    }

    @Suspendable
    static void waitAMoment() {
        Coroutines.yieldNow();
    }

    @Test
    @SuppressWarnings("ThreadSleep")
    void aSleepOfTheJdks() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        assertBlocks(() -> {}, () -> Thread.sleep(20)); // blocks on purpose: that is what is looked at
    }

    @Test
    void aLockOfTheJdks() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch wanted = new CountDownLatch(1);
        Thread holder = new Thread(() -> {
            lock.lock();
            held.countDown();
            try {
                wanted.await();
                while (!lock.hasQueuedThreads()) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                lock.unlock();
            }
        });
        holder.start();

        assertBlocks(wanted::countDown, () -> {
            held.await();
            lock.lock();
            lock.unlock();
        });
    }

    @Test
    void aSocketOfTheJdks() throws Exception {
        loop = TestLoop.in(TimeSource.SYSTEM);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            CountDownLatch asked = new CountDownLatch(1);
            Thread writer = new Thread(() -> {
                try {
                    asked.await();
                    client.getOutputStream().write(1);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();

            assertBlocks(
                    asked::countDown,
                    () -> assertEquals(1, server.getInputStream().read()));
            writer.join();
        }
    }

    /**
     * Asserts what a blocking call of the JDK's does.
     *
     * @param release lets the call go on: done by the other task where the call waits, so that it cannot come before it
     */
    private void assertBlocks(Runnable release, Task work) {
        Outcome expected = onThisEngine(Outcome.WAITS, Outcome.WAITS, Outcome.HOLDS_THE_LOOP, Outcome.HOLDS_THE_LOOP);
        if (expected == Outcome.WAITS) {
            assertOutcome(expected, work, release);
        } else {
            release.run();
            assertOutcome(expected, work);
        }
    }

    private Outcome onThisEngine(Outcome loomBefore24, Outcome loom, Outcome quasar, Outcome thread) {
        String engine = loop.scheduler.engine();
        return switch (engine) {
            case "loom" -> Runtime.version().feature() < 24 ? loomBefore24 : loom;
            case "quasar" -> quasar;
            case "thread" -> thread;
            default -> throw new AssertionError("docs/engines.md has no column for " + engine);
        };
    }

    private void assertOutcome(Outcome expected, Task work) {
        assertOutcome(expected, work, () -> {});
    }

    private void assertOutcome(Outcome expected, Task work, Runnable meanwhile) {
        Coroutine task = loop.spawn("task", () -> {
            try {
                work.run();
                loop.log("waited");
            } catch (IllegalStateException | ExceptionInInitializerError refused) {
                Throwable refusal = refused.getCause() == null ? refused : refused.getCause();
                String engine = "the engine \"" + loop.scheduler.engine() + '"';
                loop.log(refusal.getMessage().contains(engine) ? "refused" : refusal.toString());
            }
        });
        Coroutine other = loop.spawn("other", () -> {
            loop.log("other");
            meanwhile.run();
        });

        loop.join(task, other);

        assertEquals(
                switch (expected) {
                    case WAITS -> List.of("other", "waited");
                    case REFUSED -> List.of("refused", "other");
                    case HOLDS_THE_LOOP -> List.of("waited", "other");
                },
                loop.log);
    }
}
