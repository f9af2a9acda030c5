package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens once, with a result, and that tasks wait for: eventlet's {@code Event}. All methods may be
 * called from any thread; sending never switches.
 *
 * @param <T> the result
 */
public class Event<T> {

    private final SpinLock lock;
    private final WaitQueue<Outcome<T>> waiters;
    private @Nullable Outcome<T> outcome; // guarded by lock; null: it has not happened

    /** What happened: waiters get it as it was when they were woken, whatever becomes of the event. */
    private record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {

        @Nullable
        T get() {
            if (failure != null) {
                throw Sneaky.raise(failure);
            }
            return value;
        }
    }

    /** Makes one that has not happened. */
    public Event() {
        this("an event", new SpinLock());
    }

    /** One that shares its lock with whoever makes it. */
    Event(Object subject, SpinLock lock) {
        this.lock = lock;
        this.waiters = new WaitQueue<>(subject, lock, () -> {}); // all are woken: nobody is passed over
    }

    /**
     * Lets it happen: whoever waits gets the value, first come, first served.
     *
     * @param value may be null
     * @throws IllegalStateException when it has happened already
     */
    public void send(@Nullable T value) {
        happen(new Outcome<>(value, null));
    }

    /**
     * Lets it happen: whoever waits gets this very object thrown.
     *
     * @throws IllegalStateException when it has happened already
     */
    public void sendException(Throwable throwable) {
        happen(new Outcome<>(null, Objects.requireNonNull(throwable, "throwable")));
    }

    private void happen(Outcome<T> happened) {
        lock.lock();
        try {
            if (outcome != null) {
                throw new IllegalStateException(
                        "an event happens once, and this one was sent already: reset() it first");
            }
            outcome = happened;
            waiters.wakeAll(happened);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has happened; returns at once when it has. */
    @Suspendable
    public @Nullable T await() {
        return get(waiters.await(() -> outcome, null), null);
    }

    /**
     * Waits until it has happened, or the time is up.
     *
     * @param timeout zero: lets others run once
     * @return the result; null when the time was up, and {@link #ready()} tells the two apart
     */
    @Suspendable
    public @Nullable T await(Duration timeout) {
        return get(waiters.await(() -> outcome, Objects.requireNonNull(timeout, "timeout")), null);
    }

    /** Whether it has happened. */
    public boolean ready() {
        lock.lock();
        try {
            return outcome != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has happened, with a value. */
    public boolean hasResult() {
        lock.lock();
        try {
            return outcome != null && outcome.failure() == null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has happened, with an exception. */
    public boolean hasException() {
        lock.lock();
        try {
            return outcome != null && outcome.failure() != null;
        } finally {
            lock.unlock();
        }
    }

    /** The result, or null when it has not happened; throws the exception that was sent. Does not wait. */
    public @Nullable T poll() {
        return poll(null);
    }

    /** The result, or {@code notReady} when it has not happened; throws the exception that was sent. Does not wait. */
    public @Nullable T poll(@Nullable T notReady) {
        lock.lock();
        try {
            return get(outcome, notReady);
        } finally {
            lock.unlock();
        }
    }

    private static <T> @Nullable T get(@Nullable Outcome<T> outcome, @Nullable T otherwise) {
        return outcome == null ? otherwise : outcome.get();
    }

    /**
     * Makes it one that has not happened.
     *
     * @throws IllegalStateException when it has not
     */
    public void reset() {
        lock.lock();
        try {
            if (outcome == null) {
                throw new IllegalStateException("this event has not been sent: there is nothing to reset");
            }
            outcome = null;
        } finally {
            lock.unlock();
        }
    }
}
