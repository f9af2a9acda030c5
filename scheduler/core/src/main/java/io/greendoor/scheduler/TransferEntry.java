package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** Transfers to a task from the hub, unless that is impossible by then. */
record TransferEntry(Coroutine target, @Nullable Object value) implements Ready {

    @Override
    public @Nullable Coroutine turn() {
        return target.isDone() || target.isBlocked()
                ? null
                : target.laid(target.scheduler().hub(), value);
    }

    @Override
    public String toString() {
        return "switches to " + target.title();
    }
}
