package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** {@link Pool}: things that are made when they are needed. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class PoolTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();
    private final AtomicInteger made = new AtomicInteger();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    private Pool<Integer> numbers(int min, int max) {
        return new Pool<>(min, max, made::incrementAndGet);
    }

    @Test
    void thingsAreMadeWhenNeededAndUsedAgainFirstInFirstOut() {
        runTest(() -> {
            Pool<Integer> pool = numbers(1, 3);
            assertEquals(1, made.get());
            assertEquals(3, pool.free());
            assertEquals(1, pool.get());
            assertEquals(2, pool.get());
            pool.put(2);
            pool.put(1);
            assertEquals(2, pool.get());
            assertEquals(1, pool.get());
            assertEquals(3, pool.get());
            assertEquals(0, pool.free());
            assertEquals(3, made.get());
        });
    }

    @Test
    void thoseWhoWaitAreServedInTheirOrderAndPuttingDoesNotSwitch() {
        runTest(() -> {
            Pool<Integer> pool = numbers(0, 1);
            int item = pool.get();
            for (String name : List.of("a", "b")) {
                Eventlet.spawn(() -> {
                    try (Pool.Item<Integer> mine = pool.item()) {
                        log(name + " has " + mine.get());
                        Eventlet.sleep(SECOND);
                    }
                });
            }
            runCurrent();
            assertEquals(2, pool.waiting());
            pool.put(item);
            log("put");
            assertEquals(0, pool.free());
            Eventlet.sleep(SECOND.multipliedBy(3));
            assertEquals(1, pool.free());
        });

        assertEquals(List.of("0 put", "0 a has 1", "1000 b has 1"), log);
    }

    @Test
    void aFailureToMakeOneLeavesTheRightToTryAgain() {
        runTest(() -> {
            Pool<Integer> pool = new Pool<>(0, 1, () -> {
                if (made.incrementAndGet() < 3) {
                    throw new IllegalStateException("expected: no connection");
                }
                return made.get();
            });
            assertThrows(IllegalStateException.class, pool::get);
            assertEquals(1, pool.free());
            assertThrows(IllegalStateException.class, pool::get);
            assertEquals(3, pool.get());
        });
    }

    /** In eventlet they wait for ever. */
    @Test
    void aFailureToMakeOneWakesWhoWaits() {
        runTest(() -> {
            Pool<String> pool = new Pool<>(0, 1, () -> {
                Eventlet.sleep(SECOND);
                if (made.incrementAndGet() == 1) {
                    throw new IllegalStateException("expected: no connection");
                }
                return "connection";
            });
            GreenThread<String> first = Eventlet.spawn(() -> pool.get());
            GreenThread<String> second = Eventlet.spawn(() -> pool.get());
            assertThrows(IllegalStateException.class, first::await);
            assertEquals("connection", second.await());
            log("got it");
        });

        assertEquals(List.of("2000 got it"), log);
    }

    @Test
    void aGetterThatIsKilledOrTimedOutLosesNothing() {
        runTest(() -> {
            Pool<Integer> pool = numbers(0, 1);
            int item = pool.get();
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, pool::get));
            GreenThread<Integer> killed = Eventlet.spawn(() -> pool.get());
            runCurrent();
            Scheduler.current().execute(() -> {
                pool.put(item);
                killed.kill();
            });
            runCurrent();
            assertEquals(1, pool.free());
            assertSame(item, pool.get());
        });
    }

    @Test
    void oneThatIsKilledWhileItMakesAThingGivesTheRightBack() {
        runTest(() -> {
            Pool<String> pool = new Pool<>(0, 1, () -> {
                Eventlet.sleep(SECOND);
                return "connection";
            });
            GreenThread<String> killed = Eventlet.spawn(() -> pool.get());
            runCurrent();
            killed.kill();
            assertEquals(1, pool.free());
            assertEquals("connection", pool.get());
        });
    }

    @Test
    void resizingDownDropsWhatComesBackAndUpServesWhoWaits() {
        runTest(() -> {
            Pool<Integer> pool = numbers(0, 2);
            int a = pool.get();
            int b = pool.get();
            pool.resize(1);
            assertEquals(-1, pool.free());
            pool.put(a);
            pool.put(b);
            assertEquals(1, pool.free());
            pool.resize(2);
            assertEquals(2, pool.free());
            assertEquals(b, pool.get());
            assertEquals(3, pool.get());
            GreenThread<Integer> waiting = Eventlet.spawn(() -> pool.get());
            runCurrent();
            pool.resize(3);
            assertEquals(4, waiting.await());
        });
    }

    @Test
    void resizingDownAndUpAgainWhileAllAreOutChangesNothing() {
        runTest(() -> {
            Pool<Integer> pool = numbers(0, 1);
            int a = pool.get();
            pool.resize(0);
            pool.resize(1);
            assertEquals(0, pool.free());
            pool.put(a);
            assertEquals(1, pool.free());
        });
    }

    @Test
    void closingAnItemTwicePutsItBackOnce() {
        runTest(() -> {
            Pool<Integer> pool = numbers(0, 2);
            Pool.Item<Integer> item = pool.item();
            item.close();
            item.close();
            assertEquals(2, pool.free());
        });
    }

    @Test
    void nullAndNumbersThatMakeNoSenseAreRefused() {
        runTest(() -> {
            assertThrows(IllegalArgumentException.class, () -> numbers(-1, 1));
            assertThrows(IllegalArgumentException.class, () -> numbers(2, 1));
            Pool<Integer> pool = numbers(0, 1);
            assertThrows(IllegalArgumentException.class, () -> pool.resize(-1));
            assertThrows(NullPointerException.class, () -> pool.put(null));
            Pool<Integer> nulls = new Pool<>(0, 1, () -> null);
            assertThrows(NullPointerException.class, nulls::get);
            assertEquals(1, nulls.free());
        });
    }

    @Test
    void tasksOfSeveralLoopsShareOnePool() throws Exception {
        Pool<Integer> pool = numbers(0, 3);
        List<OtherThread<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(OtherThread.start("user-" + i, () -> {
                for (int round = 0; round < 300; round++) {
                    try (Pool.Item<Integer> item = pool.item()) {
                        assertEquals(true, item.get() <= 3);
                        Eventlet.sleep();
                    }
                }
                return null;
            }));
        }
        for (OtherThread<Void> thread : threads) {
            thread.join();
        }
        assertEquals(3, pool.free());
    }
}
