package io.greendoor.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for something, of whatever thread's loop, first in, first out: what events, semaphores and queues
 * stand on. A primitive that has other threads' tasks wait guards its state and this queue with one lock.
 *
 * @param <W> what a waiter is woken with
 */
// Guarded by `lock`, which belongs to the primitive that owns it; nobody suspends while holding that. A waiter that
// wake() has chosen may still die before it runs (a kill, a timeout of its caller's): then `passOn` gives what it was
// woken with to the next one, so that no wake-up is lost. A waiter that somebody switched to by hand was not woken,
// and waits on.
public final class WaitQueue<W> {

    private final SpinLock lock;
    private final Runnable passOn;
    private final Set<Continuation<Woken<W>>> waiters = new LinkedHashSet<>();

    /** Tells a wake-up from whatever else may end a wait. */
    private record Woken<W>(W with) {}

    /**
     * Makes an empty one.
     *
     * @param lock guards it
     * @param passOn what to do, with the lock held, when a waiter was woken but died before it ran
     */
    public WaitQueue(SpinLock lock, Runnable passOn) {
        this.lock = lock;
        this.passOn = passOn;
    }

    /**
     * Waits to be woken.
     *
     * @param ready looked at first, with the lock held: not null when there is nothing to wait for
     * @param timeout at most how long; null: for ever
     * @return what {@code ready} gave, or what the waiter was woken with; null when the time was up
     */
    @Suspendable
    public @Nullable W await(Supplier<? extends @Nullable W> ready, @Nullable Duration timeout) {
        lock.lock();
        try {
            W now = ready.get();
            if (now != null) {
                return now;
            }
        } finally {
            lock.unlock();
        }
        return timeout == null ? awaitWake(ready) : awaitWake(ready, timeout);
    }

    @Suspendable
    private W awaitWake(Supplier<? extends @Nullable W> ready) {
        while (true) {
            Object sent = Coroutines.<Woken<W>>suspendCancellable(waiter -> join(waiter, ready));
            if (sent instanceof Woken<?> woken) {
                return with(woken);
            }
        }
    }

    @Suspendable
    private @Nullable W awaitWake(Supplier<? extends @Nullable W> ready, Duration timeout) {
        Scheduler scheduler = Scheduler.current();
        long begun = scheduler.nanoTime();
        Duration left = timeout;
        do {
            List<Continuation<Woken<W>>> mine = new ArrayList<>(1);
            Object sent = Coroutines.<Woken<W>>suspendCancellable(left, waiter -> {
                mine.add(waiter);
                join(waiter, ready);
            });
            if (sent instanceof Woken<?> woken) {
                return with(woken);
            }
            lock.lock();
            try {
                waiters.removeAll(mine);
            } finally {
                lock.unlock();
            }
            left = timeout.minusNanos(scheduler.nanoTime() - begun);
        } while (!left.isNegative() && !left.isZero());
        return null;
    }

    @SuppressWarnings("unchecked") // only this class makes them, of W
    private W with(Woken<?> woken) {
        return ((Woken<W>) woken).with();
    }

    private void join(Continuation<Woken<W>> waiter, Supplier<? extends @Nullable W> ready) {
        lock.lock();
        try {
            W now = ready.get();
            if (now != null) {
                waiter.resume(new Woken<>(now));
                return;
            }
            waiters.add(waiter);
        } finally {
            lock.unlock();
        }
        waiter.invokeOnCancellation(cause -> left(waiter));
    }

    private void left(Continuation<Woken<W>> waiter) {
        lock.lock();
        try {
            if (!waiters.remove(waiter)) {
                passOn.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the one that has waited longest; false when nobody waits. With the lock held. */
    public boolean wakeFirst(W with) {
        Iterator<Continuation<Woken<W>>> each = waiters.iterator();
        while (each.hasNext()) {
            Continuation<Woken<W>> waiter = each.next();
            if (waiter.tryResume(new Woken<>(with))) { // else it is over a moment ago, and takes itself out
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** Wakes all, in the order in which they came. With the lock held. */
    public void wakeAll(W with) {
        while (wakeFirst(with)) {
            // each call takes one out
        }
    }

    /** How many wait. With the lock held. */
    public int size() {
        return waiters.size();
    }
}
