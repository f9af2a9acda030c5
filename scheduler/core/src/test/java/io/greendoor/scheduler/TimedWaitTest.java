package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class TimedWaitTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private Continuation<String> continuation;

    @Test
    void aTimedWaitThatExpiresReturnsNullAndCannotBeResumed() {
        TestLoop loop = TestLoop.in(clock);

        assertNull(Coroutines.<String>suspendCancellable("a test", MILLI, waiting -> {
            continuation = waiting;
            waiting.invokeOnCancellation(cause -> loop.log("cleaned up"));
        }));

        assertEquals(MILLI, clock.elapsed());
        assertFalse(continuation.tryResume("late"));
        continuation.resume("late");
        continuation.resumeWithException(new IOException("late"));
        Coroutines.delay(MILLI);
        assertEquals(List.of(), loop.log);
    }

    @Test
    void aTimedWaitThatIsResumedTakesItsTimerBack() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.schedule(MILLI, () -> continuation.resume("value"));

        String got = Coroutines.suspendCancellable("a test", Duration.ofMillis(10), waiting -> continuation = waiting);
        Coroutines.delay(Duration.ofMillis(50));

        assertEquals("value", got);
        assertEquals(List.of(MILLI, Duration.ofMillis(50)), clock.jumps());
    }

    @Test
    void aTimeoutOfZeroLetsOthersRunAndExpires() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.execute(() -> loop.log("other"));

        assertNull(Coroutines.<String>suspendCancellable("a test", Duration.ZERO, never -> {}));
        loop.log("root");

        assertEquals(List.of("0 ms: other", "0 ms: root"), loop.log);
    }

    @Test
    void aResumeThatIsQueuedBeforeTheTimeIsUpWins() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.schedule(MILLI, () -> continuation.resume("value"));

        String got = Coroutines.suspendCancellable("a test", MILLI, waiting -> continuation = waiting);

        assertEquals("value", got);
        assertEquals(MILLI, clock.elapsed());
    }

    @Test
    void aBodyThatThrowsGivesTheWaitUp() {
        TestLoop loop = TestLoop.in(clock);
        IllegalArgumentException failure = new IllegalArgumentException("of the body");

        Throwable plain = assertThrows(Throwable.class, () -> Coroutines.suspendCancellable(failing(loop, failure)));
        Throwable timed = assertThrows(
                Throwable.class, () -> Coroutines.suspendCancellable("a test", MILLI, failing(loop, failure)));
        continuation.resume("late");
        Coroutines.delay(Duration.ofMillis(5));

        assertSame(failure, plain);
        assertSame(failure, timed);
        assertEquals(List.of("0 ms: cleaned up", "0 ms: cleaned up"), loop.log);
        assertEquals(List.of(Duration.ofMillis(5)), clock.jumps());
    }

    private Consumer<Continuation<String>> failing(TestLoop loop, RuntimeException failure) {
        return waiting -> {
            continuation = waiting;
            waiting.invokeOnCancellation(cause -> loop.log("cleaned up"));
            throw failure;
        };
    }
}
