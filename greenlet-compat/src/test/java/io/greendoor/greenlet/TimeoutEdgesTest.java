package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.currentTime;
import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import io.greendoor.scheduler.testing.EveryEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Timeouts inside each other, with exceptions of their own, late, and forgotten; in virtual time. */
@EveryEngine
@org.junit.jupiter.api.Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class TimeoutEdgesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();
    private final Event<String> never = new Event<>();

    private void log(String event) {
        log.add(currentTime().toMillis() + " ms: " + event);
    }

    /** Runs it as a green thread in virtual time; logs what it throws. */
    private void run(Task task) {
        runTest(() -> {
            Eventlet.spawn(() -> {
                        try {
                            task.run();
                        } catch (Throwable thrown) {
                            log("threw " + thrown.getMessage());
                        }
                    })
                    .await();
        });
    }

    /** Runs a block in so many seconds at most; what it throws when they are over says whose they were. */
    @Suspendable
    private static void within(int seconds, String name, Task block) throws Exception {
        var timeout = new Timeout(SECOND.multipliedBy(seconds), new IllegalStateException(name));
        try {
            block.run();
        } finally {
            timeout.cancel();
        }
    }

    /** As {@link #within}, and logs what it throws. */
    @Suspendable
    private void endWithin(int seconds, String name, Task block) throws Exception {
        try {
            within(seconds, name, block);
        } catch (IllegalStateException thrown) {
            log(thrown.getMessage());
        }
    }

    @Test
    void eachOfThreeNestedOnesEndsItsOwnBlock() {
        run(() -> within(3, "outer", () -> {
            endWithin(2, "middle", () -> {
                boolean ended = Timeout.silently(SECOND, never::await);
                log("inner block ended by itself: " + ended);
                never.await();
            });
            never.await();
        }));

        assertEquals(
                List.of("1000 ms: inner block ended by itself: false", "2000 ms: middle", "3000 ms: threw outer"), log);
    }

    @Test
    void ofTwoThatAreDueAtOnceTheOlderFiresAndTheOtherIsOverWithItsBlock() {
        run(() -> {
            endWithin(1, "outer", () -> endWithin(1, "inner", never::await));
            Eventlet.sleep(SECOND);
            log("undisturbed");
        });

        assertEquals(List.of("1000 ms: outer", "2000 ms: undisturbed"), log);
    }

    @Test
    void theOneThatFiresWhileAnotherUnwindsReplacesIt() {
        run(() -> within(
                2,
                "outer",
                () -> within(1, "inner", () -> {
                    try {
                        never.await();
                    } finally {
                        log("cleans up");
                        Eventlet.sleep(SECOND.multipliedBy(5));
                        log("never gets here");
                    }
                })));

        assertEquals(List.of("1000 ms: cleans up", "2000 ms: threw outer"), log);
    }

    @Test
    void aComputationIsNotInterruptedButTheNextWaitIs() {
        run(() -> {
            var timeout = new Timeout(Duration.ZERO, new IllegalStateException("late"));
            long sum = 0;
            for (int i = 0; i < 1_000_000; i++) {
                sum += i;
            }
            log("computed " + (sum > 0) + ", pending: " + timeout.pending());
            Eventlet.sleep();
        });

        assertEquals(List.of("0 ms: computed true, pending: true", "0 ms: threw late"), log);
    }

    @Test
    void oneThatIsNotCancelledHitsWhatItsTaskDoesLater() {
        run(() -> {
            var forgotten = new Timeout(SECOND, new IllegalStateException("forgotten"));
            log("its block is over, pending: " + forgotten.pending());
            Eventlet.sleep(SECOND.multipliedBy(7));
        });

        assertEquals(List.of("0 ms: its block is over, pending: true", "1000 ms: threw forgotten"), log);
    }

    @Test
    void itHitsTheTaskThatMadeItAlsoWhenAnotherRuns() {
        run(() -> {
            GreenThread<Void> other = Eventlet.spawn(() -> {
                Eventlet.sleep(SECOND.multipliedBy(2));
                log("the other one is unharmed");
            });
            endWithin(1, "mine", other::await);
            other.await();
        });

        assertEquals(List.of("1000 ms: mine", "2000 ms: the other one is unharmed"), log);
    }

    @Test
    void anotherTaskMayCancelIt() {
        run(() -> {
            Timeout timeout = new Timeout(SECOND, new IllegalStateException("cancelled"));
            Eventlet.spawn(timeout::cancel);
            Eventlet.sleep(SECOND.multipliedBy(2));
            log("pending: " + timeout.pending());
        });

        assertEquals(List.of("2000 ms: pending: false"), log);
    }

    @Test
    void anErrorOfTheUsersOwnMayBeWhatItThrows() {
        run(() -> {
            var timeout = new Timeout(SECOND, new GreenletExit("as if killed"));
            try {
                never.await();
            } catch (GreenletExit exit) {
                log(exit.getMessage() + ", pending: " + timeout.pending());
            }
        });

        assertEquals(List.of("1000 ms: as if killed, pending: false"), log);
    }

    @Test
    void theValueOfWithTimeoutIsForItsOwnTimeoutOnlyEvenIfBothAreDueAtOnce() {
        run(() -> {
            Timeout outer = new Timeout(SECOND);
            try {
                log("got " + Eventlet.withTimeout(SECOND, never::await, "not mine"));
            } catch (Timeout thrown) {
                log("the outer one: " + (thrown == outer));
            }
            log("got " + Eventlet.withTimeout(SECOND, never::await, "mine"));
        });

        assertEquals(List.of("1000 ms: the outer one: true", "2000 ms: got mine"), log);
    }

    @Test
    void withTimeoutOfNothingEndsAtTheFirstWait() {
        run(() -> {
            log("got " + Eventlet.withTimeout(Duration.ZERO, () -> "what needs no time"));
            log("got " + Eventlet.withTimeout(Duration.ofSeconds(-1), this::waitALittle, "late"));
        });

        assertEquals(List.of("0 ms: got what needs no time", "0 ms: got late"), log);
    }

    @Suspendable
    private String waitALittle() {
        Eventlet.sleep();
        return "in time";
    }

    @Test
    void itBoundsEveryKindOfWait() {
        run(() -> {
            GreenPool full = new GreenPool(0);
            Pool<String> empty = new Pool<>(0, 0, () -> "thing");
            GreenThread<Void> endless = Eventlet.spawn(() -> {
                never.await();
            });
            GreenPool busy = new GreenPool(1);
            busy.spawn(() -> {
                never.await();
            });
            for (Task wait : List.<Task>of(
                    () -> never.await(),
                    () -> endless.await(),
                    () -> new GreenSemaphore(0).acquire(),
                    () -> new GreenBoundedSemaphore(0).acquire(),
                    () -> new GreenCappedSemaphore(0, 1).acquire(),
                    () -> new GreenCappedSemaphore(1, 1).release(),
                    () -> new GreenQueue<>().get(),
                    () -> new GreenQueue<>(0).put("item"),
                    () -> unfinished().join(),
                    () -> full.spawn(() -> "nothing"),
                    () -> busy.waitAll(),
                    () -> empty.get(),
                    () -> new DagPool<String, String>().get("key"),
                    () -> Coroutines.delay(Duration.ofDays(1)))) {
                Timeout timeout = new Timeout(SECOND);
                try {
                    wait.run();
                    log("not bounded");
                } catch (Timeout thrown) {
                    assertTrue(thrown == timeout && !thrown.pending());
                }
            }
            log("all were bounded");
        });

        assertEquals(List.of("14000 ms: all were bounded"), log);
    }

    private static GreenQueue<String> unfinished() {
        GreenQueue<String> queue = new GreenQueue<>();
        queue.putNowait("item");
        return queue;
    }

    @Test
    void timeoutsAreToldFromWhatOnlyLooksLikeThem() {
        Error expired = assertThrows(Timeout.class, () -> Eventlet.withTimeout(Duration.ZERO, this::waitALittle));

        assertTrue(Eventlet.isTimeout(expired));
        assertTrue(Eventlet.isTimeout(
                assertThrows(Error.class, () -> Coroutines.withTimeout(Duration.ofMillis(1), () -> never.await()))));
        assertFalse(Eventlet.isTimeout(new IllegalStateException("timed out")));
        assertFalse(Eventlet.isTimeout(new Error(expired)));
    }

    /** W-E20: eventlet keeps a second name for it, which cannot be used. */
    @Test
    void itHasOneName() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("io.greendoor.greenlet.TimeoutError"));
        assertEquals("timed out after PT1S", cancelled(new Timeout(SECOND)).getMessage());
    }

    private static Timeout cancelled(Timeout timeout) {
        timeout.cancel();
        return timeout;
    }
}
