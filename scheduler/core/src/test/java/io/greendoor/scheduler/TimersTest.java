package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class TimersTest {
    private static final long FEW = 15_000_000; // nanoseconds: in the midst of what these tests schedule

    private final VirtualClock clock = new VirtualClock();

    @ParameterizedTest
    @ValueSource(longs = {0, -FEW, Long.MIN_VALUE, Long.MIN_VALUE + FEW, Long.MAX_VALUE - FEW, Long.MAX_VALUE})
    void timersRunByDeadlineThenInTheOrderOfTheirMaking(long startNanos) {
        TestLoop loop = TestLoop.in(new VirtualClock(startNanos));
        schedule(loop, 30, "c1");
        schedule(loop, 10, "a1");
        schedule(loop, 20, "b1");
        schedule(loop, 10, "a2");
        schedule(loop, 30, "c2");
        schedule(loop, 10, "a3");
        schedule(loop, 0, "now");

        Coroutines.delay(Duration.ofMillis(40));
        loop.log("root");

        assertEquals(
                List.of(
                        "0 ms: now",
                        "10 ms: a1",
                        "10 ms: a2",
                        "10 ms: a3",
                        "20 ms: b1",
                        "30 ms: c1",
                        "30 ms: c2",
                        "40 ms: root"),
                loop.log);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE - FEW, Long.MAX_VALUE})
    void aTimerForTheEndOfTimeNeitherRunsNorHidesTheOthers(long startNanos) {
        TestLoop loop = TestLoop.in(new VirtualClock(startNanos));
        loop.scheduler.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> loop.log("end of time"));
        loop.scheduler.schedule(Duration.ofNanos(Long.MAX_VALUE), () -> loop.log("nearly the end of time"));
        schedule(loop, 10, "soon");

        Coroutines.delay(Duration.ofDays(365));
        loop.log("root");

        assertEquals(List.of("10 ms: soon", Duration.ofDays(365).toMillis() + " ms: root"), loop.log);
    }

    @Test
    void aTimerMadeByATimerCountsFromThen() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.schedule(Duration.ofMillis(5), () -> {
            loop.log("first");
            schedule(loop, 5, "later");
            schedule(loop, 0, "at once");
        });

        Coroutines.delay(Duration.ofMillis(20));

        assertEquals(List.of("5 ms: first", "5 ms: at once", "10 ms: later"), loop.log);
    }

    @Test
    void delaysOfTasksAndTimersShareOneOrder() {
        TestLoop loop = TestLoop.in(clock);
        loop.spawn("task", () -> {
            Coroutines.delay(Duration.ofMillis(10));
            loop.log("task");
        });
        loop.spawn("scheduler", () -> schedule(loop, 10, "timer"));
        loop.spawn("task 2", () -> {
            Coroutines.delay(Duration.ofMillis(10));
            loop.log("task 2");
        });

        Coroutines.delay(Duration.ofMillis(20));

        assertEquals(List.of("10 ms: task", "10 ms: timer", "10 ms: task 2"), loop.log);
    }

    @Test
    void aDueTimerQueuesBehindWhatIsReady() {
        TestLoop loop = TestLoop.in(clock);
        schedule(loop, 1, "timer");
        loop.scheduler.execute(() -> {
            clock.advance(Duration.ofMillis(2));
            loop.log("busy");
            loop.scheduler.execute(() -> loop.log("was ready"));
        });

        Coroutines.delay(Duration.ofMillis(5));

        assertEquals(List.of("2 ms: busy", "2 ms: was ready", "2 ms: timer"), loop.log);
    }

    @Test
    void aCancelledTimerDoesNotEvenWakeTheLoop() {
        TestLoop loop = TestLoop.in(clock);
        Scheduler.Timer timer = schedule(loop, 10, "cancelled");
        assertTrue(timer.cancel());

        Coroutines.delay(Duration.ofMillis(30));

        assertEquals(List.of(), loop.log);
        assertEquals(List.of(Duration.ofMillis(30)), clock.jumps());
    }

    @Test
    void aTimerOfAnotherThreadsCancelledBeforeItCameInDoesNotEvenWakeTheLoop() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        Scheduler.Timer timer = onAnotherThread(() -> schedule(loop, 10, "cancelled"));
        assertTrue(timer.cancel());

        Coroutines.delay(Duration.ofMillis(30));

        assertEquals(List.of(), loop.log);
        assertEquals(List.of(Duration.ofMillis(30)), clock.jumps());
    }

    @Test
    void aTimerMayBeMadeAndCancelledFromAnotherThread() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        onAnotherThread(() -> schedule(loop, 10, "made elsewhere"));
        Scheduler.Timer own = schedule(loop, 20, "cancelled elsewhere");
        assertTrue(onAnotherThread(own::cancel));

        Coroutines.delay(Duration.ofMillis(30));

        assertEquals(List.of("10 ms: made elsewhere"), loop.log);
        assertEquals(List.of(Duration.ofMillis(10), Duration.ofMillis(20)), clock.jumps());
    }

    private static Scheduler.Timer schedule(TestLoop loop, long millis, String name) {
        return loop.scheduler.schedule(Duration.ofMillis(millis), () -> loop.log(name));
    }

    private static <T> T onAnotherThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "another");
        thread.start();
        return task.get();
    }
}
