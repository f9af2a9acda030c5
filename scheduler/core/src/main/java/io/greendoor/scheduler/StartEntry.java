package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** Starts a task, unless somebody else has done so. */
record StartEntry(Coroutine target) implements Ready {

    @Override
    public @Nullable Coroutine turn() {
        return target.isStarted() ? null : target.laid(target.scheduler().hub(), null);
    }

    @Override
    public String toString() {
        return "starts " + target.title();
    }
}
