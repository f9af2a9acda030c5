package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class JobTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final IOException failure = new IOException("failure");

    @Test
    void joiningWaitsForTheEndHoweverThatIs() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.supervisorScope(scope -> {
            Job returns = scope.launch(() -> Coroutines.delay(MILLI));
            Deferred<Void> fails = scope.async(() -> {
                Coroutines.delay(MILLI.multipliedBy(2));
                throw failure;
            });
            Job cancelled = scope.launch(() -> Coroutines.suspendCancellable(never -> {}));
            returns.join();
            loop.log("returned");
            fails.join();
            loop.log("failed");
            cancelled.cancel();
            cancelled.join();
            cancelled.join();
            loop.log("was cancelled");
            return null;
        });

        assertEquals(List.of("1 ms: returned", "2 ms: failed", "2 ms: was cancelled"), loop.log);
    }

    @Test
    void manyAwaitTheSameResultAndGoOnInTheOrderInWhichTheyCame() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> {
                Coroutines.delay(MILLI);
                return "value";
            });
            for (int i = 0; i < 3; i++) {
                int number = i;
                scope.launch(() -> loop.log(number + " got " + deferred.await()));
            }
            return null;
        });

        assertEquals(List.of("1 ms: 0 got value", "1 ms: 1 got value", "1 ms: 2 got value"), loop.log);
    }

    @Test
    void aResultMayBeNull() {
        TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> null);
            assertNull(deferred.await());
            assertNull(deferred.await());
            assertNull(deferred.getCompleted());
            return null;
        });
    }

    @Test
    void theResultOfATaskThatHasNotEndedCannotBeHadWithoutWaiting() {
        TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> "value");
            assertThrows(IllegalStateException.class, deferred::getCompleted);
            assertTrue(deferred.isActive());
            assertFalse(deferred.isCompleted());
            deferred.join();
            assertFalse(deferred.isActive());
            assertFalse(deferred.isCancelled());
            assertEquals("value", deferred.getCompleted());
            deferred.cancel();
            assertFalse(deferred.isCancelled());
            assertEquals("value", deferred.await());
            return null;
        });
    }

    @Test
    void aTaskThatWasCancelledGivesWhoAwaitsItThatCancellationOnly() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> Coroutines.suspendCancellable(never -> {}));
            Coroutines.yieldNow();
            deferred.cancel("not needed");
            assertEquals(
                    "not needed", assertThrows(Cancelled.class, deferred::await).getMessage());
            assertThrows(Cancelled.class, deferred::getCompleted);
            Coroutines.delay(MILLI);
            loop.log("goes on");
            return null;
        });

        assertEquals(List.of("1 ms: goes on"), loop.log);
    }

    @Test
    void cancellingWhoWaitsDoesNotTouchWhatIsWaitedFor() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Deferred<String> deferred = scope.async(() -> {
                Coroutines.delay(MILLI.multipliedBy(2));
                return "value";
            });
            Job awaiting = scope.launch(deferred::await);
            Job joining = scope.launch(deferred::join);
            Coroutines.delay(MILLI);
            awaiting.cancel();
            joining.cancel();
            awaiting.join();
            joining.join();
            loop.log("waiters ended");
            loop.log(deferred.await());
            return null;
        });

        assertEquals(List.of("1 ms: waiters ended", "2 ms: value"), loop.log);
    }

    @Test
    void completionHandlersGetWhatItEndedWithInOrder() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.supervisorScope(scope -> {
            Job returns = scope.launch(() -> {});
            returns.invokeOnCompletion(with -> loop.log("first " + with));
            returns.invokeOnCompletion(with -> loop.log("second " + with));
            Deferred<Void> fails = scope.async(() -> {
                throw failure;
            });
            fails.invokeOnCompletion(with -> loop.log("same " + (with == failure)));
            Job cancelled = scope.launch(() -> {});
            cancelled.invokeOnCompletion(with -> loop.log(with.getMessage()));
            cancelled.cancel("reason");
            return null;
        });

        assertEquals(List.of("0 ms: first null", "0 ms: second null", "0 ms: same true", "0 ms: reason"), loop.log);
    }

    @Test
    void aHandlerThatComesTooLateIsCalledAtOnce() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {});
            job.join();
            job.invokeOnCompletion(with -> loop.log("called with " + with));
            loop.log("after");
            assertThrows(NullPointerException.class, () -> job.invokeOnCompletion(null));
            assertThrows(NullPointerException.class, () -> job.cancel(null));
            return null;
        });

        assertEquals(List.of("0 ms: called with null", "0 ms: after"), loop.log);
    }

    @Test
    void aHandlerIsCalledBeforeWhoJoinsGoesOnAndBeforeTheScopeEnds() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> Coroutines.delay(MILLI));
            scope.launch(() -> {
                job.join();
                loop.log("joined");
            });
            Coroutines.yieldNow();
            job.invokeOnCompletion(with -> loop.log("handler"));
            return null;
        });
        loop.log("scope");

        assertEquals(List.of("1 ms: handler", "1 ms: joined", "1 ms: scope"), loop.log);
    }

    @Test
    void aTaskThatJoinsItselfIsFreedByCancellation() {
        TestLoop loop = TestLoop.in(clock);
        AtomicReference<Job> self = new AtomicReference<>();

        Coroutines.runBlocking(scope -> {
            self.set(scope.launch(() -> self.get().join()));
            Coroutines.delay(MILLI);
            self.get().cancel();
            return null;
        });

        loop.log("ended");
        assertEquals(List.of("1 ms: ended"), loop.log);
    }
}
