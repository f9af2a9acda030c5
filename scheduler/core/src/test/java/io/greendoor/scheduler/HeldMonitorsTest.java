package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The monitors that the loop's own thread holds while it waits stay its own, whatever tasks do meanwhile. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class HeldMonitorsTest {
    private static final int ROUNDS = 2000; // enough to have the code compiled midway

    private final Object lock = new Object();
    private final Object inner = new Object();

    private static Coroutine spawnYielding(TestLoop loop, String name) {
        return loop.spawn(name, () -> {
            for (int i = 0; i < ROUNDS; i++) {
                Coroutines.yieldNow();
            }
        });
    }

    @Test
    void theRootHoldsItsMonitorsThroughoutEachWait() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine one = spawnYielding(loop, "one");
        Coroutine other = spawnYielding(loop, "other");
        synchronized (lock) {
            for (int i = 0; i < ROUNDS; i++) {
                synchronized (inner) {
                    synchronized (lock) {
                        Coroutines.yieldNow();
                        assertTrue(Thread.holdsLock(lock));
                    }
                    assertTrue(Thread.holdsLock(inner));
                }
                assertFalse(Thread.holdsLock(inner));
                assertTrue(Thread.holdsLock(lock));
                Coroutines.yieldNow();
            }
        }
        assertFalse(Thread.holdsLock(lock));
        loop.join(one, other);

        assertEquals(List.of(), loop.log);
    }

    @Test
    void tasksHoldNoneOfThem() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        assumeFalse(loop.scheduler.engine().equals("quasar"), "a task runs on the loop's thread, and as that, here");
        Coroutine task = loop.spawn("task", () -> {
            for (int i = 0; i < 3; i++) {
                loop.log("task holds it: " + Thread.holdsLock(lock));
                Coroutines.yieldNow();
            }
        });
        synchronized (lock) {
            loop.join(task);
            loop.log("root holds it: " + Thread.holdsLock(lock));
        }

        assertEquals(
                List.of("task holds it: false", "task holds it: false", "task holds it: false", "root holds it: true"),
                loop.log);
    }

    @Test
    void moreMonitorsThanTheJvmListsAreKept() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine task = spawnYielding(loop, "task");
        holding(20, () -> {
            for (int i = 0; i < ROUNDS; i++) {
                Coroutines.yieldNow();
            }
        });
        loop.join(task);

        assertEquals(List.of(), loop.log);
    }

    private static void holding(int count, Runnable work) {
        if (count == 0) {
            work.run();
            return;
        }
        Object monitor = new Object();
        synchronized (monitor) {
            holding(count - 1, work);
            assertTrue(Thread.holdsLock(monitor));
        }
        assertFalse(Thread.holdsLock(monitor));
    }

    @Test
    void anotherThreadWaitsUntilTheRootLetsGo() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        CountDownLatch comes = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            comes.countDown();
            synchronized (lock) {
                loop.log("other thread");
            }
        });
        Coroutine task = loop.spawn("task", () -> {
            other.start();
            while (other.getState() != Thread.State.BLOCKED) {
                Coroutines.yieldNow();
            }
            loop.log("task ends");
        });
        synchronized (lock) {
            loop.join(task);
            loop.log("root lets go");
        }
        other.join();

        assertEquals(List.of("task ends", "root lets go", "other thread"), loop.log);
    }

    @Test
    void aTaskWaitsUntilTheRootLetsGo() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        assumeTrue(
                loop.scheduler.engine().equals("loom") && Runtime.version().feature() >= 24,
                "a contended monitor holds the loop up here");
        Coroutine wanting = loop.spawn("wanting", () -> {
            loop.log("task wants");
            synchronized (lock) {
                loop.log("task has");
                Coroutines.yieldNow();
                assertTrue(Thread.holdsLock(lock));
            }
        });
        Coroutine other = loop.spawn("other", () -> loop.log("other"));
        synchronized (lock) {
            loop.join(other);
            loop.log("root lets go");
        }
        loop.join(wanting);

        assertEquals(List.of("task wants", "other", "root lets go", "task has"), loop.log);
    }

    @Test
    void aCallbackEntersWhatItsThreadHolds() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine task = loop.spawn("task", () -> {
            Coroutines.yieldNow();
            loop.scheduler.execute(() -> {
                synchronized (lock) {
                    loop.log("callback");
                }
            });
            Coroutines.yieldNow();
            Coroutines.yieldNow();
        });
        synchronized (lock) {
            loop.join(task);
            loop.log("root holds it: " + Thread.holdsLock(lock));
        }

        assertEquals(List.of("callback", "root holds it: true"), loop.log);
    }

    @Test
    void aCallbackHoldsWhatItHasEnteredWhileTheTasksRunThatItSwitchesTo() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine hub = loop.scheduler.hub();
        Coroutine task = loop.create("task", () -> {
            loop.log("task");
            Coroutine.current().transfer(hub, null, null);
            loop.log("task goes on");
        });
        loop.scheduler.execute(() -> {
            synchronized (inner) {
                hub.transfer(task, null, null);
                loop.log("callback holds both: " + (Thread.holdsLock(lock) && Thread.holdsLock(inner)));
            }
        });
        Coroutine other = spawnYielding(loop, "other");
        synchronized (lock) {
            Coroutines.yieldNow();
            loop.scheduler.scheduleTransfer(Duration.ZERO, task, null);
            loop.join(other);
            loop.log("root holds it: " + Thread.holdsLock(lock));
        }

        assertEquals(List.of("task", "callback holds both: true", "task goes on", "root holds it: true"), loop.log);
    }
}
