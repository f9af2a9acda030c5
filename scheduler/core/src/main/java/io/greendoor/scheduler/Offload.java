package io.greendoor.scheduler;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of {@link Coroutines#offload}: at most 64 daemons, as Kotlin's IO dispatcher has, gone when they are
 * idle.
 */
final class Offload {

    private static final int THREADS = 64;
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Offload::thread);

    static {
        POOL.allowCoreThreadTimeOut(true);
    }

    private Offload() {}

    static Executor pool() {
        return POOL;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "greendoor-offload-" + STARTED.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
