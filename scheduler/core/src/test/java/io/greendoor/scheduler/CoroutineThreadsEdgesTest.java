package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class CoroutineThreadsEdgesTest {
    private final IOException failure = new IOException("failure");

    @Test
    void aCancellationThatComesWhileTheTaskArrangesItsWaitIsNotLost() {
        Assumptions.assumeTrue(Scheduler.current().engine().equals("loom"), "elsewhere a blocking call holds the loop");
        CountDownLatch release = new CountDownLatch(1);
        List<String> log = new ArrayList<>();

        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                try {
                    Coroutines.suspendCancellable(never -> {
                        try {
                            release.await(); // blocks in the JDK's way: the loop goes on
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
                } catch (Cancelled cancelled) {
                    log.add(cancelled.getMessage());
                }
            });
            Coroutines.yieldNow();
            job.cancel("while it blocks");
            Coroutines.yieldNow();
            Coroutines.yieldNow();
            release.countDown();
            return null;
        });

        assertEquals(List.of("while it blocks"), log);
    }

    @Test
    void aScopeWhereTheStackCannotBeLeftFailsInsteadOfSpinning() {
        Assumptions.assumeTrue(Scheduler.current().engine().equals("loom"), "other engines can leave any stack");
        List<String> log = new ArrayList<>();

        Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                Throwable thrown = assertThrows(Throwable.class, Initialised::touch);
                Throwable cause = thrown instanceof ExceptionInInitializerError ? thrown.getCause() : thrown;
                log.add(cause.getClass().getSimpleName());
            });
            return null;
        });

        assertEquals(List.of("IllegalStateException"), log);
    }

    /** Its initialiser is a frame that a virtual thread cannot be unmounted from. */
    private static final class Initialised {
        static {
            Coroutines.coroutineScope(scope -> scope.launch(() -> {}));
        }

        static void touch() {}
    }
}
