package io.greendoor.scheduler;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a task waits, in Kotlin's words.
 *
 * <p>Every method here may be called by a task, or on a plain thread, whose loop it then runs until the answer is
 * there. In a callback of the loop waiting is impossible.
 */
public final class Coroutines {

    private Coroutines() {}

    /**
     * Suspends the current task until its continuation is resumed: the one primitive on which everything that waits
     * stands. Mirrors Kotlin's {@code suspendCancellableCoroutine}.
     *
     * <p>If something is thrown into the waiting task, or somebody switches to it directly, the wait is given up: the
     * handlers of {@link Continuation#invokeOnCancellation} run, and a later resume does nothing.
     *
     * @param body gets the continuation, before the task suspends; it says how to abort by {@code
     *     invokeOnCancellation}. When it resumes the continuation itself the task does not suspend
     * @return what the continuation was resumed with
     * @throws IllegalStateException in a callback of the loop
     */
    @Suspendable
    public static <T> @Nullable T suspendCancellable(Consumer<Continuation<T>> body) {
        return suspendCancellable("a continuation", null, body);
    }

    /**
     * As {@link #suspendCancellable(Consumer)}, for at most {@code timeout}: that over, nobody can resume the
     * continuation any more, and the handlers do not run.
     *
     * @param subject what the task waits for, shown by its {@code toString} to whoever asks
     * @param timeout zero or less: lets everything that is ready run; null: for ever
     * @return null when the time was up
     */
    @Suspendable
    public static <T> @Nullable T suspendCancellable(
            Object subject, @Nullable Duration timeout, Consumer<Continuation<T>> body) {
        Wait<T> wait = new Wait<>(waiter(), subject);
        try {
            body.accept(wait);
        } catch (Throwable thrown) {
            wait.abort(thrown);
            throw thrown;
        }
        return wait.await(timeout);
    }

    /**
     * Gives the current task a name, for {@link Scheduler#tasks()}: Kotlin's {@code CoroutineName}. Null takes it away.
     * On a plain thread, and in a callback, it does nothing.
     */
    public static void nameTask(@Nullable String name) {
        Coroutine current = Coroutine.currentOrNull();
        if (current != null && current.isTask()) {
            current.setName(name);
        }
    }

    /** Lets everything that is ready run, and returns: the current task goes to the end of the run queue. */
    @Suspendable
    public static void yieldNow() {
        Yield.by(waiter());
    }

    /**
     * Waits. Mirrors Kotlin's {@code delay}, but for one thing: zero and negative durations yield.
     *
     * @param duration how long, to the precision of the loop's wait: a millisecond where sockets are in use
     */
    @Suspendable
    public static void delay(Duration duration) {
        new Wait<>(waiter(), "a time").await(Objects.requireNonNull(duration, "duration"));
    }

    /**
     * Runs a body, and the tasks that it launches, and returns when all have ended: Kotlin's {@code runBlocking}. The
     * beginning of a program; inside of one, use {@link #coroutineScope}.
     *
     * @return the body's result; what it, or a child, failed with is thrown
     */
    @Suspendable
    public static <T> @Nullable T runBlocking(ScopeBody<T> body) {
        return runScope(JobNode.scope(JobNode.Kind.SCOPE, waiter(), null), body);
    }

    /**
     * Runs a body, and the tasks that it launches, and returns when all have ended: Kotlin's {@code coroutineScope}. A
     * failure cancels the others and is thrown, as the very same object; later ones are suppressed into it. It is
     * cancelled with the current job.
     *
     * @return the body's result
     */
    @Suspendable
    public static <T> @Nullable T coroutineScope(ScopeBody<T> body) {
        return runScope(childScope(JobNode.Kind.SCOPE), body);
    }

    /**
     * As {@link #coroutineScope}, but a child's failure touches neither the scope nor its siblings: Kotlin's {@code
     * supervisorScope}. A launched child's is logged, an async one's is thrown where it is awaited.
     */
    @Suspendable
    public static <T> @Nullable T supervisorScope(ScopeBody<T> body) {
        return runScope(childScope(JobNode.Kind.SUPERVISOR), body);
    }

