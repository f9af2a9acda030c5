package io.greendoor.greenlet;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Whose thread it is that calls into a loop of another thread. Each is called {@link #NAME}. */
enum Caller {
    PLAIN_THREAD {
        @Override
        void start(Runnable work) {
            daemon(work).start();
        }
    },

    TASK_OF_ANOTHER_LOOP {
        @Override
        void start(Runnable work) {
            daemon(() -> Eventlet.spawn(() -> {
                                work.run();
                            })
                            .await())
                    .start();
        }
    },

    VIRTUAL_THREAD {
        @Override
        boolean exists() {
            return Runtime.version().feature() >= 21;
        }

        @Override
        void start(Runnable work) throws ReflectiveOperationException {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            type.getMethod("name", String.class).invoke(builder, NAME);
            type.getMethod("start", Runnable.class).invoke(builder, work);
        }
    },

    FORK_JOIN_POOL {
        @Override
        void start(Runnable work) {
            ForkJoinPool pool = new ForkJoinPool(1, Caller::named, null, false);
            pool.execute(work);
            pool.shutdown();
        }
    };

    static final String NAME = "not-the-owner";

    /** Whether this JDK has such threads. */
    boolean exists() {
        return true;
    }

    abstract void start(Runnable work) throws ReflectiveOperationException;

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, NAME);
        thread.setDaemon(true);
        return thread;
    }

    private static ForkJoinWorkerThread named(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName(NAME);
        return thread;
    }
}
