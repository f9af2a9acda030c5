package io.greendoor.scheduler;

import static io.greendoor.scheduler.TaskAssertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ScopeTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void childrenRunAfterTheBodyGivesWayInTheOrderOfTheirLaunch() {
        TestLoop loop = TestLoop.in(clock);

        String result = Coroutines.runBlocking(scope -> {
            scope.launch(() -> loop.log("first"));
            scope.launch(() -> loop.log("second"));
            scope.async(() -> loop.log.add("third"));
            loop.log("body");
            return "result";
        });

        loop.log(result);
        assertEquals(List.of("0 ms: body", "0 ms: first", "0 ms: second", "third", "0 ms: result"), loop.log);
    }

    @Test
    void aScopeEndsWhenItsLastChildHas() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            for (int i = 3; i > 0; i--) {
                int millis = i;
                scope.launch(() -> {
                    Coroutines.delay(MILLI.multipliedBy(millis));
                    loop.log("child " + millis);
                });
            }
            loop.log("body");
            return null;
        });

        loop.log("after");
        assertEquals(List.of("0 ms: body", "1 ms: child 1", "2 ms: child 2", "3 ms: child 3", "3 ms: after"), loop.log);
    }

    @Test
    void aChildMayLaunchSiblingsWhenTheBodyHasEnded() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> scope.launch(() -> {
            Coroutines.delay(MILLI);
            assertTrue(scope.isActive());
            scope.launch(() -> {
                Coroutines.delay(MILLI);
                loop.log("grandchild");
            });
            loop.log("child");
        }));

        loop.log("after");
        assertEquals(List.of("1 ms: child", "2 ms: grandchild", "2 ms: after"), loop.log);
    }

    @Test
    void nestedScopesEndFromTheInnermostOut() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(outer -> {
            outer.launch(() -> {
                Coroutines.delay(MILLI.multipliedBy(5));
                loop.log("outer's child");
            });
            String inner = Coroutines.coroutineScope(scope -> {
                scope.launch(() -> {
                    Coroutines.delay(MILLI.multipliedBy(2));
                    loop.log("inner's child");
                });
                return "inner ended";
            });
            loop.log(inner);
            return null;
        });

        loop.log("outer ended");
        assertEquals(
                List.of("2 ms: inner's child", "2 ms: inner ended", "5 ms: outer's child", "5 ms: outer ended"),
                loop.log);
    }

    @Test
    void scopesCanBeNestedDeeply() {
        TestLoop.in(clock);

        assertEquals(200, nest(200));
    }

    @Suspendable
    private static int nest(int depth) {
        if (depth == 0) {
            Coroutines.delay(MILLI);
            return 0;
        }
        Integer inner = Coroutines.coroutineScope(
                scope -> scope.async(() -> nest(depth - 1)).await());
        return inner + 1;
    }

    @Test
    void thousandsOfChildrenEndBeforeTheScopeDoes() {
        TestLoop loop = TestLoop.in(clock);
        AtomicInteger ended = new AtomicInteger();
        int children = loop.scheduler.engine().equals("thread") ? 500 : 10_000;

        Coroutines.runBlocking(scope -> {
            for (int i = 0; i < children; i++) {
                scope.launch(() -> {
                    Coroutines.delay(MILLI);
                    ended.incrementAndGet();
                });
            }
            return null;
        });

        assertEquals(children, ended.get());
        assertEquals(MILLI, clock.elapsed());
    }

    @Test
    void aScopeThatHasEndedTakesNoMoreChildren() {
        TestLoop.in(clock);
        AtomicReference<CoroutineScope> leaked = new AtomicReference<>();

        Coroutines.runBlocking(scope -> {
            leaked.set(scope);
            assertTrue(scope.isActive());
            return null;
        });

        assertFalse(leaked.get().isActive());
        assertThrows(IllegalStateException.class, () -> leaked.get().launch(() -> {}));
        assertThrows(IllegalStateException.class, () -> leaked.get().async(() -> null));
        leaked.get().cancel();
    }

    @Test
    void aChildOfACancelledScopeNeverRuns() {
        TestLoop loop = TestLoop.in(clock);
        AtomicReference<Job> child = new AtomicReference<>();
        AtomicReference<Deferred<Boolean>> deferred = new AtomicReference<>();

        assertThrows(
                Cancelled.class,
                () -> Coroutines.runBlocking(scope -> {
                    scope.cancel();
                    assertFalse(scope.isActive());
                    child.set(scope.launch(() -> loop.log("ran")));
                    deferred.set(scope.async(() -> loop.log.add("ran")));
                    assertTrue(child.get().isCancelled());
                    return null;
                }));

        assertEquals(List.of(), loop.log);
        assertTrue(child.get().isCompleted());
        assertThrows(Cancelled.class, deferred.get()::getCompleted);
    }

    @Test
    void runBlockingInsideATaskWaitsOnlyThere() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                String inner = Coroutines.runBlocking(nested -> {
                    nested.launch(() -> Coroutines.delay(MILLI.multipliedBy(2)));
                    return "inner";
                });
                loop.log(inner);
            });
            scope.launch(() -> {
                Coroutines.delay(MILLI);
                loop.log("other");
            });
            return null;
        });

        assertEquals(List.of("1 ms: other", "2 ms: inner"), loop.log);
    }

    @Test
    void aFailureOfARunBlockingInsideATaskReachesThatTaskOnly() {
        TestLoop loop = TestLoop.in(clock);
        IOException failure = new IOException("failure");

        Coroutines.runBlocking(scope -> scope.launch(() -> {
            Throwable thrown = assertThrows(
                    Throwable.class,
                    () -> Coroutines.runBlocking(nested -> nested.launch(() -> {
                        throw failure;
                    })));
            loop.log("same " + (thrown == failure));
            Coroutines.delay(MILLI);
            loop.log("goes on");
        }));

        assertEquals(List.of("0 ms: same true", "1 ms: goes on"), loop.log);
    }

    @Test
    void waitingInACallbackOfTheLoopIsRefusedAndNothingHangs() {
        TestLoop loop = TestLoop.in(clock);
        List<Throwable> refusals = new ArrayList<>();

        Coroutines.runBlocking(scope -> {
            loop.scheduler.execute(() -> {
                refusals.add(assertThrows(IllegalStateException.class, () -> Coroutines.runBlocking(s -> null)));
                refusals.add(assertThrows(IllegalStateException.class, () -> Coroutines.coroutineScope(s -> null)));
                refusals.add(
                        assertThrows(IllegalStateException.class, () -> Coroutines.withTimeout(MILLI, () -> null)));
                scope.launch(() -> loop.log("launched by the callback"));
            });
            Coroutines.delay(MILLI);
            return null;
        });

        assertEquals(3, refusals.size());
        assertEquals(List.of("0 ms: launched by the callback"), loop.log);
    }

    @Test
    void aNullBodyOrTaskIsRefused() {
        TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            assertThrows(NullPointerException.class, () -> scope.launch(null));
            assertThrows(NullPointerException.class, () -> scope.async(null));
            assertThrows(NullPointerException.class, () -> Coroutines.coroutineScope(null));
            assertThrows(NullPointerException.class, () -> Coroutines.offload(null));
            return null;
        });
    }
}
