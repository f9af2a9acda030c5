package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** How busy a loop was, and which loops there are. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class LoopUsageTest {
    private static final Duration LONG = Duration.ofMillis(200);

    @Test
    void aLoopThatWaitsIsIdleAndOneThatComputesIsNot() throws Exception {
        Scheduler loop = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
        LoopUsage before = loop.usage();
        pause();
        LoopUsage waited = loop.usage();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.execute(() -> hold(held, release));
        assertTrue(held.await(20, TimeUnit.SECONDS));
        LoopUsage begun = loop.usage();
        pause();
        LoopUsage stuck = loop.usage();
        release.countDown();
        loop.close();

        assertTrue(waited.loadSince(before) < 0.5, before + " " + waited);
        assertTrue(stuck.loadSince(begun) > 0.9, begun + " " + stuck);
        assertTrue(stuck.longestHold().compareTo(LONG) >= 0, stuck::toString);
        assertTrue(stuck.recentHold().compareTo(LONG) >= 0, stuck::toString);
    }

    private static void hold(CountDownLatch held, CountDownLatch release) {
        held.countDown();
        try {
            assertTrue(release.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() throws InterruptedException {
        assertFalse(new CountDownLatch(1).await(LONG.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void theRestOfAHostedLoopIsIdleTime() throws Exception {
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            loop.onWakeUp(() -> {});
            loop.runReady();
            LoopUsage before = loop.usage();
            pause();
            LoopUsage resting = loop.usage();
            loop.runReady();
            LoopUsage after = loop.usage();

            assertTrue(resting.loadSince(before) < 0.1, before + " " + resting);
            assertTrue(after.loadSince(before) < 0.5, before + " " + after);
            assertTrue(after.idle().compareTo(LONG) >= 0, after::toString);
        }
    }

    @Test
    void aLoopThatWasWokenIsHeldSinceThenThoughItsThreadDoesNotRunYet() throws Exception {
        CountDownLatch runsOn = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        TimeSource slow = new TimeSource() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void await(long nanos, Poll poll) {
                hold(waits, runsOn);
            }
        };
        Scheduler loop = Scheduler.start(Thread::new, LoopOptions.DEFAULT.time(slow));
        assertTrue(waits.await(20, TimeUnit.SECONDS));
        pause();
        assertNull(loop.holder());
        loop.execute(() -> {});
        LoopHold hold = loop.holder();
        LoopUsage woken = loop.usage();
        runsOn.countDown();
        loop.close();

        assertNotNull(hold);
        assertTrue(hold.since().compareTo(LONG) < 0, () -> hold.since().toString());
        assertTrue(woken.idle().compareTo(LONG) >= 0, woken::toString);
    }

    @Test
    void aHoldIsForgottenAfterAMinuteButForTheLongest() {
        long origin = Long.MAX_VALUE - 5; // the clock may pass the end of its range
        long second = 1_000_000_000L;
        Holds holds = new Holds(origin);

        holds.note(7, origin + second);
        holds.note(3, origin + 2 * second);
        assertEquals(7, holds.recentNanos(origin + 3 * second));
        holds.note(5, origin + 30 * second);
        assertEquals(7, holds.recentNanos(origin + 60 * second));
        assertEquals(5, holds.recentNanos(origin + 75 * second));
        assertEquals(0, holds.recentNanos(origin + 300 * second));
        holds.note(2, origin + 400 * second);
        assertEquals(2, holds.recentNanos(origin + 400 * second));
        assertEquals(7, holds.longestNanos());
    }

    @Test
    void loopsAreListedUntilTheyEnd() {
        Scheduler loop = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
        assertTrue(loop.isAlive());
        loop.execute(() -> loop.start(Coroutine.create((value, error) -> new Handover(loop.hub(), null, null))));
        while (!Scheduler.loops().contains(loop)) {
            Thread.onSpinWait();
        }
        loop.close();
        assertFalse(Scheduler.loops().contains(loop));
    }
}
