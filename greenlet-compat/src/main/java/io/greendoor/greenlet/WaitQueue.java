package io.greendoor.greenlet;

import io.greendoor.scheduler.Continuation;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for something, of whatever thread's loop, first in, first out: what events, semaphores and queues stand on.
 */
// Guarded by `lock`, the monitor of the primitive that owns it; nobody suspends while holding that. A waiter that
// wake() has chosen
// may still die before it runs (a kill, a timeout of its caller's): then `passOn` gives what it was woken for to the
// next one, so
// that no wake-up is lost.
final class WaitQueue {

    private final Object lock;
    private final Runnable passOn;
    private final Set<Continuation<Boolean>> waiters = new LinkedHashSet<>();

    /**
     * Makes an empty one.
     *
     * @param lock guards it
     * @param passOn what to do, with the lock held, when a waiter was woken but died before it ran
     */
    WaitQueue(Object lock, Runnable passOn) {
        this.lock = lock;
        this.passOn = passOn;
    }

    /**
     * Waits to be woken.
     *
     * @param proceed looked at first, with the lock held: true when there is nothing to wait for
     * @param timeout at most how long; null: for ever
     * @return false when the time was up
     */
    @Suspendable
    boolean await(BooleanSupplier proceed, @Nullable Duration timeout) {
        synchronized (lock) {
            if (proceed.getAsBoolean()) {
                return true;
            }
        }
        if (timeout == null) {
            Coroutines.<Boolean>suspendCancellable(waiter -> join(waiter, proceed));
            return true;
        }
        return awaitFor(proceed, timeout);
    }

    @Suspendable
    private boolean awaitFor(BooleanSupplier proceed, Duration timeout) {
        List<Continuation<Boolean>> mine = new ArrayList<>(1);
        Object woken = Coroutines.<Boolean>suspendCancellable(timeout, waiter -> {
            mine.add(waiter);
            join(waiter, proceed);
        });
        if (woken == null) {
            synchronized (lock) {
                waiters.removeAll(mine);
            }
        }
        return woken != null;
    }

    private void join(Continuation<Boolean> waiter, BooleanSupplier proceed) {
        synchronized (lock) {
            if (proceed.getAsBoolean()) {
                waiter.resume(true);
                return;
            }
            waiters.add(waiter);
        }
        waiter.invokeOnCancellation(cause -> left(waiter));
    }

    private void left(Continuation<Boolean> waiter) {
        synchronized (lock) {
            if (!waiters.remove(waiter)) {
                passOn.run();
            }
        }
    }

    /** Wakes the one that has waited longest. With the lock held. */
    boolean wakeFirst() {
        Iterator<Continuation<Boolean>> each = waiters.iterator();
        while (each.hasNext()) {
            Continuation<Boolean> waiter = each.next();
            each.remove();
            if (waiter.tryResume(true)) { // false: its time was up a moment ago
                return true;
            }
        }
        return false;
    }

    /** Wakes all, in the order in which they came. With the lock held. */
    void wakeAll() {
        while (wakeFirst()) {
            // each call takes one out
        }
    }

    /** How many wait. With the lock held. */
    int size() {
        return waiters.size();
    }
}
