package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Fibers that are virtual threads whose scheduler is the loop itself.
 *
 * <p>A virtual thread asks its scheduler, an {@link Executor}, to run its next step whenever it starts or is unparked. Here
 * that executor only remembers the step, and the loop runs it on its own thread: the virtual thread mounts there, runs, and
 * unmounts when it parks. So a blocking call of the JDK's gives way to other tasks by itself.
 */
final class LoomEngine implements Engine {

    @Override
    public String name() {
        return "loom";
    }

    @Override
    public @Nullable String obstacle() {
        return VirtualThreads.OBSTACLE;
    }

    /** A virtual thread cannot carry another one (the JDK throws {@code WrongThreadException}). */
    @Override
    public boolean canBeResumedBy(Thread root) {
        return !VirtualThreads.isVirtual(root);
    }

    @Override
    public Fiber newFiber(Fiber.Host host, Runnable body) {
        return new LoomFiber(host, body);
    }

    @Override
    public Fiber.@Nullable Host currentHost() {
        Thread thread = Thread.currentThread();
        if (!VirtualThreads.isVirtual(thread)) {
            return null;
        }
        // Cheaper than a thread-local, in time and in memory: the executor of each of our virtual threads is its fiber.
        return VirtualThreads.schedulerOf(thread) instanceof LoomFiber fiber ? fiber.host : null;
    }

    /**
     * Two parties ask for a step: {@link #resume}, which wants it at once on this thread, and the JDK, which unparks a body
     * that waits in a blocking call from whatever thread it likes, and is reported to the host. The two may cross (somebody
     * unparks a thread that waits in {@link #suspend}), so {@link #go} alone says that a suspended body was meant, and a
     * step may turn out to be taken already.
     */
    private static final class LoomFiber extends AtomicReference<@Nullable Runnable> implements Fiber, Executor {

        private static final long serialVersionUID = 1L;

        private final transient Host host;
        private final transient Thread thread;
        private transient @Nullable Thread resumer;
        private boolean started;
        private boolean suspended;
        private boolean go;
        private boolean done;

        LoomFiber(Host host, Runnable body) {
            this.host = host;
            this.thread = VirtualThreads.create(this, () -> {
                body.run();
                done = true;
            });
        }

        /** Called by the JDK when the virtual thread can run: its scheduler's one duty. */
        @Override
        public void execute(Runnable step) {
            set(step);
            if (resumer != Thread.currentThread()) {
                host.fiberReady();
            }
        }

        @Override
        public void resume() {
            if (!started) {
                started = true;
                askForStep(true);
            } else if (suspended) {
                go = true;
                askForStep(false);
            }
            Runnable step = getAndSet(null);
            if (step != null) {
                step.run();
            }
        }

        private void askForStep(boolean first) {
            resumer = Thread.currentThread();
            try {
                if (first) {
                    VirtualThreads.start(thread);
                } else {
                    LockSupport.unpark(thread);
                }
            } finally {
                resumer = null;
            }
        }

        /** An interrupt makes {@code park} return at once for ever, so it is taken away and put back. */
        @Override
        public void suspend() {
            boolean interrupted = false;
            suspended = true;
            do {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            } while (!go);
            go = false;
            suspended = false;
            if (interrupted) {
                thread.interrupt();
            }
        }

        @Override
        public boolean isSuspended() {
            return suspended && !go;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public Thread thread() {
            return thread;
        }
    }
}
