package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
class WaitTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private Continuation<String> continuation;

    @Test
    void theWaitReturnsWhatItIsResumedWith() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();
        continuation.resume("value");
        loop.log("resumed");

        loop.join(waiter);

        assertEquals(List.of("0 ms: resumed", "0 ms: got value"), loop.log);
    }

    @Test
    void nullIsAValueToo() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();
        continuation.resume(null);

        loop.join(waiter);

        assertEquals(List.of("0 ms: got null"), loop.log);
    }

    @Test
    void theWaitThrowsTheVeryExceptionThatItIsResumedWith() {
        TestLoop.in(clock);
        IOException failure = new IOException("failure");

        Throwable thrown = assertThrows(
                Throwable.class,
                () -> Coroutines.suspendCancellable(
                        waiting -> Scheduler.current().schedule(MILLI, () -> waiting.resumeWithException(failure))));

        assertSame(failure, thrown);
        assertEquals(MILLI, clock.elapsed());
    }

    @Test
    void aBodyThatResumesAtOnceDoesNotSuspend() {
        TestLoop loop = TestLoop.in(clock);
        loop.spawn("other", () -> loop.log("other"));
        IOException failure = new IOException("failure");

        loop.log("got " + Coroutines.<String>suspendCancellable(waiting -> waiting.resume("value")));
        loop.log("got " + Coroutines.<String>suspendCancellable("a test", MILLI, waiting -> waiting.resume("another")));
        Throwable thrown = assertThrows(
                Throwable.class, () -> Coroutines.suspendCancellable(waiting -> waiting.resumeWithException(failure)));
        Coroutines.yieldNow();

        assertSame(failure, thrown);
        assertEquals(List.of("0 ms: got value", "0 ms: got another", "0 ms: other"), loop.log);
    }

    @Test
    void resumingTwiceIsAnError() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();
        continuation.resume("first");

        assertRefused();
        loop.join(waiter);
        assertRefused();

        assertEquals(List.of("0 ms: got first"), loop.log);
    }

    private void assertRefused() {
        assertThrows(IllegalStateException.class, () -> continuation.resume("second"));
        assertThrows(IllegalStateException.class, () -> continuation.resumeWithException(new IOException("second")));
        assertFalse(continuation.tryResume("second"));
    }

    @Test
    void tryResumeSaysWhetherItWasInTime() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();

        assertTrue(continuation.tryResume("first"));
        assertFalse(continuation.tryResume("second"));
        loop.join(waiter);

        assertEquals(List.of("0 ms: got first"), loop.log);
    }

    @Test
    void resumingAWaitThatWasGivenUpDoesNothing() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();
        loop.kill(waiter, new IOException("killed"));

        continuation.resume("late");
        continuation.resume("later");
        continuation.resumeWithException(new IOException("late"));
        assertFalse(continuation.tryResume("late"));
        Coroutines.delay(MILLI);

        assertEquals(
                List.of(
                        "0 ms: cleaned up after java.io.IOException: killed",
                        "0 ms: waiter died of java.io.IOException: killed"),
                loop.log);
    }

    @Test
    void aWaiterThatIsKilledAfterItWasResumedCleansUpAndDoesNotGetTheValue() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();
        continuation.resume("value");
        loop.kill(waiter, new IOException("killed"));

        continuation.resume("another");
        Coroutines.delay(MILLI);

        assertEquals(
                List.of(
                        "0 ms: cleaned up after java.io.IOException: killed",
                        "0 ms: waiter died of java.io.IOException: killed"),
                loop.log);
    }

    @Test
    void handlersRunOnceInTheOrderOfTheirRegistration() {
        TestLoop loop = TestLoop.in(clock);
        IOException killed = new IOException("killed");
        IllegalArgumentException ofHandler = new IllegalArgumentException("of the handler");
        Coroutine waiter = loop.spawn("waiter", () -> {
            try {
                Coroutines.<String>suspendCancellable("a test", Duration.ofHours(1), waiting -> {
                    continuation = waiting;
                    waiting.invokeOnCancellation(cause -> loop.log("first " + cause.getMessage()));
                    waiting.invokeOnCancellation(cause -> {
                        throw ofHandler;
                    });
                    waiting.invokeOnCancellation(cause -> loop.log("third " + cause.getMessage()));
                });
            } catch (Throwable caught) {
                assertSame(killed, caught);
                loop.log("caught");
            }
            Coroutines.yieldNow();
        });
        Coroutines.yieldNow();
        loop.kill(waiter, killed);
        continuation.invokeOnCancellation(cause -> loop.log("late " + cause.getMessage()));
        loop.join(waiter);

        assertEquals(
                List.of("0 ms: first killed", "0 ms: third killed", "0 ms: caught", "0 ms: late killed"), loop.log);
        assertEquals(List.of(ofHandler), List.of(killed.getSuppressed()));
    }

    @Test
    void handlersDoNotRunWhenTheResultWasDelivered() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = loop.spawn("waiter", () -> {
            String value = Coroutines.suspendCancellable(waiting -> {
                continuation = waiting;
                waiting.invokeOnCancellation(cause -> loop.log("cleaned up"));
            });
            loop.log("got " + value);
            Coroutines.delay(Duration.ofHours(1));
        });
        Coroutines.yieldNow();
        continuation.resume("value");
        Coroutines.yieldNow();
        loop.kill(waiter, new IOException("killed"));
        continuation.invokeOnCancellation(cause -> loop.log("cleaned up late"));

        assertEquals(List.of("0 ms: got value", "0 ms: waiter died of java.io.IOException: killed"), loop.log);
    }

    @Test
    void handlersDoNotRunWhenAnExceptionWasDelivered() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = spawnWaiter(loop);
        Coroutines.yieldNow();
        continuation.resumeWithException(new IOException("sent"));

        loop.join(waiter);

        assertEquals(List.of("0 ms: waiter died of java.io.IOException: sent"), loop.log);
    }

    @Test
    void switchingToTheWaiterGivesTheWaitUp() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine waiter = loop.spawn("waiter", () -> {
            Object got = Coroutines.suspendCancellable(waiting -> {
                continuation = null;
                waiting.invokeOnCancellation(
                        cause -> loop.log("cleaned up after " + cause.getClass().getSimpleName()));
            });
            loop.log("got " + got);
        });
        Coroutines.yieldNow();
        loop.scheduler.scheduleTransfer(Duration.ZERO, waiter, "sent");

        loop.join(waiter);

        assertEquals(List.of("0 ms: cleaned up after Cancelled", "0 ms: got sent"), loop.log);
    }

    @Test
    void aCallbackMustNotWait() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.execute(() -> {
            assertThrows(IllegalStateException.class, () -> Coroutines.suspendCancellable(never -> {}));
            assertThrows(
                    IllegalStateException.class, () -> Coroutines.suspendCancellable("a test", MILLI, never -> {}));
            assertThrows(IllegalStateException.class, () -> Coroutines.delay(MILLI));
            assertThrows(IllegalStateException.class, Coroutines::yieldNow);
            loop.log("refused");
        });

        Coroutines.yieldNow();

        assertEquals(List.of("0 ms: refused"), loop.log);
    }

    /** A task that waits in {@link #continuation}. */
    private Coroutine spawnWaiter(TestLoop loop) {
        return loop.spawn("waiter", () -> {
            String value = Coroutines.suspendCancellable(waiting -> {
                continuation = waiting;
                waiting.invokeOnCancellation(cause -> loop.log("cleaned up after " + cause));
            });
            loop.log("got " + value);
        });
    }
}
