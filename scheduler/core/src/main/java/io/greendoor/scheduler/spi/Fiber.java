package io.greendoor.scheduler.spi;

import io.greendoor.scheduler.Suspendable;

/**
 * A call stack of its own: an asymmetric, one-shot, stackful coroutine.
 *
 * <p>{@link #resume} runs the body until it calls {@link #suspend} or ends, and only then returns. A body may also
 * block in a call of the JDK's; an engine that can tell (virtual threads) then lets {@code resume} return as well, with
 * {@link #isSuspended} and {@link #isDone} both false, and calls {@link Host#fiberReady} once the fiber can go on.
 */
public interface Fiber {

    /**
     * Runs the body on from where it was left. Called by the loop only, on the loop's thread, never by two at a time.
     */
    void resume();

    /**
     * Goes back to whoever called {@link #resume}; returns at the next one. Called by the body only.
     *
     * @throws IllegalStateException when the engine cannot leave a frame on the way, which it names; the body then goes on
     */
    @Suspendable
    void suspend();

    /** Whether the body waits in {@link #suspend}. Of use on the loop's thread. */
    boolean isSuspended();

    /** Whether the body has ended. */
    boolean isDone();

    /** The thread that the body sees as {@link Thread#currentThread()}: its own, or the loop's. */
    Thread thread();

    /** The frames of a body that does not run at the moment, innermost first. From any thread. */
    default StackTraceElement[] stackTrace() {
        return thread().getStackTrace();
    }

    /** Who is told about a fiber: the coroutine that it carries. */
    interface Host {

        /** The code that the fiber carries: it calls this once, on its own stack. Never throws. */
        @Suspendable
        void run();

        /** A fiber that blocked in a call of the JDK's may be resumed again. Called on any thread; must not block. */
        void fiberReady();
    }
}
