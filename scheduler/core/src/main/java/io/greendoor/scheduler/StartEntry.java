package io.greendoor.scheduler;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Starts a task, unless somebody else has done so, or the condition is not met by then. */
record StartEntry(Coroutine target, BooleanSupplier condition) implements Ready {

    @Override
    public @Nullable Coroutine turn() {
        return target.isStarted() || !condition.getAsBoolean()
                ? null
                : target.laid(target.scheduler().hub(), null);
    }

    @Override
    public String toString() {
        return "starts " + target.title();
    }
}
