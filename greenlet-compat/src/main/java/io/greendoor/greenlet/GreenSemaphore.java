package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A counting semaphore for tasks: eventlet's {@code Semaphore}. First come, first served; all methods may be called
 * from any thread.
 */
public class GreenSemaphore {

    private static final Object PERMIT = "a permit";

    private final SpinLock lock = new SpinLock();
    private final WaitQueue<Object> waiters = new WaitQueue<>("a semaphore", lock, this::handOn);
    private final int limit;
    private int count; // guarded by lock

    /**
     * Makes one.
     *
     * @param count how often it can be acquired before somebody must release it; 0 or more
     */
    public GreenSemaphore(int count) {
        this(count, Integer.MAX_VALUE);
    }

    /** One whose count cannot exceed a limit. */
    GreenSemaphore(int count, int limit) {
        if (count < 0) {
            throw new IllegalArgumentException("a semaphore's count must be 0 or more, and is " + count);
        }
        this.count = count;
        this.limit = limit;
    }

    /** Acquires it, waiting for a release if need be. If the waiting task is killed, nothing was acquired. */
    @Suspendable
    public void acquire() {
        waiters.await(this::take, null);
    }

    /**
     * Acquires it, waiting for at most {@code timeout}.
     *
     * @param timeout zero: lets others run once
     * @return false when the time was up
     */
    @Suspendable
    public boolean acquire(Duration timeout) {
        return waiters.await(this::take, Objects.requireNonNull(timeout, "timeout")) != null;
    }

    /** Acquires it if that is possible at once. */
    public boolean tryAcquire() {
        lock.lock();
        try {
            return take() != null;
        } finally {
            lock.unlock();
        }
    }

    /** Releases it: the one that has waited longest has it now. Never switches. */
    public void release() {
        lock.lock();
        try {
            if (count == limit) {
                throw new IllegalStateException("this semaphore was released too often: its count is " + count);
            }
            handOn();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #acquire()} would wait. */
    public boolean locked() {
        lock.lock();
        try {
            return count == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #release} would wait: never. See {@link GreenCappedSemaphore}. */
    public boolean bounded() {
        return false;
    }

    /** How often it can be acquired; negative: how many wait for it. */
    public int balance() {
        lock.lock();
        try {
            return count - waiters.size();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: a waiter's permit goes from hand to hand, so nobody can slip in between. */
    private void handOn() {
        if (!waiters.wakeFirst(PERMIT)) {
            count++;
        }
    }

    private @Nullable Object take() {
        if (count == 0) {
            return null;
        }
        count--;
        return PERMIT;
    }
}
