package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class SemaphoreTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    private GreenThread<Void> acquireLater(GreenSemaphore semaphore, String name) {
        return Eventlet.spawn(() -> {
            semaphore.acquire();
            log(name);
        });
    }

    @Test
    void itIsAcquiredAsOftenAsItCountsWithoutWaiting() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(2);
            Eventlet.spawn(() -> log("other"));
            semaphore.acquire();
            semaphore.acquire();
            log("twice");
            assertFalse(semaphore.tryAcquire());
            Scheduler.current().schedule(SECOND, semaphore::release);
            semaphore.acquire();
            log("a third time");
        });

        assertEquals(List.of("0 twice", "0 other", "1000 a third time"), log);
    }

    @Test
    void aReleaseWakesWhoHasWaitedLongestAndDoesNotSwitch() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(0);
            acquireLater(semaphore, "a");
            acquireLater(semaphore, "b");
            runCurrent();
            semaphore.release();
            log("released");
            runCurrent();
            semaphore.release();
            log("released again");
            runCurrent();
        });

        assertEquals(List.of("0 released", "0 a", "0 released again", "0 b"), log);
    }

    @Test
    void nobodySlipsInBetweenAReleaseAndWhoWaitsForIt() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(0);
            acquireLater(semaphore, "first come");
            runCurrent();
            semaphore.release();
            assertFalse(semaphore.tryAcquire());
            assertTrue(semaphore.locked());
            acquireLater(semaphore, "second");
            semaphore.release();
            runCurrent();
        });

        assertEquals(List.of("0 first come", "0 second"), log);
    }

    @Test
    void aTimeIsUpOrIsEnough() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(0);
            log("got it " + semaphore.acquire(SECOND));
            Scheduler.current().schedule(SECOND, semaphore::release);
            log("got it " + semaphore.acquire(SECOND.multipliedBy(2)));
            assertEquals(0, semaphore.balance());
        });

        assertEquals(List.of("1000 got it false", "2000 got it true"), log);
    }

    @Test
    void aTimeOfZeroLetsOthersRunOnce() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(0);
            Eventlet.spawn(() -> log("other"));
            log("got it " + semaphore.acquire(Duration.ZERO));
        });

        assertEquals(List.of("0 other", "0 got it false"), log);
    }

    @Test
    void aWaiterThatIsKilledLeavesThePermitToTheNext() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(0);
            GreenThread<Void> killed = acquireLater(semaphore, "killed while it waits");
            GreenThread<Void> woken = acquireLater(semaphore, "killed when it was woken");
            acquireLater(semaphore, "next");
            runCurrent();
            killed.kill();
            Scheduler.current().execute(() -> {
                semaphore.release();
                woken.kill();
            });
            runCurrent();
            assertEquals(0, semaphore.balance());
        });

        assertEquals(List.of("0 next"), log);
    }

    @Test
    void itsStateIsTold() {
        runTest(() -> {
            GreenSemaphore semaphore = new GreenSemaphore(1);
            assertFalse(semaphore.locked());
            assertEquals(1, semaphore.balance());
            assertTrue(semaphore.tryAcquire());
            assertTrue(semaphore.locked());
            assertEquals(0, semaphore.balance());
            acquireLater(semaphore, "waiter");
            runCurrent();
            assertEquals(-1, semaphore.balance());
            semaphore.release();
            semaphore.release();
            semaphore.release();
            assertEquals(2, semaphore.balance());
            assertFalse(semaphore.bounded());
        });
    }
}
