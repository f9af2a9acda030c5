package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class RunQueueTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void whatIsReadyTakesItsTurnFirstInFirstOut() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.execute(() -> loop.log("callback"));
        loop.spawn("task", () -> loop.log("task"));
        loop.scheduler.schedule(Duration.ZERO, () -> loop.log("zero"));
        loop.scheduler.schedule(Duration.ofSeconds(-1), () -> loop.log("negative"));
        loop.spawn("last", () -> loop.log("last"));
        loop.log("root");

        Coroutines.yieldNow();
        loop.log("root again");

        assertEquals(
                List.of(
                        "0 ms: root",
                        "0 ms: callback",
                        "0 ms: task",
                        "0 ms: zero",
                        "0 ms: negative",
                        "0 ms: last",
                        "0 ms: root again"),
                loop.log);
    }

    @Test
    void whatBecomesReadyDuringATurnQueuesBehindWhatIs() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.execute(() -> {
            loop.log("first");
            loop.scheduler.execute(() -> loop.log("added by the first"));
            loop.scheduler.schedule(Duration.ZERO, () -> loop.log("timer of the first"));
        });
        loop.scheduler.execute(() -> loop.log("second"));

        Coroutines.delay(MILLI);

        assertEquals(
                List.of("0 ms: first", "0 ms: second", "0 ms: added by the first", "0 ms: timer of the first"),
                loop.log);
    }

    @Test
    void tasksThatYieldTakeTurns() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine a = loop.spawn("a", () -> yieldTwice(loop, "a"));
        Coroutine b = loop.spawn("b", () -> yieldTwice(loop, "b"));

        loop.join(a, b);

        assertEquals(List.of("0 ms: a 1", "0 ms: b 1", "0 ms: a 2", "0 ms: b 2", "0 ms: a 3", "0 ms: b 3"), loop.log);
    }

    @Suspendable
    private static void yieldTwice(TestLoop loop, String name) {
        loop.log(name + " 1");
        Coroutines.yieldNow();
        loop.log(name + " 2");
        Coroutines.delay(Duration.ofSeconds(-1));
        loop.log(name + " 3");
    }

    @Test
    void aZeroTimerCancelledWhileItIsQueuedDoesNotRun() {
        TestLoop loop = TestLoop.in(clock);
        Scheduler.Timer[] second = new Scheduler.Timer[1];
        loop.scheduler.execute(() -> loop.log("cancelled: " + second[0].cancel()));
        second[0] = loop.scheduler.schedule(Duration.ZERO, () -> loop.log("second"));

        Coroutines.delay(MILLI);

        assertEquals(List.of("0 ms: cancelled: true"), loop.log);
        assertFalse(second[0].cancel());
    }

    @Test
    void aDueTimerCancelledWhileItIsQueuedDoesNotRun() {
        TestLoop loop = TestLoop.in(clock);
        Scheduler.Timer[] second = new Scheduler.Timer[1];
        loop.scheduler.schedule(MILLI, () -> loop.log("cancelled: " + second[0].cancel()));
        second[0] = loop.scheduler.schedule(MILLI, () -> loop.log("second"));

        Coroutines.delay(Duration.ofMillis(2));

        assertEquals(List.of("1 ms: cancelled: true"), loop.log);
    }

    @Test
    void aTimerCannotBeCancelledByItsOwnCallback() {
        TestLoop loop = TestLoop.in(clock);
        Scheduler.Timer[] own = new Scheduler.Timer[1];
        own[0] = loop.scheduler.schedule(MILLI, () -> loop.log("cancelled: " + own[0].cancel()));

        Coroutines.delay(Duration.ofMillis(2));

        assertEquals(List.of("1 ms: cancelled: false"), loop.log);
    }

    @Test
    void aTransferToATaskThatDiedMeanwhileDoesNothing() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine task = loop.spawn("task", () -> loop.log("ran"));
        loop.scheduler.scheduleTransfer(Duration.ZERO, task, null);
        loop.scheduler.scheduleTransfer(MILLI, task, null);

        Coroutines.delay(Duration.ofMillis(2));

        assertTrue(task.isDone());
        assertEquals(List.of("0 ms: ran"), loop.log);
    }

    @Test
    void executeWakesALoopThatWaitsForEver() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        Continuation<?>[] root = new Continuation<?>[1];
        FutureTask<Void> waker = new FutureTask<>(
                () -> {
                    awaitParked(loop.scheduler.thread());
                    loop.scheduler.execute(() -> {
                        loop.log("woken");
                        root[0].resume(null);
                    });
                },
                null);

        Coroutines.<Void>suspendCancellable(continuation -> {
            root[0] = continuation;
            new Thread(waker, "waker").start();
        });
        waker.get();

        assertEquals(List.of("0 ms: woken"), loop.log);
        assertEquals(List.of(), clock.jumps());
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
