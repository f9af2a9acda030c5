package io.greendoor.scheduler;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion for tasks, of whatever loops: Kotlin's {@code Mutex}. First come, first served; not reentrant. All
 * methods may be called from any thread.
 */
public class Mutex {

    private static final Object TURN = "a turn";

    private final SpinLock lock = new SpinLock();
    private final WaitQueue<Object> waiters = new WaitQueue<>("a mutex", lock, this::handOn);
    private boolean locked; // guarded by lock

    /** Makes one that is free. */
    public Mutex() {}

    /** Locks it, waiting until it is free. If the waiting task is cancelled, it does not have it. */
    @Suspendable
    public void lock() {
        Coroutine.current().checkCancelled();
        waiters.await(this::take, null);
    }

    /** Locks it if it is free. */
    public boolean tryLock() {
        lock.lock();
        try {
            return take() != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Frees it: the one that has waited longest has it now. Any task may do that.
     *
     * @throws IllegalStateException when it is free
     */
    public void unlock() {
        lock.lock();
        try {
            if (!locked) {
                throw new IllegalStateException("the mutex is free, and cannot be unlocked");
            }
            handOn();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody has it. */
    public boolean isLocked() {
        lock.lock();
        try {
            return locked;
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code body} while having it. */
    @Suspendable
    public <T> @Nullable T withLock(Callable<T> body) {
        lock();
        try {
            return body.call();
        } catch (Exception e) {
            throw Sneaky.raise(e);
        } finally {
            unlock();
        }
    }

    private @Nullable Object take() {
        if (locked) {
            return null;
        }
        locked = true;
        return TURN;
    }

    private void handOn() {
        locked = waiters.wakeFirst(TURN);
    }
}
