package io.greendoor.scheduler.testing;

import static io.greendoor.scheduler.testing.VirtualTime.advanceTimeBy;
import static io.greendoor.scheduler.testing.VirtualTime.advanceUntilIdle;
import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runCurrent;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TimeoutCancelled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@EveryEngine
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class VirtualTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " ms: " + event);
    }

    /** Logs each second, for ever. */
    private void tick() {
        while (true) {
            Coroutines.delay(SECOND);
            log("tick");
        }
    }

    @Test
    void aDayPassesAtOnce() {
        runTest(() -> {
            Coroutines.delay(Duration.ofDays(1));

            assertEquals(Duration.ofDays(1), currentTime());
        });
    }

    @Test
    void timeBeginsAtZeroInEachTest() {
        for (int i = 0; i < 2; i++) {
            runTest(() -> {
                assertEquals(Duration.ZERO, currentTime());
                Coroutines.delay(SECOND);
            });
        }
    }

    @Test
    void tasksTakeTheirTurnsByTheirDeadlines() {
        runTest(() -> Coroutines.coroutineScope(scope -> {
            scope.launch(() -> {
                Coroutines.delay(Duration.ofMillis(30));
                log("slow");
            });
            scope.launch(() -> {
                Coroutines.delay(Duration.ofMillis(10));
                log("quick");
                Coroutines.delay(Duration.ofMillis(30));
                log("quick again");
            });
            log("launched");
            return null;
        }));

        assertEquals(List.of("0 ms: launched", "10 ms: quick", "30 ms: slow", "40 ms: quick again"), log);
    }

    @Test
    void aTimeLimitIsUpInVirtualTime() {
        runTest(() -> {
            assertThrows(
                    TimeoutCancelled.class,
                    () -> Coroutines.withTimeout(Duration.ofHours(1), Channel.rendezvous()::receive));
            log("timed out");
        });

        assertEquals(List.of("3600000 ms: timed out"), log);
    }

    @Test
    void callbacksRunInVirtualTime() {
        runTest(() -> {
            Scheduler.current().schedule(SECOND, () -> log("callback"));
            Coroutines.delay(SECOND.multipliedBy(2));
            log("body");
        });

        assertEquals(List.of("1000 ms: callback", "2000 ms: body"), log);
    }

    @Test
    void advancingStopsBeforeWhatIsDueAtItsEnd() {
        runTest(() -> {
            Tasks.spawn(this::tick);

            advanceTimeBy(SECOND.multipliedBy(3));
            log("advanced");
            runCurrent();
            log("ran what was due");
        });

        assertEquals(
                List.of(
                        "1000 ms: tick",
                        "2000 ms: tick",
                        "3000 ms: advanced",
                        "3000 ms: tick",
                        "3000 ms: ran what was due"),
                log);
    }

    @Test
    void advancingSetsTheTimeThoughNothingIsDue() {
        runTest(() -> {
            advanceTimeBy(Duration.ofMillis(1500));
            log("nothing to do");
            Tasks.spawn(this::tick);
            advanceTimeBy(Duration.ofMillis(1001));
            log("advanced");
        });

        assertEquals(List.of("1500 ms: nothing to do", "2500 ms: tick", "2501 ms: advanced"), log);
    }

    @Test
    void advancingByNothingRunsNothing() {
        runTest(() -> {
            Tasks.spawn(() -> log("task"));

            advanceTimeBy(Duration.ZERO);
            log("advanced");
            advanceTimeBy(Duration.ofNanos(1));
            log("advanced by a nanosecond");
        });

        assertEquals(List.of("0 ms: advanced", "0 ms: task", "0 ms: advanced by a nanosecond"), log);
    }

    @Test
    void timeDoesNotGoBack() {
        runTest(() -> {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> advanceTimeBy(Duration.ofSeconds(-1)));

            assertEquals("time cannot go back, by PT-1S", refusal.getMessage());
        });
    }

    @Test
    void advancingByMoreThanTheClockHasIsPossible() {
        runTest(() -> {
            Tasks.spawn(() -> {
                Coroutines.delay(Duration.ofDays(1));
                log("a day");
            });

            advanceTimeBy(Duration.ofSeconds(Long.MAX_VALUE));

            assertEquals(List.of("86400000 ms: a day"), log);
        });
    }

    @Test
    void whatIsCurrentIncludesWhatItBringsAbout() {
        runTest(() -> {
            Tasks.spawn(() -> {
                log("first");
                Tasks.spawn(() -> {
                    Coroutines.yieldNow();
                    log("second");
                    Coroutines.delay(Duration.ofNanos(1));
                    log("too late");
                });
            });

            runCurrent();
            log("body");
        });

        assertEquals(List.of("0 ms: first", "0 ms: second", "0 ms: body"), log);
    }

    @Test
    void advancingUntilIdleRunsWhateverHasADeadline() {
        runTest(() -> {
            Channel<String> channel = Channel.rendezvous();
            Tasks.spawn(() -> log("received " + channel.receive()));
            Tasks.spawn(() -> {
                Coroutines.delay(SECOND);
                channel.send("word");
                channel.send("nobody receives this");
            });

            advanceUntilIdle();
            log("idle");
            advanceUntilIdle();
            log("still idle");
        });

        assertEquals(List.of("1000 ms: received word", "1000 ms: idle", "1000 ms: still idle"), log);
    }

    @Test
    void anotherThreadIsWaitedFor() {
        CountDownLatch waiting = new CountDownLatch(1);
        runTest(() -> Coroutines.coroutineScope(scope -> {
            scope.launch(() -> {
                log("offloads");
                Coroutines.offload(() -> {
                    waiting.await();
                    return null;
                });
                log("answered");
                Coroutines.delay(SECOND);
                log("a second later");
            });
            scope.launch(waiting::countDown);
            return null;
        }));

        assertEquals(List.of("0 ms: offloads", "0 ms: answered", "1000 ms: a second later"), log);
    }

    @Test
    void whatTheBodyThrowsIsThrownAsTheSameObject() {
        Exception failure = new Exception("checked");

        Exception thrown = assertThrows(
                Exception.class,
                () -> runTest(() -> {
                    Coroutines.delay(SECOND);
                    throw failure;
                }));

        assertEquals(List.of(failure, 0), List.of(thrown, thrown.getSuppressed().length));
    }

    @Test
    void whatAChildFailsWithIsThrownAsTheSameObject() {
        IllegalStateException failure = new IllegalStateException("of a child");

        assertEquals(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> runTest(() -> Coroutines.coroutineScope(scope -> {
                            scope.launch(() -> {
                                throw failure;
                            });
                            return null;
                        }))));
    }

    @Test
    void tasksThatAreLeftAreEndedAndTheirFinallyBlocksRun() {
        runTest(() -> {
            Tasks.spawn(() -> {
                try {
                    tick();
                } finally {
                    log("ends");
                    Coroutines.delay(Duration.ofMillis(10));
                    log("has ended");
                }
            });
            advanceTimeBy(Duration.ofMillis(1500));
        });

        assertEquals(List.of("1000 ms: tick", "1500 ms: ends", "1510 ms: has ended"), log);
    }

    @Test
    void afterATestTheThreadHasTheLoopThatItHadBefore(Scheduler before) {
        Scheduler[] during = new Scheduler[1];
        Scheduler here = Scheduler.current();

        runTest(() -> during[0] = Scheduler.current());

        assertEquals(here, Scheduler.current());
        assertFalse(during[0].isAlive());
        assertEquals(before.engine(), during[0].engine());
    }

    @Test
    void aTestInATestHasATimeOfItsOwn() {
        runTest(() -> {
            Coroutines.delay(SECOND);
            runTest(() -> log("inner"));
            log("outer");
        });

        assertEquals(List.of("0 ms: inner", "1000 ms: outer"), log);
    }

    @Test
    void aTaskCannotSteerTheTime() {
        runTest(() -> {
            Tasks.spawn(() -> {
                log(assertThrows(IllegalStateException.class, () -> advanceTimeBy(SECOND))
                        .getMessage());
                log(assertThrows(IllegalStateException.class, VirtualTime::runCurrent)
                        .getMessage());
                log(assertThrows(IllegalStateException.class, VirtualTime::advanceUntilIdle)
                        .getMessage());
            });
            runCurrent();
        });

        String cure = " is for the body of the test, and its caller is task coroutine: a task waits, by delay() or"
                + " sleep(), and time passes for it";
        assertEquals(
                List.of("0 ms: advanceTimeBy()" + cure, "0 ms: runCurrent()" + cure, "0 ms: advanceUntilIdle()" + cure),
                log);
    }

    @Test
    void aCallbackCannotSteerTheTime() {
        runTest(() -> {
            Scheduler.current()
                    .execute(() -> log(assertThrows(IllegalStateException.class, VirtualTime::runCurrent)
                            .getMessage()));
            runCurrent();
        });

        assertEquals(
                List.of(
                        "0 ms: runCurrent() is for the body of the test, and its caller is hub coroutine: a task waits, by"
                                + " delay() or sleep(), and time passes for it"),
                log);
    }

    @Test
    void aTaskCannotRunATest() {
        runTest(() -> {
            Tasks.spawn(() -> log(assertThrows(IllegalStateException.class, () -> runTest(() -> {}))
                    .getMessage()
                    .replaceFirst("Scheduler.*", "its loop")));
            runCurrent();
        });

        assertEquals(List.of("0 ms: a task or a callback cannot make a loop: its thread is in use by its loop"), log);
    }

    @Test
    void outsideOfATestThereIsNoVirtualTime() {
        String cure = " has no virtual time to go by: call it inside of VirtualTime.runTest(() -> ...), on the test's"
                + " thread or in a task of its loop; the caller is \""
                + Thread.currentThread().getName() + "\"";

        assertEquals(
                "currentTime()" + cure,
                assertThrows(IllegalStateException.class, VirtualTime::currentTime)
                        .getMessage());
        assertEquals(
                "advanceTimeBy()" + cure,
                assertThrows(IllegalStateException.class, () -> advanceTimeBy(SECOND))
                        .getMessage());
        assertEquals(
                "runCurrent()" + cure,
                assertThrows(IllegalStateException.class, VirtualTime::runCurrent)
                        .getMessage());
        assertEquals(
                "advanceUntilIdle()" + cure,
                assertThrows(IllegalStateException.class, VirtualTime::advanceUntilIdle)
                        .getMessage());
    }

    @Test
    void nullIsRefusedAtOnce() {
        assertThrows(NullPointerException.class, () -> runTest(null));
        assertThrows(NullPointerException.class, () -> runTest(null, () -> {}));
        runTest(() -> assertThrows(NullPointerException.class, () -> advanceTimeBy(null)));
    }
}
