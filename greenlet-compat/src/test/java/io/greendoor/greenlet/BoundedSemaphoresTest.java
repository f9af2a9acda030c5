package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Semaphores with an upper bound: one that refuses, one that waits. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class BoundedSemaphoresTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    @Test
    void aBoundedOneRefusesToBeReleasedTooOften() {
        runTest(() -> {
            GreenBoundedSemaphore semaphore = new GreenBoundedSemaphore(1);
            assertThrows(IllegalStateException.class, semaphore::release);
            semaphore.acquire();
            assertTrue(semaphore.locked());
            semaphore.release();
            assertEquals(1, semaphore.balance());
            assertThrows(IllegalStateException.class, semaphore::release);
            assertFalse(semaphore.bounded());
        });
    }

    @Test
    void aBoundedOnesWaiterThatIsKilledGivesItBack() {
        runTest(() -> {
            GreenBoundedSemaphore semaphore = new GreenBoundedSemaphore(1);
            semaphore.acquire();
            GreenThread<Void> killed = Eventlet.spawn(() -> semaphore.acquire());
            runCurrent();
            Scheduler.current().execute(() -> {
                semaphore.release();
                killed.kill();
            });
            runCurrent();
            assertEquals(1, semaphore.balance());
            assertThrows(IllegalStateException.class, semaphore::release);
        });
    }

    @Test
    void aCappedOneWaitsAtBothEnds() {
        runTest(() -> {
            GreenCappedSemaphore semaphore = new GreenCappedSemaphore(1, 2);
            for (int i = 0; i < 3; i++) {
                String name = "release " + i;
                Eventlet.spawn(() -> {
                    semaphore.release();
                    log(name);
                });
            }
            Eventlet.sleep(SECOND);
            assertTrue(semaphore.bounded());
            assertFalse(semaphore.locked());
            for (int i = 0; i < 4; i++) {
                semaphore.acquire();
                log("acquired");
                runCurrent();
            }
            assertTrue(semaphore.locked());
            assertFalse(semaphore.tryAcquire());
            assertFalse(semaphore.acquire(SECOND));
            log("gave up");
        });

        assertEquals(
                List.of(
                        "0 release 0",
                        "1000 acquired",
                        "1000 release 1",
                        "1000 acquired",
                        "1000 release 2",
                        "1000 acquired",
                        "1000 acquired",
                        "2000 gave up"),
                log);
    }

    /** eventlet's own test of it. */
    @Test
    void balanceIsEventlets() {
        runTest(() -> {
            GreenCappedSemaphore semaphore = new GreenCappedSemaphore(2, 3);
            semaphore.acquire();
            semaphore.acquire();
            GreenThread<Void> releasing = Eventlet.spawn(() -> semaphore.release());
            semaphore.acquire();
            assertEquals(-3, semaphore.balance());
            for (int i = 0; i < 3; i++) {
                semaphore.release();
            }
            GreenThread<Void> acquiring = Eventlet.spawn(() -> semaphore.acquire());
            semaphore.release();
            assertEquals(3, semaphore.balance());
            releasing.await();
            acquiring.await();
        });
    }

    @Test
    void withALimitOf0EachWaitsForTheOther() {
        runTest(() -> {
            GreenCappedSemaphore semaphore = new GreenCappedSemaphore(0, 0);
            assertTrue(semaphore.locked());
            assertTrue(semaphore.bounded());
            GreenThread<Void> acquiring = Eventlet.spawn(() -> semaphore.acquire());
            semaphore.release();
            acquiring.await();
            GreenThread<Void> releasing = Eventlet.spawn(() -> semaphore.release());
            semaphore.acquire();
            releasing.await();
            assertFalse(semaphore.tryAcquire());
            assertFalse(semaphore.tryRelease());
        });
    }

    @Test
    void aReleaseWhoseAcquirerIsKilledGoesToTheNext() {
        runTest(() -> {
            GreenCappedSemaphore semaphore = new GreenCappedSemaphore(0, 1);
            GreenThread<Void> killed = Eventlet.spawn(() -> semaphore.acquire());
            Eventlet.spawn(() -> {
                semaphore.acquire();
                log("next");
            });
            runCurrent();
            Scheduler.current().execute(() -> {
                assertTrue(semaphore.tryRelease());
                killed.kill();
            });
            runCurrent();
        });

        assertEquals(List.of("0 next"), log);
    }

    @Test
    void aReleaserThatIsKilledHasNotReleased() {
        runTest(() -> {
            GreenCappedSemaphore semaphore = new GreenCappedSemaphore(1, 1);
            GreenThread<Void> killed = Eventlet.spawn(() -> semaphore.release());
            runCurrent();
            killed.kill();
            semaphore.acquire();
            assertTrue(semaphore.locked());
        });
    }

    @Test
    void countsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new GreenBoundedSemaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> new GreenCappedSemaphore(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new GreenCappedSemaphore(2, 1));
    }
}
