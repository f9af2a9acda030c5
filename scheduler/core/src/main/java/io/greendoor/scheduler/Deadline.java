package io.greendoor.scheduler;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time limit of a {@link Direction}'s waits: a timer that is started and stopped again and again. */
final class Deadline extends TimerQueue.Entry {

    private final Direction direction;
    private boolean active;

    Deadline(Direction direction) {
        super(0);
        this.direction = direction;
    }

    /**
     * Whether it is in the timer queue or the run queue. One that was stopped when it was due already stays in the
     * latter until its turn comes, and cannot be started before.
     */
    boolean isActive() {
        return active;
    }

    void start(Scheduler scheduler, Duration timeout) {
        active = true;
        long nanos = Scheduler.nanos(timeout);
        if (nanos <= 0) {
            scheduler.agenda().add(this);
        } else {
            deadlineNanos = scheduler.nanoTime() + nanos;
            scheduler.agenda().addTimer(this);
        }
    }

    void stop(Scheduler scheduler) {
        if (scheduler.agenda().timers.remove(this)) {
            active = false;
        }
    }

    @Override
    public @Nullable Coroutine turn() {
        active = false;
        return direction.expire(this);
    }

    @Override
    boolean isPending() {
        return active;
    }

    @Override
    Ready target() {
        return direction;
    }
}
