package io.greendoor.scheduler;

import java.time.Duration;
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
public final class WaitQueue<W> extends Chain {

    private final Object subject;
    private final SpinLock lock;
    private final Runnable passOn;

    /**
     * Makes an empty one.
     *
     * @param subject what is waited for, shown by its {@code toString} to whoever asks what a task waits for
     * @param lock guards it
     * @param passOn what to do, with the lock held, when a waiter was woken but died before it ran
     */
    public WaitQueue(Object subject, SpinLock lock, Runnable passOn) {
        this.subject = subject;
        this.lock = lock;
        this.passOn = passOn;
    }

    /** One who waits. */
    private static final class Waiter<W> extends Wait<W> {

        private final WaitQueue<W> queue;

        Waiter(Coroutine waiter, WaitQueue<W> queue) {
            super(waiter, queue.subject);
            this.queue = queue;
        }

        @Override
        void aborted(@Nullable Object undelivered) {
            if (undelivered == null) {
                queue.leave(this);
            } else {
                queue.passOn();
            }
        }
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
        Coroutine current = Coroutine.current();
        Scheduler scheduler = current.scheduler();
        long begun = timeout == null ? 0 : scheduler.nanoTime();
        Duration left = timeout;
        while (true) {
            Waiter<W> waiter;
            lock.lock();
            try {
                W now = ready.get();
                if (now != null) {
                    return now;
                }
                current.checkMayWait();
                waiter = new Waiter<>(current, this);
                add(waiter);
            } finally {
                lock.unlock();
            }
            W with = waiter.await(left);
            if (waiter.isDelivered()) {
                return with;
            }
            leave(waiter);
            if (timeout != null) {
                left = timeout.minusNanos(scheduler.nanoTime() - begun);
                if (left.isNegative() || left.isZero()) {
                    return null;
                }
            }
        }
    }

    private void leave(Waiter<W> waiter) {
        lock.lock();
        try {
            remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    private void passOn() {
        lock.lock();
        try {
            passOn.run();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the one that has waited longest; false when nobody waits. With the lock held. */
    @SuppressWarnings("unchecked") // only waiters of this queue are in the chain
    public boolean wakeFirst(W with) {
        Waiter<W> waiter;
        do {
            waiter = (Waiter<W>) poll();
        } while (waiter != null && !waiter.tryResume(with)); // false: its wait is over since a moment ago
        return waiter != null;
    }

    /** Wakes all, in the order in which they came. With the lock held. */
    public void wakeAll(W with) {
        while (wakeFirst(with)) {
            // each call takes one out
        }
    }

    /** How many wait. With the lock held. */
    public int size() {
        return length();
    }
}
