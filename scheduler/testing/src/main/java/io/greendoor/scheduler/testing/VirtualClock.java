package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.Continuation;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A loop's time that stands still while there is something to run. The loop's thread only, but for {@link #nanoTime}.
 */
// The loop calls await() exactly when nothing is ready, and says how far the next deadline is. So that is where time
// jumps, and where the body's own wait for an end of time (`pause`) is over: nothing more is due before it.
final class VirtualClock implements TimeSource {

    /** Not zero, so that code that mixes this clock with another one fails at once. */
    private static final long BEGIN_NANOS = 1_000_000_000_000L;

    /** Less than the five seconds for which a loop that is closed waits for its tasks. */
    private static final long LAST_JUMP_NANOS = Duration.ofSeconds(4).toNanos();

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private volatile long nowNanos = BEGIN_NANOS;
    private @Nullable Pause pause;
    private boolean stuck;
    private boolean closing;
    private long lastJumpNanos;

    /** The body waits until it is this time and nothing is left to do before it. */
    private record Pause(long endNanos, Continuation<Void> body) {}

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    Duration elapsed() {
        return Duration.ofNanos(nowNanos - BEGIN_NANOS);
    }

    /** Whether no time was waited for when the loop had nothing to do, but another thread or a channel. */
    boolean isStuck() {
        return stuck;
    }

    void runFor(Duration duration) {
        pause(nowNanos + (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos());
    }

    void runUntilIdle() {
        pause(FOREVER);
    }

    private void pause(long endNanos) {
        try {
            Coroutines.<Void>suspendCancellable(body -> pause = new Pause(endNanos, body));
        } finally {
            pause = null;
        }
    }

    /**
     * The loop is about to be closed. It waits for its tasks, for a bound that is virtual as well: so that one which is
     * in a call of the JDK's gets real time for its end, there is no jump to the bound.
     */
    void closing() {
        closing = true;
        lastJumpNanos = nowNanos + LAST_JUMP_NANOS;
    }

    @Override
    public void await(long nanos, Poll poll) {
        Pause pause = this.pause;
        stuck = nanos == FOREVER;
        if (closing && (nanos == FOREVER || nanos > lastJumpNanos - nowNanos)) {
            awaitReally(nanos, poll);
        } else if (pause != null && (nanos == FOREVER || nanos >= pause.endNanos - nowNanos)) {
            if (!poll.await(0)) {
                end(pause);
            }
        } else if (nanos == FOREVER) {
            var unused = poll.await(FOREVER);
        } else {
            if (!poll.await(0)) {
                jump(nanos);
            }
        }
    }

    private void end(Pause pause) {
        this.pause = null;
        if (pause.endNanos != FOREVER) {
            nowNanos = pause.endNanos;
        }
        pause.body.tryResume(null);
    }

    private void awaitReally(long nanos, Poll poll) {
        long begun = System.nanoTime();
        var unused = poll.await(nanos);
        jump(Math.min(nanos, System.nanoTime() - begun));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others read
    private void jump(long nanos) {
        nowNanos += nanos;
    }
}