    private static <T> JobNode<T> childScope(JobNode.Kind kind) {
        Coroutine runner = waiter();
        return JobNode.scope(kind, runner, runner.shields > 0 ? null : runner.job);
    }

    @Suspendable
    private static <T> @Nullable T runScope(JobNode<T> scope, ScopeBody<T> body) {
        Coroutine runner = Coroutine.current();
        JobNode<?> outer = runner.job;
        int outerShields = runner.shields;
        runner.job = scope;
        runner.shields = 0;
        T result = null;
        Throwable failure = null;
        try {
            result = body.run(scope);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        try {
            scope.bodyEnded(result, failure);
            scope.awaitEnd(runner);
        } finally {
            runner.job = outer;
            runner.shields = outerShields;
        }
        return scope.outcome();
    }

    /**
     * Runs a body with a bound on how long it may take: Kotlin's {@code withTimeout}. The time up, the body is
     * cancelled, and when it has ended {@link TimeoutCancelled} is thrown.
     *
     * @param timeout zero or less: the body does not run
     */
    @Suspendable
    public static <T> @Nullable T withTimeout(Duration timeout, Callable<T> body) {
        Objects.requireNonNull(body, "body");
        return runBounded(
                new TimeoutCancelled("timed out after " + Objects.requireNonNull(timeout, "timeout")), timeout, body);
    }

    /** As {@link #withTimeout}, but returns null when this bound, and not somebody else's, is up. */
    @Suspendable
    public static <T> @Nullable T withTimeoutOrNull(Duration timeout, Callable<T> body) {
        Objects.requireNonNull(body, "body");
        TimeoutCancelled mine = new TimeoutCancelled("timed out after " + Objects.requireNonNull(timeout, "timeout"));
        try {
            return runBounded(mine, timeout, body);
        } catch (TimeoutCancelled thrown) {
            if (thrown == mine) {
                return null;
            }
            throw thrown;
        }
    }

    @Suspendable
    private static <T> @Nullable T runBounded(TimeoutCancelled expiry, Duration timeout, Callable<T> body) {
        JobNode<T> scope = childScope(JobNode.Kind.SCOPE);
        if (timeout.isZero() || timeout.isNegative()) {
            scope.bodyEnded(null, expiry);
            throw expiry;
        }
        Scheduler.Timer timer = Scheduler.current().schedule(timeout, () -> scope.cancelBy(expiry));
        try {
            return runScope(scope, ignored -> body.call());
        } finally {
            timer.cancel();
        }
    }

    /**
     * Runs a body that may wait although the current job is cancelled: Kotlin's {@code NonCancellable}, for cleaning
     * up.
     */
    @Suspendable
    public static <T> @Nullable T nonCancellable(Callable<T> body) {
        Coroutine current = Coroutine.current();
        current.shields++;
        try {
            return body.call();
        } catch (Exception e) {
            throw Sneaky.raise(e);
        } finally {
            current.shields--;
        }
    }

    /**
     * Runs on another thread what would hold the loop, while only the current task waits: Kotlin's {@code
     * withContext(Dispatchers.IO)}. If the wait is given up, the work goes on and its result is dropped.
     *
     * @return its result; what it throws is thrown here, as the very same object
     */
    @Suspendable
    public static <T> @Nullable T offload(Callable<T> body) {
        Callable<T> work = TaskLocal.capturing(Objects.requireNonNull(body, "body"));
        return suspendCancellable(
                "a thread of offload", null, waiter -> Offload.pool().execute(() -> run(work, waiter)));
    }

    private static <T> void run(Callable<T> work, Continuation<T> waiter) {
        T result;
        try {
            result = work.call();
        } catch (Throwable thrown) {
            waiter.resumeWithException(thrown);
            return;
        }
        waiter.resume(result);
    }

    /** The current task, if it may wait. */
    static Coroutine waiter() {
        Coroutine current = Coroutine.current();
        current.checkMayWait();
        return current;
    }
}
