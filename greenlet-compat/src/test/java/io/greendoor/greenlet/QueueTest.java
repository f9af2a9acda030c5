package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.advanceUntilIdle;
import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Queues with room for items; {@link RendezvousTest} is about those without. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class QueueTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    @Suspendable
    private void logGet(String who, GreenQueue<?> queue) {
        log(who + " got " + queue.get());
    }

    @Suspendable
    private <T> void logPut(GreenQueue<T> queue, T item) {
        queue.put(item);
        log("put " + item);
    }

    private void getters(GreenQueue<?> queue, int count) {
        for (int i = 0; i < count; i++) {
            String name = "getter" + i;
            Eventlet.spawn(() -> logGet(name, queue));
        }
        runCurrent();
        assertEquals(count, queue.getting());
    }

    private static List<Object> drain(GreenQueue<?> queue) {
        List<Object> items = new ArrayList<>();
        while (!queue.empty()) {
            items.add(queue.getNowait());
        }
        return items;
    }

    @Test
    void itemsComeOutFirstInFirstOut() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            queue.put("a");
            queue.putNowait("b");
            queue.put("c", SECOND);

            assertEquals(3, queue.qsize());
            assertFalse(queue.full());
            assertEquals(List.of("a", "b", "c"), drain(queue));
            assertTrue(queue.empty());
        });
    }

    @Test
    void nullIsAnItem() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            queue.put(null);
            assertEquals(1, queue.qsize());
            assertNull(queue.get());
            assertThrows(QueueEmpty.class, queue::getNowait);
        });
    }

    @Test
    void gettersAreServedFirstComeFirstServedAndPuttingDoesNotSwitch() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            getters(queue, 3);
            for (String item : List.of("a", "b", "c")) {
                logPut(queue, item);
            }
            runCurrent();
        });

        assertEquals(
                List.of("0 put a", "0 put b", "0 put c", "0 getter0 got a", "0 getter1 got b", "0 getter2 got c"), log);
    }

    @Test
    void nobodySlipsInBetweenAGetterThatWasWokenAndItsItem() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            getters(queue, 1);
            queue.put("a");
            assertEquals(0, queue.qsize());
            assertThrows(QueueEmpty.class, queue::getNowait);
            queue.putNowait("b");
            assertEquals("b", queue.getNowait());
            runCurrent();
        });

        assertEquals(List.of("0 getter0 got a"), log);
    }

    @Test
    void aFullQueueMakesPuttersWaitInTheirOrder() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            for (String item : List.of("a", "b", "c")) {
                Eventlet.spawn(() -> logPut(queue, item));
            }
            runCurrent();
            assertTrue(queue.full());
            assertEquals(2, queue.putting());
            for (int i = 0; i < 3; i++) {
                log("got " + queue.get());
                runCurrent();
            }
        });

        assertEquals(List.of("0 put a", "0 got a", "0 put b", "0 got b", "0 put c", "0 got c"), log);
    }

    @Test
    void aPutterOfAFullQueueIsNotOvertaken() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            queue.put("a");
            Eventlet.spawn(() -> queue.put("b"));
            runCurrent();
            assertEquals("a", queue.getNowait());
            assertThrows(QueueFull.class, () -> queue.putNowait("c"));
            assertEquals("b", queue.getNowait());
        });
    }

    @Test
    void timesAreUpWithFullAndEmpty() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            assertThrows(QueueEmpty.class, () -> queue.get(SECOND));
            log("empty");
            queue.put("a");
            assertThrows(QueueFull.class, () -> queue.put("b", SECOND));
            log("full");
            assertEquals(0, queue.putting());
            assertEquals(0, queue.getting());
            assertEquals(List.of("a"), drain(queue));
        });

        assertEquals(List.of("1000 empty", "2000 full"), log);
    }

    @Test
    void aTimeOfZeroLetsOthersRunOnce() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            Eventlet.spawn(() -> queue.put("a"));
            assertEquals("a", queue.get(Duration.ZERO));
            assertThrows(QueueEmpty.class, () -> queue.get(Duration.ZERO));
            queue.put("b");
            Eventlet.spawn(() -> queue.get());
            queue.put("c", Duration.ZERO);
            assertThrows(QueueFull.class, () -> queue.put("d", Duration.ZERO));
            assertEquals(List.of("c"), drain(queue));
        });
    }

    @Test
    void aGetterWhoseTimeIsUpLeavesTheItemToTheNext() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            Eventlet.spawn(() -> {
                try {
                    queue.get(SECOND);
                } catch (QueueEmpty expected) {
                    log("gave up");
                }
            });
            Eventlet.spawn(() -> logGet("patient", queue));
            Eventlet.sleep(SECOND.multipliedBy(2));
            queue.put("a");
            runCurrent();
        });

        assertEquals(List.of("1000 gave up", "2000 patient got a"), log);
    }

    @Test
    void aPutterWhoseTimeIsUpHasNotPut() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            queue.put("a");
            Eventlet.spawn(() -> {
                try {
                    queue.put("late", SECOND);
                } catch (QueueFull expected) {
                    log("gave up");
                }
            });
            Eventlet.spawn(() -> logPut(queue, "patient"));
            Eventlet.sleep(SECOND.multipliedBy(2));
            assertEquals("a", queue.get());
            assertEquals("patient", queue.get());
            assertTrue(queue.empty());
        });

        assertEquals("1000 gave up", log.get(0));
    }

    @Test
    void anItemOfAGetterThatIsKilledAfterItWasWokenGoesToTheNext() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            GreenThread<Void> killed = Eventlet.spawn(() -> logGet("killed", queue));
            Eventlet.spawn(() -> logGet("next", queue));
            runCurrent();
            Scheduler.current().execute(() -> {
                queue.putNowait("a");
                killed.kill();
            });
            advanceUntilIdle();
            assertTrue(queue.empty());
        });

        assertEquals(List.of("0 next got a"), log);
    }

    @Test
    void itemsOfKilledGettersGoBackToTheirPlaces() {
        for (boolean firstFirst : new boolean[] {true, false}) {
            runTest(() -> {
                GreenQueue<String> queue = new GreenQueue<>();
                GreenThread<String> one = Eventlet.spawn(() -> queue.get());
                GreenThread<String> two = Eventlet.spawn(() -> queue.get());
                runCurrent();
                Scheduler.current().execute(() -> {
                    for (String item : List.of("a", "b", "c")) {
                        queue.putNowait(item);
                    }
                    (firstFirst ? one : two).kill();
                    (firstFirst ? two : one).kill();
                });
                runCurrent();
                assertEquals(List.of("a", "b", "c"), drain(queue));
            });
        }
    }

    @Test
    void aGetterThatLivesGetsTheFirstItemThoughAnotherIsKilled() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            GreenThread<String> one = Eventlet.spawn(() -> queue.get());
            GreenThread<String> two = Eventlet.spawn(() -> queue.get());
            runCurrent();
            Scheduler.current().execute(() -> {
                queue.putNowait("a");
                queue.putNowait("b");
                one.kill();
            });
            assertEquals("a", two.await());
            assertEquals(List.of("b"), drain(queue));
        });
    }

    @Test
    void aPutterThatIsKilledHasNotPut() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            queue.put("a");
            GreenThread<Void> putter = Eventlet.spawn(() -> queue.put("b"));
            runCurrent();
            putter.kill();
            assertEquals(0, queue.putting());
            assertEquals(List.of("a"), drain(queue));
        });
    }

    @Test
    void aPutterThatIsKilledWhenItsItemWasAcceptedHasPutOnce() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            queue.put("a");
            GreenThread<Void> putter = Eventlet.spawn(() -> queue.put("b"));
            runCurrent();
            assertEquals("a", queue.getNowait());
            putter.kill();
            assertEquals(List.of("b"), drain(queue));
            assertEquals(2, queue.unfinishedTasks());
        });
    }

    @Test
    void aWaiterThatSomebodySwitchesToByHandWaitsOn() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            GreenThread<Void> getter = Eventlet.spawn(() -> logGet("getter", queue));
            runCurrent();
            getter.switchTo("not from the queue");
            queue.put("a");
            runCurrent();
            queue.put("b");
            GreenThread<Void> putter = Eventlet.spawn(() -> logPut(queue, "c"));
            runCurrent();
            putter.switchTo("not from the queue");
            assertEquals(1, queue.putting());
            assertEquals("b", queue.get());
            putter.switchTo("not from the queue");
            advanceUntilIdle();
            assertEquals(List.of("c"), drain(queue));
        });

        assertEquals(List.of("0 getter got a", "0 put c"), log);
    }

    @Test
    void inACallbackOfTheLoopTheNowaitMethodsWorkAndWaitingDoesNot() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(1);
            getters(queue, 1);
            Scheduler.current().execute(() -> {
                queue.putNowait("a");
                queue.putNowait("b");
                assertThrows(QueueFull.class, () -> queue.putNowait("c"));
                assertThrows(IllegalStateException.class, () -> queue.put("c"));
                assertThrows(IllegalStateException.class, () -> queue.put("c", SECOND));
                assertEquals(0, queue.putting());
                assertEquals("b", queue.getNowait());
                assertThrows(QueueEmpty.class, queue::getNowait);
                assertThrows(IllegalStateException.class, queue::get);
                log("callback done");
            });
            runCurrent();
            assertTrue(queue.empty());
        });

        assertEquals(List.of("0 callback done", "0 getter0 got a"), log);
    }

    @Test
    void resizingDownKeepsItems() {
        runTest(() -> {
            GreenQueue<Integer> queue = new GreenQueue<>(3);
            for (int i = 0; i < 3; i++) {
                queue.put(i);
            }
            queue.resize(1);
            assertThrows(QueueFull.class, () -> queue.putNowait(3));
            assertEquals(List.of(0, 1, 2), drain(queue));
            queue.putNowait(4);
            assertTrue(queue.full());
        });
    }

    @Test
    void resizingUpLetsPuttersPut() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>(0);
            for (String item : List.of("a", "b", "c")) {
                Eventlet.spawn(() -> logPut(queue, item));
            }
            runCurrent();
            queue.resize(1);
            runCurrent();
            log("resized again");
            queue.resize(Integer.MAX_VALUE);
            runCurrent();
            assertFalse(queue.full());
            assertEquals(List.of("a", "b", "c"), drain(queue));
        });

        assertEquals(List.of("0 put a", "0 resized again", "0 put b", "0 put c"), log);
    }

    @Test
    void negativeSizesAndNullDurationsAreRefused() {
        runTest(() -> {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> new GreenQueue<>(-1))
                    .getMessage()
                    .contains("-1"));
            GreenQueue<String> queue = new GreenQueue<>();
            assertThrows(IllegalArgumentException.class, () -> queue.resize(-2));
            assertThrows(NullPointerException.class, () -> queue.get(null));
            assertThrows(NullPointerException.class, () -> queue.put("a", null));
            assertTrue(queue.empty());
        });
    }

    @Test
    void joinWaitsForEachTaskToBeDone() {
        runTest(() -> {
            GreenQueue<String> queue = new GreenQueue<>();
            queue.join();
            queue.put("a");
            queue.put("b");
            for (int i = 0; i < 2; i++) {
                Eventlet.spawn(() -> {
                    queue.join();
                    log("joined");
                });
            }
            Eventlet.spawn(() -> {
                for (int i = 0; i < 2; i++) {
                    queue.get();
                    Eventlet.sleep(SECOND);
                    queue.taskDone();
                    log("done, left: " + queue.unfinishedTasks());
                }
            });
            advanceUntilIdle();
            assertThrows(IllegalStateException.class, queue::taskDone);
        });

        assertEquals(List.of("1000 done, left: 1", "2000 done, left: 0", "2000 joined", "2000 joined"), log);
    }

    @Test
    void theLowestComesFirstAndEqualsKeepTheirOrder() {
        runTest(() -> {
            GreenPriorityQueue<String> queue = new GreenPriorityQueue<>((a, b) -> a.charAt(0) - b.charAt(0));
            for (String item : List.of("c1", "a1", "b1", "a2", "c2", "a3", "b2")) {
                queue.put(item);
            }
            assertEquals("a1", queue.get());
            queue.put("a4");
            assertEquals(List.of("a2", "a3", "a4", "b1", "b2", "c1", "c2"), drain(queue));
        });
    }

    @Test
    void manyPrioritiesComeOutSorted() {
        runTest(() -> {
            GreenPriorityQueue<Integer> queue = new GreenPriorityQueue<>(500);
            java.util.Random random = new java.util.Random(7);
            List<Object> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int item = random.nextInt(100);
                queue.put(item);
                expected.add(item);
                if (i % 10 == 9) {
                    Integer least = (Integer) expected.stream()
                            .min((a, b) -> (Integer) a - (Integer) b)
                            .get();
                    assertEquals(least, queue.get());
                    expected.remove((Object) least);
                }
            }
            expected.sort(null);
            assertEquals(expected, drain(queue));
        });
    }

    @Test
    void aBoundedPriorityQueueOrdersWhatItHolds() {
        runTest(() -> {
            GreenPriorityQueue<Integer> queue = new GreenPriorityQueue<>(2);
            for (int item : new int[] {5, 4, 1, 3}) {
                Eventlet.spawn(() -> queue.put(item));
            }
            runCurrent();
            List<Object> got = new ArrayList<>();
            while (!queue.empty()) {
                got.add(queue.getNowait());
            }
            assertEquals(List.of(4, 1, 3, 5), got);
        });
    }

    @Test
    void anItemThatCannotBeComparedIsRefusedAndTheOthersStay() {
        runTest(() -> {
            GreenPriorityQueue<Object> queue = new GreenPriorityQueue<>();
            assertThrows(ClassCastException.class, () -> queue.put(new Object()));
            queue.put(1);
            assertThrows(ClassCastException.class, () -> queue.put("one"));
            assertThrows(NullPointerException.class, () -> queue.putNowait(null));
            assertEquals(List.of(1), drain(queue));
        });
    }

    @Test
    void comparisonsRunWithoutTheQueueBeingLocked() {
        runTest(() -> {
            List<GreenPriorityQueue<Integer>> self = new ArrayList<>();
            GreenPriorityQueue<Integer> queue = new GreenPriorityQueue<>((a, b) -> {
                GreenQueue<Integer> used = self.get(0);
                try {
                    OtherThread.run(used::qsize); // hangs if this thread holds the lock
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return a - b;
            });
            self.add(queue);
            for (int item : new int[] {2, 3, 1}) {
                queue.put(item);
            }
            assertEquals(List.of(1, 2, 3), drain(queue));
        });
    }

    @Test
    void theLastComesFirst() {
        runTest(() -> {
            GreenLifoQueue<String> queue = new GreenLifoQueue<>(2);
            queue.put("a");
            queue.put("b");
            Eventlet.spawn(() -> queue.put("c"));
            runCurrent();
            assertEquals("b", queue.get());
            assertEquals(List.of("c", "a"), drain(queue));
        });
    }

    @Test
    void aPlainThreadRunsItsLoopWhileItWaits() {
        GreenQueue<String> queue = new GreenQueue<>();
        Eventlet.spawn(() -> queue.put("from a task"));
        assertEquals("from a task", queue.get());
    }
}
