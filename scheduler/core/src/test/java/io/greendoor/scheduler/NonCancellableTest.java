package io.greendoor.scheduler;

import static io.greendoor.scheduler.TaskAssertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class NonCancellableTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void aFinallyBlockMayWaitInANonCancellableSection() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                try {
                    Coroutines.suspendCancellable(never -> {});
                } finally {
                    String result = Coroutines.nonCancellable(() -> {
                        Coroutines.delay(MILLI);
                        Coroutines.coroutineScope(nested -> nested.launch(() -> Coroutines.delay(MILLI)));
                        return Coroutines.nonCancellable(() -> "cleaned up");
                    });
                    loop.log(result);
                    assertThrows(Cancelled.class, Coroutines::yieldNow);
                    loop.log("cancelled again");
                }
            });
            Coroutines.yieldNow();
            job.cancel();
            job.join();
            return null;
        });

        assertEquals(List.of("2 ms: cleaned up", "2 ms: cancelled again"), loop.log);
    }

    @Test
    void aJobThatIsCancelledInsideANonCancellableSectionNoticesAfterIt() {
        TestLoop loop = TestLoop.in(clock);

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                Coroutines.nonCancellable(() -> {
                    Coroutines.delay(MILLI.multipliedBy(5));
                    return loop.log.add("section ended");
                });
                assertThrows(Cancelled.class, Coroutines::yieldNow);
                loop.log("noticed");
            });
            Coroutines.delay(MILLI);
            job.cancel();
            return null;
        });

        assertEquals(List.of("section ended", "5 ms: noticed"), loop.log);
    }

    @Test
    void anExceptionLeavesANonCancellableSectionAndEndsIt() {
        TestLoop.in(clock);
        IOException failure = new IOException("failure");

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                assertThrows(Cancelled.class, () -> Coroutines.suspendCancellable(never -> {}));
                assertSame(
                        failure,
                        assertThrows(
                                Throwable.class,
                                () -> Coroutines.nonCancellable(() -> {
                                    throw failure;
                                })));
                assertThrows(Cancelled.class, Coroutines::yieldNow);
            });
            Coroutines.yieldNow();
            job.cancel();
            return null;
        });
    }
}
