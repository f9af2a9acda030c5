package io.greendoor.scheduler;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task of a scope, seen from outside: Kotlin's {@code Job}. All methods may be called from any thread.
 */
public interface Job {

    /**
     * Waits until it has ended, however that is. Throws {@link Cancelled} when the waiting task's own job is
     * cancelled.
     */
    @Suspendable
    void join();

    /**
     * Cancels it: its wait, and each later one, throws {@link Cancelled}; unstarted it never runs. Does not wait. One that
     * has switched away by hand, as greenlets do, is in no wait: it hears of it when it waits again.
     */
    void cancel();

    /**
     * As {@link #cancel()}.
     *
     * @param message of the {@link Cancelled}
     */
    void cancel(String message);

    /** Whether it was neither cancelled nor has ended. */
    boolean isActive();

    /** Whether it has ended, however that is. */
    boolean isCompleted();

    /** Whether it was cancelled, or has failed. It may still be running its {@code finally} blocks. */
    boolean isCancelled();

    /**
     * Calls back when it has ended, on its loop; at once when it has.
     *
     * @param handler gets null, or what it ended with. What it throws is logged
     */
    @Suspendable
    void invokeOnCompletion(Consumer<@Nullable Throwable> handler);
}
