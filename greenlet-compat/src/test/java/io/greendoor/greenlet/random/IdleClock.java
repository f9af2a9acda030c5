package io.greendoor.greenlet.random;

import io.greendoor.scheduler.spi.TimeSource;

/** Virtual time that says when there is nothing to wait for, instead of waiting for it. */
final class IdleClock implements TimeSource {

    private final Runnable idle;
    private volatile long nowNanos;

    /** Makes one. */
    IdleClock(Runnable idle) {
        this.idle = idle;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public void await(long nanos, Poll poll) {
        if (nanos == FOREVER) {
            idle.run();
        } else {
            nowNanos = nowNanos + nanos;
        }
    }

    long millis() {
        return nowNanos / 1_000_000;
    }
}
