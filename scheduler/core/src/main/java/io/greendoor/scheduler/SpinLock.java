package io.greendoor.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Guards the few steps in which a primitive changes its state, among tasks of any loops and plain threads.
 */
// Not a monitor and not a lock of the JDK's, because those can lock a loop up where tasks are virtual threads on the
// loop's own thread: a task that finds the lock taken by another thread is unmounted and queues up for it; the loop's
// thread, going on as root or callback, finds it taken as well and queues up behind; when the lock is freed the task's
// turn comes, which only that thread could run. Here a task that has to wait keeps the thread, for the nanoseconds that
// the other side needs.
//
// So: no waiting, no switching and nobody else's code between lock() and unlock(), but where all use tryLock().
// Reentrant.
public final class SpinLock {

    private static final VarHandle OWNER;

    static {
        try {
            OWNER = MethodHandles.lookup().findVarHandle(SpinLock.class, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Thread owner;
    private int holds; // the owner only

    /** Makes one that is free. */
    public SpinLock() {}

    /** Locks it. */
    public void lock() {
        Thread me = Thread.currentThread();
        if (owner != me) {
            while (!OWNER.compareAndSet(this, null, me)) {
                Thread.onSpinWait();
            }
        }
        holds++;
    }

    /**
     * Locks it unless another thread has it, which may be a task that waits: for where more is done under it than a few
     * steps.
     *
     * @return whether it is locked
     */
    public boolean tryLock() {
        Thread me = Thread.currentThread();
        if (owner != me && !OWNER.compareAndSet(this, null, me)) {
            return false;
        }
        holds++;
        return true;
    }

    /** Frees it, once for each time that it was locked. */
    public void unlock() {
        if (--holds == 0) {
            OWNER.setRelease(this, null);
        }
    }
}
