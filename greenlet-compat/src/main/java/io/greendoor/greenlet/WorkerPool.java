package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of {@link Tpool}: daemons, made as they are needed, gone ten seconds after they were. */
// The JDK's pool starts a thread for each job until it has all of them, however many are idle; and whoever starts one
// waits until it runs, which on a busy machine holds the loop for milliseconds. So its queue takes a job only if there
// is a thread that waits for it, and those that come when there are as many threads as may be are put there here.
final class WorkerPool extends ThreadPoolExecutor {

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Event<Void> ended = new Event<>();

    WorkerPool(int threads) {
        super(0, threads, 10, TimeUnit.SECONDS, new Jobs(), Worker::new, WorkerPool::enqueue);
    }

    private static final class Jobs extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable job) {
            return tryTransfer(job);
        }

        void enqueue(Runnable job) {
            super.offer(job);
        }
    }

    private static void enqueue(Runnable job, ThreadPoolExecutor pool) {
        Jobs jobs = (Jobs) pool.getQueue();
        boolean isTaken = !pool.isShutdown();
        if (isTaken) {
            jobs.enqueue(job);
            if (pool.getPoolSize() == 0 && jobs.remove(job)) { // the last one has gone meanwhile
                pool.execute(job);
                return;
            }
            isTaken = !(pool.isShutdown() && jobs.remove(job));
        }
        if (!isTaken) {
            throw new RejectedExecutionException("the pool of threads has been shut down");
        }
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
