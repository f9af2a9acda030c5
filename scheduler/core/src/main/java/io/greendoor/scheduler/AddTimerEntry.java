package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** Adds a timer that another thread has made. */
record AddTimerEntry(Agenda agenda, TimerEntry timer) implements Ready {

    @Override
    public @Nullable Coroutine turn() {
        if (timer.isPending()) {
            agenda.addTimer(timer);
        }
        return null;
    }
}
