package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens once, with a result, and that tasks wait for: eventlet's {@code Event}. All methods may be called from any
 * thread; sending never switches.
 *
 * @param <T> the result
 */
public class Event<T> {

    private final Object lock = new Object();
    private final WaitQueue waiters = new WaitQueue(lock, () -> {}); // all are woken, so nobody is passed over
    private boolean sent; // as are the next two, guarded by lock
    private @Nullable T result;
    private @Nullable Throwable failure;

    /** Makes one that has not happened. */
    public Event() {}

    /**
     * Lets it happen: whoever waits gets the value, first come, first served.
     *
     * @param value may be null
     * @throws IllegalStateException when it has happened already
     */
    public void send(@Nullable T value) {
        happen(value, null);
    }

    /**
     * Lets it happen: whoever waits gets this very object thrown.
     *
     * @throws IllegalStateException when it has happened already
     */
    public void sendException(Throwable throwable) {
        happen(null, Objects.requireNonNull(throwable, "throwable"));
    }

    private void happen(@Nullable T value, @Nullable Throwable throwable) {
        synchronized (lock) {
            if (sent) {
                throw new IllegalStateException(
                        "an event happens once, and this one was sent already: reset() it first");
            }
            sent = true;
            result = value;
            failure = throwable;
            waiters.wakeAll();
        }
    }

    /** Waits until it has happened; returns at once when it has. */
    @Suspendable
    public @Nullable T await() {
        waiters.await(() -> sent, null);
        return outcome(null);
    }

    /**
     * Waits until it has happened, or the time is up.
     *
     * @param timeout zero: lets others run once
     * @return the result; null when the time was up, and {@link #ready()} tells the two apart
     */
    @Suspendable
    public @Nullable T await(Duration timeout) {
        waiters.await(() -> sent, Objects.requireNonNull(timeout, "timeout"));
        return outcome(null);
    }

    /** Whether it has happened. */
    public boolean ready() {
        synchronized (lock) {
            return sent;
        }
    }

    /** Whether it has happened, with a value. */
    public boolean hasResult() {
        synchronized (lock) {
            return sent && failure == null;
        }
    }

    /** Whether it has happened, with an exception. */
    public boolean hasException() {
        synchronized (lock) {
            return failure != null;
        }
    }

    /** The result, or null when it has not happened; throws the exception that was sent. Does not wait. */
    public @Nullable T poll() {
        return outcome(null);
    }

    /** The result, or {@code notReady} when it has not happened; throws the exception that was sent. Does not wait. */
    public @Nullable T poll(@Nullable T notReady) {
        return outcome(notReady);
    }

    private @Nullable T outcome(@Nullable T notReady) {
        synchronized (lock) {
            if (failure != null) {
                throw Sneaky.raise(failure);
            }
            return sent ? result : notReady;
        }
    }

    /**
     * Makes it one that has not happened.
     *
     * @throws IllegalStateException when it has not
     */
    public void reset() {
        synchronized (lock) {
            if (!sent) {
                throw new IllegalStateException("this event has not been sent: there is nothing to reset");
            }
            sent = false;
            result = null;
            failure = null;
        }
    }
}
