package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Queues of size 0. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class RendezvousTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    @Suspendable
    private void logPut(GreenQueue<String> queue, String item) {
        queue.put(item);
        log("put " + item);
    }

    @Test
    void itIsEmptyAndFullAtOnce() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            assertTrue(queue.empty());
            assertTrue(queue.full());
            assertThrows(QueueFull.class, () -> queue.putNowait("a"));
            assertThrows(QueueEmpty.class, queue::getNowait);
            assertEquals(0, queue.unfinishedTasks());
        });
    }

    @Test
    void aPutterWaitsUntilItsItemIsTaken() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            Eventlet.spawn(() -> logPut(queue, "a"));
            Eventlet.spawn(() -> logPut(queue, "b"));
            Eventlet.sleep(SECOND);
            assertEquals(2, queue.putting());
            assertEquals(0, queue.qsize());
            log("got " + queue.get());
            runCurrent();
            log("got " + queue.getNowait());
            runCurrent();
        });

        assertEquals(List.of("1000 got a", "1000 put a", "1000 got b", "1000 put b"), log);
    }

    @Test
    void aPutWithAGetterWaitingDoesNotSwitch() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            for (int i = 0; i < 3; i++) {
                Eventlet.spawn(() -> log("got " + queue.get()));
            }
            runCurrent();
            assertEquals(3, queue.getting());
            queue.putNowait("a");
            logPut(queue, "b");
            Scheduler.current().execute(() -> queue.putNowait("c"));
            runCurrent();
            assertEquals(0, queue.getting());
        });

        assertEquals(List.of("0 put b", "0 got a", "0 got b", "0 got c"), log);
    }

    @Test
    void timesAreUp() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            assertThrows(QueueFull.class, () -> queue.put("a", SECOND));
            log("full");
            assertThrows(QueueEmpty.class, () -> queue.get(SECOND));
            log("empty");
        });

        assertEquals(List.of("1000 full", "2000 empty"), log);
    }

    @Test
    void timeoutsOfTheCallersOwnLeaveNothingBehind() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, () -> queue.get()));
            assertThrows(
                    Timeout.class,
                    () -> Eventlet.withTimeout(SECOND, () -> {
                        queue.put("lost");
                        return null;
                    }));
            GreenThread<String> getter = Eventlet.spawn(() -> queue.get());
            queue.put("a");
            assertEquals("a", getter.await());
            assertEquals(0, queue.putting() + queue.getting() + queue.qsize());
        });
    }

    @Test
    void anItemWhoseGetterIsKilledWaitsForTheNext() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            GreenThread<String> killed = Eventlet.spawn(() -> queue.get());
            runCurrent();
            Scheduler.current().execute(() -> {
                queue.putNowait("a");
                killed.kill();
            });
            runCurrent();
            assertEquals("a", queue.get());
            assertThrows(QueueEmpty.class, queue::getNowait);
        });
    }

    @Test
    void aPutterThatIsKilledIsPassedOver() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            GreenThread<Void> killed = Eventlet.spawn(() -> queue.put("a"));
            Eventlet.spawn(() -> queue.put("b"));
            runCurrent();
            killed.kill();
            assertEquals("b", queue.get());
        });
    }

    @Test
    void priorityAndLifoQueuesMeetFirstComeFirstServed() {
        runTest(() -> {
            for (GreenQueue<Integer> queue :
                    List.of(new GreenPriorityQueue<Integer>(0), new GreenLifoQueue<Integer>(0))) {
                Eventlet.spawn(() -> queue.put(2));
                Eventlet.spawn(() -> queue.put(1));
                runCurrent();
                assertEquals(2, queue.get());
                assertEquals(1, queue.get());
            }
        });
    }
}
