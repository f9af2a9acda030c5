package io.greendoor.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A timer: waits in the timer queue until it is due, then in the run queue for its turn, and can be cancelled until
 * it takes that.
 */
final class TimerEntry extends TimerQueue.Entry implements Scheduler.Timer {

    private static final VarHandle OVER;

    static {
        try {
            OVER = MethodHandles.lookup().findVarHandle(TimerEntry.class, "over", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Scheduler scheduler;
    private final Ready target;
    private volatile boolean over;

    TimerEntry(Scheduler scheduler, long deadlineNanos, Ready target) {
        super(deadlineNanos);
        this.scheduler = scheduler;
        this.target = target;
    }

    @Override
    Ready target() {
        return target;
    }

    @Override
    boolean isPending() {
        return !over;
    }

    @Override
    public boolean cancel() {
        boolean mine = OVER.compareAndSet(this, false, true);
        if (mine) {
            scheduler.removeTimer(this);
        }
        return mine;
    }

    @Override
    public @Nullable Coroutine turn() {
        return OVER.compareAndSet(this, false, true) ? target.turn() : null;
    }
}
