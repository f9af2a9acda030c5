package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
class ScopeFailureTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final IOException failure = new IOException("failure");
    private final IOException later = new IOException("later");

    @Test
    void aFailingChildCancelsItsSiblingsAndFailsTheScopeWithTheVerySameObject() {
        TestLoop loop = TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.launch(() -> waitForEver(loop, "sibling"));
                    scope.launch(() -> {
                        Coroutines.delay(MILLI);
                        loop.log("fails");
                        throw failure;
                    });
                    waitForEver(loop, "body");
                    return null;
                }));

        assertSame(failure, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        assertEquals(
                List.of(
                        "1 ms: fails",
                        "1 ms: sibling cancelled because of failure",
                        "1 ms: body cancelled because of failure"),
                loop.log);
    }

    @Suspendable
    private static void waitForEver(TestLoop loop, String name) {
        try {
            Coroutines.suspendCancellable(never -> {});
        } catch (Cancelled cancelled) {
            Throwable cause = cancelled.getCause();
            loop.log(name + " cancelled because of " + (cause == null ? null : cause.getMessage()));
            throw cancelled;
        }
    }

    @Test
    void anUnstartedSiblingOfAFailingChildNeverRuns() {
        TestLoop loop = TestLoop.in(clock);

        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.runBlocking(scope -> {
                            scope.launch(() -> {
                                throw failure;
                            });
                            return scope.launch(() -> loop.log("ran"));
                        })));

        assertEquals(List.of(), loop.log);
    }

    @Test
    void anAsyncChildFailsItsScopeToo() {
        TestLoop.in(clock);

        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.runBlocking(scope -> scope.async(() -> {
                            throw failure;
                        }))));
    }

    @Test
    void laterFailuresAreSuppressedIntoTheFirstInOrder() {
        TestLoop.in(clock);
        IllegalStateException last = new IllegalStateException("last");

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.launch(() -> failInFinally(later));
                    scope.launch(() -> failInFinally(last));
                    scope.launch(() -> {
                        Coroutines.delay(MILLI);
                        throw failure;
                    });
                    return null;
                }));

        assertSame(failure, thrown);
        assertEquals(List.of(later, last), List.of(thrown.getSuppressed()));
    }

    @Suspendable
    private static void failInFinally(Exception with) throws Exception {
        try {
            Coroutines.suspendCancellable(never -> {});
        } catch (Cancelled cancelled) {
            throw with;
        }
    }

    @Test
    void aBodyThatFailsCancelsTheChildrenAndWaitsForThem() {
        TestLoop loop = TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.launch(() -> {
                        try {
                            Coroutines.suspendCancellable(never -> {});
                        } finally {
                            Coroutines.nonCancellable(() -> {
                                Coroutines.delay(MILLI.multipliedBy(3));
                                return null;
                            });
                            loop.log("child cleaned up");
                        }
                    });
                    Coroutines.delay(MILLI);
                    throw failure;
                }));

        loop.log("scope ended");
        assertSame(failure, thrown);
        assertEquals(List.of("4 ms: child cleaned up", "4 ms: scope ended"), loop.log);
    }

    @Test
    void aFailureGoesUpThroughEveryScopeAsTheSameObject() {
        TestLoop loop = TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(outer -> {
                    outer.launch(() -> waitForEver(loop, "aunt"));
                    outer.launch(() -> Coroutines.coroutineScope(middle -> {
                        middle.launch(() -> waitForEver(loop, "sister"));
                        return middle.launch(() -> Coroutines.coroutineScope(inner -> inner.launch(() -> {
                            Coroutines.delay(MILLI);
                            throw failure;
                        })));
                    }));
                    return null;
                }));

        assertSame(failure, thrown);
        assertEquals(0, thrown.getSuppressed().length);
        assertEquals(
                List.of("1 ms: sister cancelled because of failure", "1 ms: aunt cancelled because of failure"),
                loop.log);
    }

    @Test
    void aCaughtFailureOfAnInnerScopeDoesNotTouchTheOuter() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(outer -> {
            Job sibling = outer.launch(() -> {
                Coroutines.delay(MILLI.multipliedBy(2));
                loop.log("sibling");
            });
            Throwable caught = assertThrows(
                    Throwable.class,
                    () -> Coroutines.coroutineScope(inner -> inner.launch(() -> {
                        throw failure;
                    })));
            assertSame(failure, caught);
            assertTrue(outer.isActive());
            Coroutines.delay(MILLI);
            loop.log("body goes on");
            sibling.join();
            return null;
        });

        assertEquals(List.of("1 ms: body goes on", "2 ms: sibling"), loop.log);
    }

    @Test
    void aFailureGoesBeforeACancellationThatCameFirst() {
        TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.launch(() -> failInFinally(failure));
                    Coroutines.delay(MILLI);
                    scope.cancel();
                    return null;
                }));

        assertSame(failure, thrown);
    }

    @Test
    void anErrorIsAFailureToo() {
        TestLoop.in(clock);
        AssertionError error = new AssertionError("error");

        assertSame(
                error,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.runBlocking(scope -> scope.launch(() -> {
                            throw error;
                        }))));
    }

    @Test
    void whoAwaitsAFailingTaskOfItsOwnScopeGetsWhatTheTaskThrew() {
        TestLoop loop = TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    Deferred<String> deferred = scope.async(() -> {
                        Coroutines.delay(MILLI);
                        throw failure;
                    });
                    try {
                        deferred.await();
                    } catch (Throwable caught) {
                        loop.log("caught " + caught);
                    }
                    return null;
                }));

        assertSame(failure, thrown);
        assertEquals(List.of("1 ms: caught " + failure), loop.log);
    }

    @Test
    void aLaterFailureIsSuppressedOnceHoweverManyWaysItComes() {
        TestLoop.in(clock);

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.runBlocking(scope -> {
                    Deferred<String> second = scope.async(() -> {
                        failInFinally(later);
                        return "never";
                    });
                    scope.launch(() -> {
                        Coroutines.delay(MILLI);
                        throw failure;
                    });
                    return Coroutines.nonCancellable(second::await);
                }));

        assertSame(failure, thrown);
        assertEquals(List.of(later), List.of(thrown.getSuppressed()));
    }
}
