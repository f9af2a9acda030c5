package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Fibers that are virtual threads whose scheduler is the loop itself.
 *
 * <p>A virtual thread asks its scheduler, an {@link Executor}, to run its next step whenever it can go on. Here
 * that executor only remembers the step, and the loop runs it on its own thread: the virtual thread mounts there,
 * runs, and unmounts when it parks. So a blocking call of the JDK's gives way to other tasks by itself.
 */
final class LoomEngine implements Engine {

    @Override
    public String name() {
        return "loom";
    }

    @Override
    public @Nullable String obstacle() {
        return VirtualThreads.OBSTACLE != null ? VirtualThreads.OBSTACLE : HeldMonitors.OBSTACLE;
    }

    /** A virtual thread cannot carry another one (the JDK throws {@code WrongThreadException}). */
    @Override
    public boolean canBeResumedBy(Thread root) {
        return !VirtualThreads.isVirtual(root);
    }

    @Override
    public boolean letsOthersRunWhenBlocked() {
        return true;
    }

    @Override
    public @Nullable Object beginCarrying() {
        return HeldMonitors.takeAside();
    }

    @Override
    public void endCarrying(Object begun) {
        HeldMonitors.giveBack(begun);
    }

    @Override
    public Fiber newFiber(Fiber.Host host) {
        return new LoomFiber(host);
    }

    @Override
    public Fiber.@Nullable Host currentHost() {
        Thread thread = Thread.currentThread();
        if (!VirtualThreads.isVirtual(thread)) {
            return null;
        }
        // Cheaper than a thread-local, in time and in memory: the executor of each of our virtual threads is its fiber.
        return VirtualThreads.schedulerOf(thread) instanceof LoomFiber fiber && fiber.thread == thread
                ? fiber.host
                : null;
    }

    /** A virtual thread, and the scheduler of it. */
    // A body suspends by Thread.yield: the virtual thread unmounts, and can be run on at any time; resume() does so. So
    // there is nobody to unpark, an interrupt is no concern, and where the stack cannot be unmounted, yield returns as
    // if nothing had happened, which is an error that can be told; park would block the loop for ever.
    //
    // Besides, the JDK asks for a step when a body that waits in a blocking call, or yielded by itself, can go on: then
    // the host is told. And it asks again for one that it took away for a moment, to look at the stack of a suspended
    // body from another thread. If resume() comes at that moment its step does nothing: `go` is still set, and resume()
    // tries until it does, which is a matter of microseconds. What the JDK asks for is not remembered: a step that
    // comes when the virtual thread cannot run does nothing, and to remember it would take a fence in each switch, or
    // it could be lost.
    //
    // The fields are plain, because a switch has no time for six fences: the body and the loop share one thread, and
    // another one that asks for a step has synchronized with it through the virtual thread's own state.
    private static final class LoomFiber implements Fiber, Executor, Runnable {

        private final Host host;
        private final Thread thread;
        private final Runnable step;
        private @Nullable Thread carrier;
        private boolean starting;
        private boolean suspended;
        private boolean go;
        private boolean done;

        LoomFiber(Host host) {
            this.host = host;
            this.thread = VirtualThreads.create(this, this);
            this.step = VirtualThreads.stepOf(thread);
        }

        /** Run by the virtual thread: its body. */
        @Override
        public void run() {
            host.run();
            done = true;
        }

        /**
         * Called by the JDK when the virtual thread can run: its scheduler's one duty. A virtual thread that the body
         * starts inherits this scheduler (the JDK gives it its parent's), but is no task of the loop's: its steps are
         * passed on.
         */
        @Override
        public void execute(Runnable asked) {
            if (asked != step) {
                VirtualThreads.runByDefaultScheduler(asked);
                return;
            }
            if (!starting && !isSuspended()) {
                host.fiberReady();
            }
        }

        @Override
        public void resume() {
            Thread here = Thread.currentThread();
            if (carrier != here) {
                mountOn(here);
            }
            if (suspended) {
                go = true;
            }
            step.run();
            while (go) { // it did nothing, because another thread looks at the stack
                Thread.onSpinWait();
                step.run();
            }
        }

        /** The first time it starts; later it is because the loop's thread has ended, and another one runs its tasks. */
        private void mountOn(Thread here) {
            boolean first = carrier == null;
            carrier = here;
            if (first) {
                starting = true;
                VirtualThreads.start(thread);
                starting = false;
            }
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // with a scheduler of its own, what yield does is defined
        public void suspend() {
            suspended = true;
            try {
                Thread.yield();
            } finally {
                suspended = false;
            }
            if (!go) {
                throw new IllegalStateException(
                        "a task cannot give way here: on its stack is a native frame or a class initialiser"
                                + (Runtime.version().feature() < 24 ? " or, before JDK 24, a synchronized block" : "")
                                + ", which the engine \"loom\" cannot leave and enter again; wait outside of it, or use the engine \"thread\"");
            }
            go = false;
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
