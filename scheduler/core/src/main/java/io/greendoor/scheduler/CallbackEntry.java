package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** Runs somebody's code on the loop. */
record CallbackEntry(Scheduler scheduler, Runnable code) implements Ready {

    @Override
    public @Nullable Coroutine turn() {
        return scheduler.trampoline().call(code);
    }

    @Override
    public String toString() {
        String type = code.getClass().getName();
        int lambda = type.indexOf("$$Lambda");
        return lambda < 0 ? "calls " + code : "calls a lambda of " + type.substring(0, lambda);
    }
}
