package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loop's time that does not pass by itself: it jumps to the next deadline when the loop would wait. A wait without a
 * deadline is a real one, for another thread or a channel.
 */
final class VirtualClock implements TimeSource {

    private final long startNanos;
    private final AtomicLong nowNanos;
    private final List<Duration> jumps = new CopyOnWriteArrayList<>();

    VirtualClock() {
        this(1_000_000_000_000L);
    }

    VirtualClock(long startNanos) {
        this.startNanos = startNanos;
        this.nowNanos = new AtomicLong(startNanos);
    }

    @Override
    public long nanoTime() {
        return nowNanos.get();
    }

    @Override
    public void await(long nanos, Poll poll) {
        if (nanos == FOREVER) {
            poll.await(nanos);
            return;
        }
        if (poll.await(0)) {
            return; // there is something to run, and no time need pass
        }
        nowNanos.addAndGet(nanos);
        jumps.add(Duration.ofNanos(nanos));
    }

    void advance(Duration duration) {
        nowNanos.addAndGet(duration.toNanos());
    }

    Duration elapsed() {
        return Duration.ofNanos(nowNanos.get() - startNanos);
    }

    /** How far time has jumped in each wait. */
    List<Duration> jumps() {
        return jumps;
    }
}
