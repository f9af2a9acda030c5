package io.greendoor.greenlet;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bound on how long the current task may go on waiting: eventlet's {@code Timeout}. It starts when it is made, and
 * when the time is up throws itself, or what it was given, into the task that made it. Cancel it, best by {@code
 * try}-with-resources.
 *
 * <p>An {@link Error}, as eventlet's is a {@code BaseException}, so that {@code catch (Exception e)} does not swallow
 * it. It interrupts waits, not computation.
 */
public class Timeout extends Error implements AutoCloseable {

    private static final long serialVersionUID = 1L;

    private final transient Scheduler.@Nullable Timer timer;
    private final transient @Nullable Greenlet task;
    private final transient @Nullable Throwable thrown; // null: this
    private transient volatile boolean over;

    /**
     * Starts one that throws itself.
     *
     * @param delay zero or less: as soon as the task waits
     */
    public Timeout(Duration delay) {
        this(delay, null, Greenlet.getCurrent());
    }

    /** Starts one that throws {@code throwable}. */
    public Timeout(Duration delay, Throwable throwable) {
        this(delay, Objects.requireNonNull(throwable, "throwable"), Greenlet.getCurrent());
    }

    @SuppressWarnings("this-escape") // the timer runs on the loop, where this thread is busy with the constructor
    private Timeout(Duration delay, @Nullable Throwable throwable, Greenlet task) {
        super("timed out after " + Objects.requireNonNull(delay, "delay"));
        this.task = task;
        this.thrown = throwable;
        timer = Scheduler.current().schedule(delay, new Expiry(this, task));
    }

    /** What is done when the time is up; a class of its own so that {@link Debug#formatHubTimers} can tell. */
    private record Expiry(Timeout timeout, Greenlet task) implements Runnable {

        @Override
        public void run() {
            timeout.over = true;
            if (!task.isDead()) {
                task.throwTo(timeout.thrown == null ? timeout : timeout.thrown);
            }
        }

        @Override
        public String toString() {
            return "the timeout of " + task.coroutine().title();
        }
    }

    /** One that has expired: to be thrown where a wait had a time limit of its own. */
    static Timeout expired(Duration delay) {
        return new Timeout("timed out after " + delay);
    }

    private Timeout(String message) {
        super(message);
        timer = null;
        task = null;
        thrown = null;
        over = true;
    }

    /** Keeps it from firing, if it has not. Idempotent; from any thread. */
    public void cancel() {
        over = true;
        if (timer != null && !timer.cancel() && task != null) {
            // It has fired while the task was in a blocking call of the JDK's, and must not hit what comes after.
            task.coroutine().withdraw(thrown == null ? this : thrown);
        }
    }

    /** As {@link #cancel()}. */
    @Override
    public void close() {
        cancel();
    }

    /** Whether it can still fire. */
    public boolean pending() {
        return !over;
    }

    /**
     * Runs a task with a bound, and tells whether it got to its end: eventlet's {@code with Timeout(seconds, False)}.
     *
     * @return false when the time was up
     */
    @Suspendable
    public static boolean silently(Duration delay, Task task) {
        Timeout timeout = new Timeout(delay);
        try {
            task.run();
            return true;
        } catch (Throwable thrown) {
            if (thrown == timeout) {
                return false;
            }
            throw Sneaky.raise(thrown);
        } finally {
            timeout.cancel();
        }
    }
}
