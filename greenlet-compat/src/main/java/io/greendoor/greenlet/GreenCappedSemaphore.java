package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore whose {@link #release} waits while its count is at a limit, as {@link #acquire} does while it is 0:
 * eventlet's {@code CappedSemaphore}. With a limit of 0 each waits for the other. First come, first served on both
 * sides; all methods may be called from any thread.
 */
// An acquirer waits only at 0, a releaser only at the limit. Who waits is woken when the other side has come, and then
// the count stays as it is: the two steps cancel out. If an acquirer dies before it runs, the release goes to the next
// one, or to the count, which may be above the limit for that; a releaser that was woken has released.
public class GreenCappedSemaphore {

    private static final Object STEP = "a step";

    private final SpinLock lock = new SpinLock();
    private final WaitQueue<Object> acquirers = new WaitQueue<>("a semaphore", lock, this::handOn);
    private final WaitQueue<Object> releasers = new WaitQueue<>("a semaphore's limit", lock, () -> {});
    private final int limit;
    private int count; // guarded by lock

    /**
     * Makes one.
     *
     * @param count how often it can be acquired before somebody must release it; 0 or more
     * @param limit the most that it counts to; {@code count} or more
     */
    public GreenCappedSemaphore(int count, int limit) {
        if (count < 0 || count > limit) {
            throw new IllegalArgumentException(
                    "a semaphore's count must be from 0 to its limit, " + limit + ", and is " + count);
        }
        this.count = count;
        this.limit = limit;
    }

    /** Acquires it, waiting for a release if need be. */
    @Suspendable
    public void acquire() {
        acquirers.await(this::tryDown, null);
    }

    /**
     * Acquires it, waiting for at most {@code timeout}.
     *
     * @param timeout zero: lets others run once
     * @return false when the time was up
     */
    @Suspendable
    public boolean acquire(Duration timeout) {
        return acquirers.await(this::tryDown, Objects.requireNonNull(timeout, "timeout")) != null;
    }

    /** Acquires it if that is possible at once. */
    public boolean tryAcquire() {
        lock.lock();
        try {
            return tryDown() != null;
        } finally {
            lock.unlock();
        }
    }

    /** Releases it, waiting while its count is at the limit until somebody acquires it. */
    @Suspendable
    public void release() {
        releasers.await(this::tryUp, null);
    }

    /** Releases it if that is possible at once. */
    public boolean tryRelease() {
        lock.lock();
        try {
            return tryUp() != null;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private @Nullable Object tryDown() {
        if (!releasers.wakeFirst(STEP)) {
            if (count == 0) {
                return null;
            }
            count--;
        }
        return STEP;
    }

    /** With the lock held. */
    private @Nullable Object tryUp() {
        if (!acquirers.wakeFirst(STEP)) {
            if (count >= limit) {
                return null;
            }
            count++;
        }
        return STEP;
    }

    /** With the lock held: an acquirer that was woken has died. */
    private void handOn() {
        if (!acquirers.wakeFirst(STEP)) {
            count++;
        }
    }

    /** Whether {@link #acquire()} would wait. */
    public boolean locked() {
        lock.lock();
        try {
            return count == 0 && releasers.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #release()} would wait. */
    public boolean bounded() {
        lock.lock();
        try {
            return count >= limit && acquirers.size() == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How far it is from half of its limit, doubled: the limit when {@link #release()} is about to wait, its negative
     * when {@link #acquire()} is; beyond that by two for each that waits. So it is eventlet's, whose definition this is.
     */
    public int balance() {
        lock.lock();
        try {
            return 2 * (count - acquirers.size() + releasers.size()) - limit;
        } finally {
            lock.unlock();
        }
    }
}
