package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Whoever arranges a wait may block in a call of the JDK's before the task has come to wait, on the engine {@code
 * loom}: what happens to the wait meanwhile is not lost.
 */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class BlockedWaitTest {
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Semaphore gate = new Semaphore(0);
    private TestLoop loop;

    private void onLoomOnly() {
        loop = TestLoop.in(TimeSource.SYSTEM);
        assumeTrue(loop.scheduler.engine().equals("loom"), "a blocking call holds up the loop of this engine");
    }

    @Test
    void aWaitThatIsResumedWhileItsTaskIsBlockedReturnsTheValue() {
        onLoomOnly();
        Coroutine task = loop.spawn("task", () -> {
            String got = Coroutines.suspendCancellable(continuation -> {
                continuation.resume("value");
                loop.scheduler.execute(gate::release); // its turn is after the wait's
                gate.acquireUninterruptibly();
            });
            loop.log("got " + got);
        });

        loop.join(task);

        assertEquals(List.of("got value"), loop.log);
    }

    @Test
    void aWaitThatFailsWhileItsTaskIsBlockedThrows() {
        onLoomOnly();
        Coroutine task = loop.spawn(
                "task",
                () -> Coroutines.suspendCancellable(continuation -> {
                    continuation.resumeWithException(new IllegalStateException("failure"));
                    loop.scheduler.execute(gate::release);
                    gate.acquireUninterruptibly();
                }));

        loop.join(task);

        assertEquals(List.of("task died of java.lang.IllegalStateException: failure"), loop.log);
    }

    @Test
    void aWaitThatAnotherThreadResumesWhileItsTaskIsBlockedReturnsTheValue() throws Exception {
        onLoomOnly();
        CountDownLatch arranged = new CountDownLatch(1);
        Continuation<?>[] waits = new Continuation<?>[1];
        Thread other = new Thread(
                () -> {
                    awaitUninterruptibly(arranged);
                    waits[0].resume(null);
                    loop.scheduler.execute(gate::release);
                },
                "other");
        other.start();
        Coroutine task = loop.spawn("task", () -> {
            Coroutines.suspendCancellable(continuation -> {
                waits[0] = continuation;
                arranged.countDown();
                gate.acquireUninterruptibly();
            });
            loop.log("resumed");
        });

        loop.join(task);
        other.join();

        assertEquals(List.of("resumed"), loop.log);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aWaitWhoseTimeIsUpWhileItsTaskIsBlockedExpires() {
        onLoomOnly();
        Coroutine task = loop.spawn("task", () -> {
            String got = Coroutines.suspendCancellable("a test", MOMENT, continuation -> {
                loop.scheduler.schedule(MOMENT.multipliedBy(2), gate::release);
                gate.acquireUninterruptibly();
            });
            loop.log("got " + got);
        });

        loop.join(task);

        assertEquals(List.of("got null"), loop.log);
    }

    @Test
    void theFirstOfTwoThingsThrownIntoABlockedTaskIsMetAndTellsOfTheSecond() {
        onLoomOnly();
        Coroutine task = loop.spawn("task", () -> {
            gate.acquireUninterruptibly();
            try {
                Coroutines.yieldNow();
            } catch (IllegalStateException thrown) {
                loop.log("met " + thrown.getMessage() + " and " + thrown.getSuppressed()[0].getMessage());
            }
            Coroutines.yieldNow();
            loop.log("goes on");
        });
        Coroutines.yieldNow();
        loop.kill(task, new IllegalStateException("first"));
        loop.kill(task, new IllegalStateException("second"));
        gate.release();

        loop.join(task);

        assertEquals(List.of("met first and second", "goes on"), loop.log);
    }
}
