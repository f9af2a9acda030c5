package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of {@link Tpool}: daemons, made as they are needed, gone ten seconds after they were. */
final class WorkerPool extends ThreadPoolExecutor {

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Event<Void> ended = new Event<>();

    WorkerPool(int threads) {
        super(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Worker::new);
        allowCoreThreadTimeOut(true);
    }

    /** Whether the calling thread is one of a pool's. */
    static boolean runsCaller() {
        return Thread.currentThread() instanceof Worker;
    }

    /** Waits until a pool that was shut down has ended; one of its own threads does not wait for itself. */
    @Suspendable
    void awaitEnd() {
        if (!runsCaller()) {
            ended.await();
        }
    }

    @Override
    protected void terminated() {
        ended.send(null);
    }

    private static final class Worker extends Thread {
        Worker(Runnable work) {
            super(null, work, "tpool_thread_" + STARTED.incrementAndGet(), 0, false);
            setDaemon(true);
        }
    }
}
