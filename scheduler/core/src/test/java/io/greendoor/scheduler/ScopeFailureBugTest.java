package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class ScopeFailureBugTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();
    private final IOException failure = new IOException("failure");
    private final IOException later = new IOException("later");

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

    private static void failInFinally(Exception with) throws Exception {
        try {
            Coroutines.suspendCancellable(never -> {});
        } catch (Cancelled cancelled) {
            throw with;
        }
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
