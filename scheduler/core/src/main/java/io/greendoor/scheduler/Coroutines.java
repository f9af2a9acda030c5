package io.greendoor.scheduler;

import java.time.Duration;
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
        Wait<T> wait = new Wait<>(waiter());
        try {
            body.accept(wait);
        } catch (Throwable thrown) {
            wait.abort(thrown);
            throw thrown;
        }
        return wait.await();
    }

    /**
     * As {@link #suspendCancellable(Consumer)}, for at most {@code timeout}: that over, nobody can resume the
     * continuation any more, and the handlers do not run.
     *
     * @param timeout zero or less: lets everything that is ready run
     * @return null when the time was up
     */
    @Suspendable
    public static <T> @Nullable T suspendCancellable(Duration timeout, Consumer<Continuation<T>> body) {
        Coroutine waiter = waiter();
        Wait<T> wait = new Wait<>(waiter);
        Scheduler.Timer timer = waiter.scheduler().scheduleEntry(timeout, wait);
        try {
            body.accept(wait);
            return wait.await();
        } catch (Throwable thrown) {
            wait.abort(thrown);
            throw thrown;
        } finally {
            timer.cancel();
        }
    }

    /** Lets everything that is ready run, and returns: the current task goes to the end of the run queue. */
    @Suspendable
    public static void yieldNow() {
        Coroutine waiter = waiter();
        Wait<Void> wait = new Wait<>(waiter);
        waiter.scheduler().enqueue(wait);
        wait.park();
    }

    /**
     * Waits. Mirrors Kotlin's {@code delay}, but for one thing: zero and negative durations yield.
     *
     * @param duration how long, to the precision of the loop's wait: a millisecond where sockets are in use
     */
    @Suspendable
    public static void delay(Duration duration) {
        suspendCancellable(duration, never -> {});
    }

    /** The current task, if it may wait. */
    static Coroutine waiter() {
        Coroutine current = Coroutine.current();
        if (current.isHub()) {
            throw new IllegalStateException(
                    "a callback of the loop must not wait: it holds up every task; spawn one instead");
        }
        return current;
    }
}
