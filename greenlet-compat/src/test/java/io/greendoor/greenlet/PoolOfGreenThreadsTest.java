package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.advanceUntilIdle;
import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** {@link GreenPool}: spawning, waiting, resizing; {@link ImapTest} is about its imap. */
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class PoolOfGreenThreadsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " " + event);
    }

    @Suspendable
    private String work(String name) {
        log(name + " begins");
        Eventlet.sleep(SECOND);
        log(name + " ends");
        return name;
    }

    @Test
    void spawningWaitsForAFreePlaceAndDoesNotSwitchWhenThereIsOne() {
        runTest(() -> {
            GreenPool pool = new GreenPool(2);
            for (String name : List.of("a", "b", "c")) {
                pool.spawn(() -> work(name));
                log("spawned " + name);
            }
            assertEquals(1, pool.running());
            assertEquals(1, pool.free());
            pool.waitAll();
            log("all ended");
            assertEquals(0, pool.running());
            assertEquals(2, pool.free());
        });

        assertEquals(
                List.of(
                        "0 spawned a",
                        "0 spawned b",
                        "0 a begins",
                        "0 b begins",
                        "1000 a ends",
                        "1000 b ends",
                        "1000 spawned c",
                        "1000 c begins",
                        "2000 c ends",
                        "2000 all ended"),
                log);
    }

    @Test
    void resultsAndExceptionsAreAwaitedAndFreeTheirPlaces() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            IllegalStateException boom = new IllegalStateException("expected: awaited");
            GreenThread<String> failing = pool.spawn(() -> {
                throw boom;
            });
            GreenThread<String> good = pool.spawn(() -> "good");
            assertSame(boom, assertThrows(IllegalStateException.class, failing::await));
            assertEquals("good", good.await());
            pool.spawnN(() -> {
                throw new IllegalArgumentException("expected: logged");
            });
            pool.waitAll();
            assertEquals(1, pool.free());
        });
    }

    @Test
    void thoseWhoWaitForAPlaceAreServedInTheirOrder() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            pool.spawnN(() -> Eventlet.sleep(SECOND));
            for (String name : List.of("a", "b")) {
                Eventlet.spawn(() -> {
                    pool.spawn(() -> work(name));
                });
            }
            runCurrent();
            assertEquals(2, pool.waiting());
            advanceUntilIdle();
        });

        assertEquals(List.of("1000 a begins", "2000 a ends", "2000 b begins", "3000 b ends"), log);
    }

    @Test
    void aWorkerThatIsKilledBeforeItStartsFreesItsPlace() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            GreenThread<String> thread = pool.spawn(() -> work("never"));
            thread.kill();
            assertThrows(GreenletExit.class, thread::await);
            pool.waitAll();
            assertEquals(1, pool.free());
            assertEquals(0, pool.running());
        });

        assertEquals(List.of(), log);
    }

    @Test
    void aSpawnerThatIsKilledOrTimedOutWhileItWaitsSpawnsNothingAndTakesNoPlace() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            GreenThread<String> first = pool.spawn(() -> work("first"));
            assertThrows(
                    Timeout.class,
                    () -> Eventlet.withTimeout(Duration.ofMillis(10), () -> pool.spawn(() -> work("never"))));
            GreenThread<Void> killed = Eventlet.spawn(() -> {
                pool.spawn(() -> work("never"));
            });
            GreenThread<Void> next = Eventlet.spawn(() -> {
                pool.spawn(() -> work("next"));
            });
            runCurrent();
            first.link(ended -> killed.kill());
            next.await();
            pool.waitAll();
            assertEquals(1, pool.free());
        });

        assertEquals(List.of("0 first begins", "1000 first ends", "1000 next begins", "2000 next ends"), log);
    }

    @Test
    void aMemberOfAFullPoolRunsItsTaskInPlace() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            GreenThread<String> outer = pool.spawn(() -> {
                Greenlet self = Greenlet.getCurrent();
                GreenThread<String> inner = pool.spawn(() -> {
                    assertSame(self, Greenlet.getCurrent());
                    return work("inner");
                });
                assertFalse(inner.isDead());
                assertFalse(inner.isActive());
                inner.link(ended -> log("linked"));
                GreenThread<String> failed = pool.spawn((java.util.concurrent.Callable<String>) () -> {
                    throw new IllegalStateException("expected: awaited");
                });
                assertThrows(IllegalStateException.class, failed::await);
                pool.spawnN(() -> {
                    throw new IllegalStateException("expected: logged");
                });
                inner.kill();
                return inner.await();
            });
            assertEquals("inner", outer.await());
            assertEquals(1, pool.free());
        });

        assertEquals(List.of("0 inner begins", "1000 inner ends", "1000 linked"), log);
    }

    @Test
    void killingAMemberThatRunsATaskInPlaceKillsIt() {
        runTest(() -> {
            GreenPool pool = new GreenPool(1);
            GreenThread<String> outer = pool.spawn(() -> {
                pool.spawn(() -> work("inner"));
                return "survived";
            });
            runCurrent();
            outer.kill();
            assertThrows(GreenletExit.class, outer::await);
        });
    }

    @Test
    void aMemberCannotWaitForItsPool() {
        runTest(() -> {
            GreenPool pool = new GreenPool();
            pool.waitAll();
            assertEquals(1000, pool.free());
            GreenThread<Void> member = pool.spawn(() -> pool.waitAll());
            assertThrows(IllegalStateException.class, member::await);
            pool.waitAll();
        });
    }

    @Test
    void resizingDownLeavesThoseThatRunAndUpLetsInThoseThatWait() {
        runTest(() -> {
            GreenPool pool = new GreenPool(2);
            pool.spawn(() -> work("a"));
            pool.spawn(() -> work("b"));
            pool.resize(1);
            assertEquals(-1, pool.free());
            Eventlet.spawn(() -> {
                pool.spawn(() -> work("c"));
            });
            runCurrent();
            assertEquals(1, pool.waiting());
            pool.resize(3);
            runCurrent();
            assertEquals(0, pool.waiting());
            assertEquals(3, pool.running());
            pool.waitAll();
        });

        assertEquals(
                List.of("0 a begins", "0 b begins", "0 c begins", "1000 a ends", "1000 b ends", "1000 c ends"), log);
    }

    @Test
    void aPoolOfSize0LetsNobodyIn() {
        runTest(() -> {
            GreenPool pool = new GreenPool(0);
            assertThrows(Timeout.class, () -> Eventlet.withTimeout(SECOND, () -> pool.spawn(() -> work("never"))));
            assertEquals(0, pool.waiting());
            assertThrows(IllegalArgumentException.class, () -> pool.resize(-1));
            assertThrows(IllegalArgumentException.class, () -> new GreenPool(-1));
            assertThrows(NullPointerException.class, () -> new GreenPool(1).spawnN(null));
        });
    }

    @Test
    void tasksOfSeveralLoopsShareOnePool() throws Exception {
        GreenPool pool = new GreenPool(2);
        java.util.concurrent.atomic.AtomicInteger inside = new java.util.concurrent.atomic.AtomicInteger();
        java.util.concurrent.atomic.AtomicInteger most = new java.util.concurrent.atomic.AtomicInteger();
        List<OtherThread<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(OtherThread.start("spawner-" + i, () -> {
                List<GreenThread<Void>> mine = new ArrayList<>();
                for (int task = 0; task < 200; task++) {
                    mine.add(pool.spawn(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Eventlet.sleep();
                        inside.decrementAndGet();
                    }));
                }
                for (GreenThread<Void> each : mine) {
                    each.await();
                }
                return null;
            }));
        }
        for (OtherThread<Void> thread : threads) {
            thread.join();
        }
        pool.waitAll();
        assertEquals(2, pool.free());
        assertTrue(most.get() <= 2, "at a time: " + most);
    }
}
