package io.greendoor.scheduler;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rest of a task that waits in {@link Coroutines#suspendCancellable}: what its waker holds. Mirrors Kotlin's {@code
 * CancellableContinuation}.
 *
 * <p>All methods may be called from any thread; none of them blocks, and none runs the waiting task: it is put at the
 * end of its loop's run queue.
 *
 * @param <T> what the task waits for
 */
public interface Continuation<T> {

    /**
     * Ends the wait with a value. Does nothing after the wait was given up, or its time was up.
     *
     * @throws IllegalStateException when it was resumed already
     */
    void resume(@Nullable T value);

    /**
     * Ends the wait with a value, if it still goes on.
     *
     * @return false when it does not: it was resumed, given up, or its time was up
     */
    boolean tryResume(@Nullable T value);

    /**
     * Ends the wait by throwing this very object where the task waits. Does nothing after the wait was given up, or
     * its time was up.
     *
     * @throws IllegalStateException when it was resumed already
     */
    void resumeWithException(Throwable throwable);

    /**
     * Says how to clean up when the wait is given up: when something is thrown into the waiting task, or somebody
     * switches to it directly. That may be so after {@code resume} as well, as long as the task did not run: then the
     * value sent is still the waker's to give to another.
     *
     * @param handler gets what was thrown, once, on the task's thread; what it throws is suppressed into that. Called
     *     at once when the wait is over that way already
     */
    void invokeOnCancellation(Consumer<Throwable> handler);
}
