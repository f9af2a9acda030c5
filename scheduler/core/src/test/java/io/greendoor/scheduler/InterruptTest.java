package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** An interrupt is a flag to whoever looks at it: it ends no wait of ours, makes none spin, and does not get lost. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class InterruptTest {

    /** The machine's clock, which counts how often the loop waits. */
    private static final class Waits implements TimeSource {
        final CountDownLatch first = new CountDownLatch(1);
        int count;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(long nanos, Poll poll) {
            count++;
            first.countDown();
            poll.await(nanos);
        }
    }

    private final Waits waits = new Waits();

    @Test
    void aTasksFlagIsItsOwnAndSurvivesItsWaits() {
        TestLoop loop = TestLoop.in(waits);
        Coroutine task = loop.spawn("task", () -> {
            Thread.currentThread().interrupt();
            Coroutines.yieldNow();
            loop.log("task after a yield: " + Thread.currentThread().isInterrupted());
            Coroutines.delay(Duration.ofMillis(20));
            loop.log("task after a delay: " + Thread.interrupted());
        });
        Coroutine other = loop.spawn("other", () -> {
            loop.log("other: " + Thread.currentThread().isInterrupted());
            Coroutines.delay(Duration.ofMillis(5));
            loop.log("other after a delay: " + Thread.currentThread().isInterrupted());
        });

        loop.join(task, other);

        assertEquals(
                List.of(
                        "other: false",
                        "task after a yield: true",
                        "other after a delay: false",
                        "task after a delay: true"),
                loop.log);
        assertFalse(Thread.currentThread().isInterrupted());
        assertFewWaits();
    }

    @Test
    void anInterruptFromOutsideNeitherRunsASuspendedTaskNorGetsLost() {
        TestLoop loop = TestLoop.in(waits);
        Thread[] thread = new Thread[1];
        Continuation<?>[] goesOn = new Continuation<?>[1];
        Coroutine task = loop.spawn("task", () -> {
            thread[0] = Thread.currentThread();
            Coroutines.suspendCancellable(continuation -> goesOn[0] = continuation);
            loop.log("task: " + Thread.currentThread().isInterrupted());
        });
        Coroutines.yieldNow();
        assumeTrue(thread[0] != Thread.currentThread(), "a task of this engine has no thread of its own");
        thread[0].interrupt();
        Coroutines.delay(Duration.ofMillis(5));
        loop.log("root");
        goesOn[0].resume(null);

        loop.join(task);

        assertEquals(List.of("root", "task: true"), loop.log);
        assertFewWaits();
    }

    @Test
    void theRootsFlagSurvivesAWaitAndDoesNotShortenIt() {
        TestLoop.in(waits);
        long start = System.nanoTime();
        Thread.currentThread().interrupt();

        Coroutines.delay(Duration.ofMillis(20));

        assertTrue(System.nanoTime() - start >= 20_000_000);
        assertTrue(Thread.interrupted());
        assertFewWaits();
    }

    @Test
    void theRootsFlagSurvivesTheTasksThatRunMeanwhile() {
        TestLoop loop = TestLoop.in(waits);
        loop.spawn("task", () -> loop.log("task: " + Thread.currentThread().isInterrupted()));
        Thread.currentThread().interrupt();

        Coroutines.yieldNow();

        assertTrue(Thread.interrupted());
        assertEquals(List.of("task: false"), loop.log);
    }

    @Test
    void anInterruptThatMeetsAnIdleLoopIsFoundByTheRoot() throws Exception {
        TestLoop loop = TestLoop.in(waits);
        Thread root = Thread.currentThread();
        Continuation<?>[] goesOn = new Continuation<?>[1];
        FutureTask<Void> interrupter = new FutureTask<>(() -> {
            waits.first.await();
            root.interrupt();
            loop.scheduler.execute(() -> {
                loop.log("after the interrupt");
                goesOn[0].resume(null);
            });
            return null;
        });
        new Thread(interrupter, "interrupter").start();
        Coroutine task = loop.spawn("task", () -> {
            Coroutines.suspendCancellable(continuation -> goesOn[0] = continuation);
            loop.log("task: " + Thread.currentThread().isInterrupted());
        });

        loop.join(task);

        assertTrue(Thread.interrupted());
        interrupter.get();
        assertEquals(List.of("after the interrupt", "task: false"), loop.log);
        assertFewWaits();
    }

    private void assertFewWaits() {
        assertTrue(waits.count < 20, () -> "the loop waited " + waits.count + " times");
    }
}
