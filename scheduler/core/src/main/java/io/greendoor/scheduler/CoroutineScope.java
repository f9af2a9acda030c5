package io.greendoor.scheduler;

import java.util.concurrent.Callable;

/**
 * Where tasks are children: it ends when they have, and cancelling it cancels them. Mirrors Kotlin's {@code
 * CoroutineScope}. All methods may be called from any thread; children run on the scope's loop.
 */
public interface CoroutineScope {

    /**
     * Runs a task as a child, soon: after everything that is ready now. If it fails, the scope is cancelled and fails
     * with it; in a supervisor scope it is logged instead. In a cancelled scope it never runs.
     *
     * @throws IllegalStateException when the scope has ended
     */
    Job launch(Task task);

    /**
     * Runs a task with a result as a child. If it fails, {@link Deferred#await} throws that; the scope is cancelled and
     * fails with it too, but not a supervisor scope.
     *
     * @throws IllegalStateException when the scope has ended
     */
    <T> Deferred<T> async(Callable<T> task);

    /** Cancels the scope and its children; it throws {@link Cancelled} to whoever runs it. */
    void cancel();

    /** Whether it was neither cancelled nor has ended. */
    boolean isActive();
}
