package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class CoroutineTimeoutTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void aBodyThatIsInTimeReturnsAndLeavesNoTimer() {
        TestLoop loop = TestLoop.in(clock);

        loop.log(Coroutines.withTimeout(MILLI.multipliedBy(2), () -> {
            Coroutines.delay(MILLI);
            return "value";
        }));
        Coroutines.delay(MILLI.multipliedBy(5));

        assertEquals(List.of("1 ms: value"), loop.log);
        assertEquals(List.of(MILLI, MILLI.multipliedBy(5)), clock.jumps());
    }

    @Test
    void theTimeUpTheBodyIsCancelledAndTheTimeoutIsThrownWhenItHasEnded() {
        TestLoop loop = TestLoop.in(clock);

        assertThrows(
                TimeoutCancelled.class,
                () -> Coroutines.withTimeout(MILLI, () -> {
                    try {
                        return Coroutines.suspendCancellable(never -> {});
                    } finally {
                        loop.log("cancelled");
                        Coroutines.nonCancellable(() -> {
                            Coroutines.delay(MILLI);
                            return null;
                        });
                    }
                }));

        loop.log("thrown");
        assertEquals(List.of("1 ms: cancelled", "2 ms: thrown"), loop.log);
    }

    @Test
    void withoutTimeTheBodyDoesNotRun() {
        TestLoop loop = TestLoop.in(clock);

        assertThrows(TimeoutCancelled.class, () -> Coroutines.withTimeout(Duration.ZERO, () -> loop.log.add("never")));
        assertThrows(
                TimeoutCancelled.class, () -> Coroutines.withTimeout(MILLI.negated(), () -> loop.log.add("never")));
        assertNull(Coroutines.withTimeoutOrNull(Duration.ZERO, () -> loop.log.add("never")));
        Coroutines.runBlocking(scope -> {
            assertNull(Coroutines.withTimeoutOrNull(Duration.ZERO, () -> loop.log.add("never")));
            return null;
        });

        assertEquals(List.of(), loop.log);
    }

    @Test
    void theInnerBoundMayBeUpFirst() {
        TestLoop loop = TestLoop.in(clock);

        String result = Coroutines.withTimeout(MILLI.multipliedBy(5), () -> {
            assertNull(Coroutines.withTimeoutOrNull(MILLI, () -> Coroutines.suspendCancellable(never -> {})));
            loop.log("inner is up");
            Coroutines.delay(MILLI);
            return "value";
        });

        loop.log(result);
        assertEquals(List.of("1 ms: inner is up", "2 ms: value"), loop.log);
    }

    @Test
    void theOuterBoundIsNotTakenForTheInner() {
        TestLoop loop = TestLoop.in(clock);

        assertNull(Coroutines.withTimeoutOrNull(MILLI, () -> {
            Coroutines.withTimeoutOrNull(MILLI.multipliedBy(5), () -> Coroutines.suspendCancellable(never -> {}));
            return loop.log.add("never");
        }));

        assertEquals(List.of(), loop.log);
        assertEquals(MILLI, clock.elapsed());
    }

    @Test
    void twoBoundsThatAreUpTogetherAreTheOuters() {
        TestLoop loop = TestLoop.in(clock);

        assertNull(Coroutines.withTimeoutOrNull(MILLI, () -> {
            String inner = Coroutines.withTimeoutOrNull(MILLI, () -> Coroutines.suspendCancellable(never -> {}));
            Coroutines.yieldNow();
            return inner + loop.log.add("never");
        }));

        assertEquals(List.of(), loop.log);
    }

    @Test
    void somebodyElsesTimeoutPassesThrough() {
        TestLoop.in(clock);
        TimeoutCancelled foreign = new TimeoutCancelled("foreign");

        assertSame(
                foreign,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.withTimeoutOrNull(MILLI, () -> {
                            throw foreign;
                        })));
    }

    @Test
    void aFailureOfTheBodyIsTheVerySameObject() {
        TestLoop.in(clock);
        IOException failure = new IOException("failure");

        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.withTimeout(MILLI, () -> {
                            throw failure;
                        })));
        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.withTimeoutOrNull(MILLI, () -> {
                            try {
                                return Coroutines.suspendCancellable(never -> {});
                            } catch (TimeoutCancelled up) {
                                throw failure;
                            }
                        })));
    }

    @Test
    void uncaughtInALaunchItEndsThatJobOnly() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job =
                    scope.launch(() -> Coroutines.withTimeout(MILLI, () -> Coroutines.suspendCancellable(never -> {})));
            job.invokeOnCompletion(with -> loop.log(with.getClass().getSimpleName()));
            scope.launch(() -> {
                Coroutines.delay(MILLI.multipliedBy(2));
                loop.log("sibling");
            });
            job.join();
            assertTrue(job.isCancelled());
            assertTrue(scope.isActive());
            return null;
        });

        assertEquals(List.of("1 ms: TimeoutCancelled", "2 ms: sibling"), loop.log);
    }

    @Test
    void theTimeoutCancelsScopesInsideTheBody() {
        TestLoop loop = TestLoop.in(clock);

        assertNull(Coroutines.withTimeoutOrNull(
                MILLI,
                () -> Coroutines.coroutineScope(scope -> {
                    scope.launch(() -> {
                        try {
                            Coroutines.suspendCancellable(never -> {});
                        } finally {
                            loop.log("child ends");
                        }
                    });
                    return "value";
                })));

        loop.log("after");
        assertEquals(List.of("1 ms: child ends", "1 ms: after"), loop.log);
    }

    @Test
    void aCancellationOfTheJobIsNoTimeout() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                Coroutines.withTimeoutOrNull(MILLI.multipliedBy(9), () -> Coroutines.suspendCancellable(never -> {}));
                loop.log("never");
            });
            Coroutines.delay(MILLI);
            job.cancel();
            job.join();
            return null;
        });

        loop.log("ended");
        assertEquals(List.of("1 ms: ended"), loop.log);
    }

    @Test
    void theValueOfABodyThatIgnoresTheTimeoutIsDropped() {
        TestLoop.in(clock);

        assertNull(Coroutines.withTimeoutOrNull(MILLI, () -> {
            assertThrows(TimeoutCancelled.class, () -> Coroutines.suspendCancellable(never -> {}));
            return "value";
        }));
    }

    @Test
    void aBoundInsideANonCancellableSectionStillHolds() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                try {
                    Coroutines.suspendCancellable(never -> {});
                } finally {
                    Coroutines.nonCancellable(() -> {
                        assertNull(
                                Coroutines.withTimeoutOrNull(MILLI, () -> Coroutines.suspendCancellable(never -> {})));
                        Coroutines.delay(MILLI);
                        loop.log("cleaned up");
                        return null;
                    });
                }
            });
            Coroutines.yieldNow();
            job.cancel();
            return null;
        });

        assertEquals(List.of("2 ms: cleaned up"), loop.log);
    }
}
