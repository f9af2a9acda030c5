package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Task;
import java.time.Duration;
import java.util.Objects;

/**
 * Tests in which waiting takes no time: Kotlin's {@code runTest}, and its {@code TestCoroutineScheduler}.
 *
 * <p>Inside of {@link #runTest} time stands still while there is something to run, and then jumps to the next deadline:
 * {@code delay}, {@code Eventlet.sleep}, timeouts, {@code Scheduler.schedule} all go by it. So a test of an hour takes
 * milliseconds, and takes the same turns each time.
 *
 * <p>Time jumps although another thread works for a task, or a channel is about to be ready: nobody knows for how long.
 * A time limit around such a wait is up at once; Kotlin's is, too. While there is no deadline at all, other threads and
 * channels are waited for, really.
 */
public final class VirtualTime {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private VirtualTime() {}

    /**
     * As {@link #runTest(Duration, Task)}, for at most one minute of real time, as Kotlin's.
     *
     * @param body throws what it likes; it is thrown here, as the very same object
     */
    public static void runTest(Task body) {
        runTest(LIMIT, body);
    }

    /**
     * Runs a test on the calling thread, on a loop of its own in virtual time, with the engine that is chosen by
     * default. The body is the loop's root: it may wait, and make tasks, which run while it waits.
     *
     * <p>The test ends with its body. A scope in it waits for its children, so nothing more is waited for: what is left
     * then, green threads mostly, is ended, and its {@code finally} blocks run. That is Kotlin's {@code
     * backgroundScope}; {@link #advanceUntilIdle} at the end of the body gives such tasks their time. What a green
     * thread dies of that nobody awaits is logged, and does not fail the test.
     *
     * @param limit at most so much real time, more than zero; then an {@link AssertionError} that says where the body and each task
     *     waits is thrown into the body, and here
     * @param body throws what it likes; it is thrown here, as the very same object
     * @throws IllegalStateException when a task calls, or a callback of a loop
     */
    public static void runTest(Duration limit, Task body) {
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(body, "body");
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("the limit must be more than nothing, and is " + limit);
        }
        VirtualClock clock = new VirtualClock();
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT.time(clock));
        new TestRun(loop, clock, limit).run(body);
    }

    /**
     * How much virtual time has passed since the test began. On its loop: the body, tasks, callbacks.
     *
     * @throws IllegalStateException elsewhere
     */
    public static Duration currentTime() {
        return clock("currentTime()").elapsed();
    }

    /**
     * Lets virtual time pass: runs what is due before its end, stops before what is due exactly at its end, and sets the
     * time to it. The body only.
     *
     * @param duration zero: nothing runs
     * @throws IllegalArgumentException when it is negative
     * @throws IllegalStateException in a task or a callback, or outside of {@link #runTest}
     */
    public static void advanceTimeBy(Duration duration) {
        VirtualClock clock = clockOfBody("advanceTimeBy()");
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time cannot go back, by " + duration);
        }
        if (!duration.isZero()) {
            clock.runFor(duration);
        }
    }

    /**
     * Runs what is due now, and whatever becomes ready by that, until nothing is left at this moment of virtual time. The
     * body only.
     *
     * @throws IllegalStateException in a task or a callback, or outside of {@link #runTest}
     */
    public static void runCurrent() {
        clockOfBody("runCurrent()").runFor(Duration.ZERO);
    }

    /**
     * Runs until nothing is left to do at any time: all tasks have ended, or wait without a deadline. With tasks that go
     * on for ever it does not end; see {@link #advanceTimeBy}. The body only.
     *
     * @throws IllegalStateException in a task or a callback, or outside of {@link #runTest}
     */
    public static void advanceUntilIdle() {
        clockOfBody("advanceUntilIdle()").runUntilIdle();
    }

    private static VirtualClock clock(String what) {
        VirtualClock clock = TestRun.clockOf(Scheduler.current());
        if (clock == null) {
            throw new IllegalStateException(what + " has no virtual time to go by: call it inside of"
                    + " VirtualTime.runTest(() -> ...), on the test's thread or in a task of its loop; the caller is \""
                    + Thread.currentThread().getName() + "\"");
        }
        return clock;
    }

    private static VirtualClock clockOfBody(String what) {
        VirtualClock clock = clock(what);
        Coroutine caller = Coroutine.current();
        if (caller != caller.scheduler().root()) {
            throw new IllegalStateException(what + " is for the body of the test, and its caller is " + caller
                    + ": a task waits, by delay() or sleep(), and time passes for it");
        }
        return clock;
    }
}
