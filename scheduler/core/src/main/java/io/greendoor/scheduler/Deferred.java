package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * A task of a scope with a result: Kotlin's {@code Deferred}. All methods may be called from any thread.
 *
 * @param <T> the result
 */
public interface Deferred<T> extends Job {

    /** Waits for the result; throws what the task threw, this very object, or {@link Cancelled}. */
    @Suspendable
    @Nullable
    T await();

    /**
     * The result, without waiting; throws what the task threw.
     *
     * @throws IllegalStateException when it has not ended
     */
    @Nullable
    T getCompleted();
}
