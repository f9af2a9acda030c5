package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A timeout that fires while its task is in a call of the JDK's that it cannot end: a contended lock. */
@org.junit.jupiter.api.Timeout(20)
@ExtendWith(FreshLoop.class)
class LateTimeoutTest {
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final List<String> log = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void onLoomOnly() {
        assumeTrue(Hubs.getHub().engine().equals("loom"), "a lock holds up the loop of this engine");
    }

    @Test
    void itIsOverWithItsBlock() throws Exception {
        runUntilLate(() -> {
            try (Timeout timeout = new Timeout(MOMENT)) {
                waitForTheLock();
                log.add("pending: " + timeout.pending());
            }
            goOn();
        });

        assertEquals(List.of("has the lock", "pending: false", "interrupted: false", "goes on"), log);
    }

    @Test
    void oneWithAnExceptionOfItsOwnIsOverToo() throws Exception {
        runUntilLate(() -> {
            Timeout timeout = new Timeout(MOMENT, new IllegalStateException("too late"));
            waitForTheLock();
            timeout.cancel();
            goOn();
        });

        assertEquals(List.of("has the lock", "interrupted: false", "goes on"), log);
    }

    @Test
    void whatGotToItsEndReturnsItsValue() throws Exception {
        runUntilLate(() -> {
            log.add(Eventlet.withTimeout(MOMENT, () -> {
                waitForTheLock();
                return "value";
            }));
            goOn();
        });

        assertEquals(List.of("has the lock", "value", "interrupted: false", "goes on"), log);
    }

    @Test
    void whatWaitsAgainInItsBlockIsEnded() throws Exception {
        runUntilLate(() -> {
            boolean ended = !Timeout.silently(MOMENT, () -> {
                waitForTheLock();
                Eventlet.sleep(Duration.ofHours(1));
            });
            log.add("ended: " + ended);
            goOn();
        });

        assertEquals(List.of("has the lock", "ended: true", "interrupted: false", "goes on"), log);
    }

    /** It has fired, and is on its way. */
    @Test
    void whoeverElseCancelsItIsTooLateAndKeepsItsOwnInterrupt() throws Exception {
        runUntilLate(() -> {
            Timeout timeout = new Timeout(MOMENT, new IllegalStateException("fired"));
            Eventlet.spawnAfter(MOMENT.multipliedBy(3), () -> {
                Thread.currentThread().interrupt();
                timeout.cancel();
                log.add("the other's interrupt: " + Thread.interrupted());
            });
            waitForTheLock();
            try {
                Eventlet.sleep();
            } catch (IllegalStateException thrown) {
                log.add(thrown.getMessage());
            }
            goOn();
        });

        assertEquals(
                List.of("the other's interrupt: true", "has the lock", "fired", "interrupted: false", "goes on"), log);
    }

    private interface Work {
        @Suspendable
        void run() throws Exception;
    }

    /** Runs it as a task, with the lock held by another thread until long after its time is up. */
    @Suspendable
    private void runUntilLate(Work work) throws Exception {
        OtherThread<Void> holder = OtherThread.start("holder", () -> {
            lock.lock();
            try {
                held.countDown();
                OtherThread.await(release);
            } finally {
                lock.unlock();
            }
            return null;
        });
        OtherThread.await(held);
        GreenThread<Void> task = Eventlet.spawn(work::run);
        Eventlet.sleep(MOMENT.multipliedBy(10));
        release.countDown();
        task.await();
        holder.join();
    }

    @Suspendable
    private void waitForTheLock() {
        lock.lock();
        lock.unlock();
        log.add("has the lock");
    }

    @Suspendable
    private void goOn() {
        log.add("interrupted: " + Thread.currentThread().isInterrupted());
        Eventlet.sleep(MOMENT);
        log.add("goes on");
    }
}
