package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A platform thread of a test's own, which hands over what its work returned or threw. Every wait is bounded. */
final class OtherThread<T> {
    private final FutureTask<T> work;
    private final Thread thread;

    private OtherThread(String name, Callable<T> body) {
        work = new FutureTask<>(body);
        thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    static <T> OtherThread<T> start(String name, Callable<T> body) {
        OtherThread<T> other = new OtherThread<>(name, body);
        other.thread.start();
        return other;
    }

    /** Runs the body on another thread, which has ended when this returns. */
    static <T> T run(Callable<T> body) throws Exception {
        return start("other-thread", body).join();
    }

    T join() throws Exception {
        thread.join(10_000);
        assertFalse(thread.isAlive(), () -> thread.getName() + " did not end");
        try {
            return work.get();
        } catch (ExecutionException wrapper) {
            if (wrapper.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) wrapper.getCause();
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(10, TimeUnit.SECONDS), "the latch was never released");
    }
}
