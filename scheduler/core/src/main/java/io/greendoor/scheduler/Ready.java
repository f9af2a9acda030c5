package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** An entry of the run queue. */
@FunctionalInterface
interface Ready {

    /**
     * Takes this entry's turn, on the loop: either does its work right here and returns null, or returns the
     * coroutine that is to run next, with what it gets already laid into it. Null also when the entry went stale
     * while it was queued.
     */
    @Nullable
    Coroutine turn();
}
