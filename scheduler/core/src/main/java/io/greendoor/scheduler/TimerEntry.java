package io.greendoor.scheduler;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A timer: waits in the timer queue until it is due, then in the run queue for its turn, and can be cancelled until
 * it takes that.
 */
final class TimerEntry extends TimerQueue.Entry implements Scheduler.Timer, Ready {

    private final Scheduler scheduler;
    private final Ready target;
    private final AtomicBoolean over = new AtomicBoolean();

    TimerEntry(Scheduler scheduler, long deadlineNanos, Ready target) {
        super(deadlineNanos);
        this.scheduler = scheduler;
        this.target = target;
    }

    /** What takes its turn when the time has come. */
    Ready target() {
        return target;
    }

    boolean isPending() {
        return !over.get();
    }

    @Override
    public boolean cancel() {
        boolean mine = over.compareAndSet(false, true);
        if (mine) {
            scheduler.removeTimer(this);
        }
        return mine;
    }

    @Override
    public @Nullable Coroutine turn() {
        return over.compareAndSet(false, true) ? target.turn() : null;
    }
}
