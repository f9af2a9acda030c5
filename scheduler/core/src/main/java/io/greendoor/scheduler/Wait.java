package io.greendoor.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one task: the only way in which anything blocks.
 *
 * @param <T> what is waited for
 */
// States: WAITING -> CLAIMED -> RESUMED -> DELIVERED, WAITING -> EXPIRED, and from each of the first three -> ABORTED.
//   resume, on any thread, claims the wait, writes the result and publishes it as RESUMED; the loop, when the queued
// entry's
//   turn comes, makes it DELIVERED and runs the waiter. A wait whose turn comes without its having been resumed (a
// yield, a
//   due timer) is EXPIRED.
//   The waiter may not have come to park yet when the turn comes: whoever arranges the wait may block in a call of the
// JDK's, a
//   contended lock for one. Then a result stays RESUMED, and the waiter takes it instead of parking.
//   If the waiter runs by anything else than that delivery (something was thrown into it, or somebody switched to it),
// it
//   finds the wait undelivered and aborts it; the entry, if queued, is then stale.
// So the result is delivered exactly once or the handlers run exactly once, never both.
final class Wait<T> implements Continuation<T>, Ready {

    private static final int WAITING = 0;
    private static final int CLAIMED = 1;
    private static final int RESUMED = 2;
    private static final int DELIVERED = 3;
    private static final int EXPIRED = 4;
    private static final int ABORTED = 5;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Wait.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Coroutine waiter;
    private volatile int state;
    private boolean parked; // the loop's thread only
    private @Nullable T value;
    private @Nullable Throwable error;
    private final SpinLock lock = new SpinLock();
    private @Nullable List<Consumer<Throwable>> handlers; // guarded by lock
    private @Nullable Throwable abortedBy; // guarded by lock

    Wait(Coroutine waiter) {
        this.waiter = waiter;
    }

    @Override
    public void resume(@Nullable T value) {
        complete(value, null);
    }

    @Override
    public void resumeWithException(Throwable throwable) {
        complete(null, throwable);
    }

    private void complete(@Nullable T value, @Nullable Throwable error) {
        if (!tryComplete(value, error) && state != ABORTED && state != EXPIRED) {
            throw new IllegalStateException("a continuation may be resumed once, and this one was resumed already");
        }
    }

    @Override
    public boolean tryResume(@Nullable T value) {
        return tryComplete(value, null);
    }

    private boolean tryComplete(@Nullable T value, @Nullable Throwable error) {
        if (!STATE.compareAndSet(this, WAITING, CLAIMED)) {
            return false;
        }
        this.value = value;
        this.error = error;
        boolean published = STATE.compareAndSet(this, CLAIMED, RESUMED);
        if (published) {
            waiter.scheduler().enqueue(this);
        } else { // aborted a moment ago: it must not look as if it had been resumed
            this.value = null;
            this.error = null;
        }
        return published;
    }

    @Override
    public @Nullable Coroutine turn() {
        if (!parked) {
            STATE.compareAndSet(this, WAITING, EXPIRED);
            return null; // the waiter finds out when it comes to park
        }
        Throwable cancelled = waiter.cancellation();
        if (cancelled != null && state < DELIVERED) {
            // Prompt cancellation: a result that comes together with it is not delivered, but given back.
            waiter.lay(waiter.scheduler().hub(), null, cancelled);
            return waiter;
        }
        if (!STATE.compareAndSet(this, RESUMED, DELIVERED) && !STATE.compareAndSet(this, WAITING, EXPIRED)) {
            return null;
        }
        waiter.lay(waiter.scheduler().hub(), value, error);
        return waiter;
    }

    /** Waits for the result, on the waiter; at once when there is one already. */
    @Suspendable
    @Nullable
    T await() {
        if (STATE.compareAndSet(this, RESUMED, DELIVERED)) {
            if (error != null) {
                throw Sneaky.raise(error);
            }
            return value;
        }
        return state == EXPIRED ? null : park();
    }

    /** Waits for this entry's turn in the run queue. */
    @Suspendable
    @SuppressWarnings("unchecked") // what somebody else sent is of the type that they chose, as in eventlet
    @Nullable
    T park() {
        Object sent;
        parked = true;
        waiter.parked = this;
        try {
            waiter.checkCancelled(); // perhaps since this wait was begun, while its arrangement blocked
            sent = waiter.transferTo(waiter.scheduler().hub(), null);
        } catch (Throwable thrown) {
            abort(thrown);
            throw thrown;
        } finally {
            waiter.parked = null;
        }
        if (state != DELIVERED && state != EXPIRED) {
            abort(new Cancelled("the wait ended because somebody switched to the waiting task"));
        }
        return (T) sent;
    }

    /** Gives the wait up, unless its result was delivered. */
    void abort(Throwable cause) {
        int seen = state;
        while (seen < DELIVERED && !STATE.compareAndSet(this, seen, ABORTED)) {
            seen = state;
        }
        if (state == ABORTED) {
            for (Consumer<Throwable> handler : takeHandlers(cause)) {
                run(handler, cause);
            }
        }
    }

    /** What it was resumed with, for a handler that gives it to another: null when it was not. */
    @Nullable
    Object undelivered() {
        return value;
    }

    private List<Consumer<Throwable>> takeHandlers(Throwable cause) {
        lock.lock();
        try {
            List<Consumer<Throwable>> taken = handlers == null ? List.of() : handlers;
            handlers = null;
            abortedBy = cause;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void invokeOnCancellation(Consumer<Throwable> handler) {
        Throwable cause;
        lock.lock();
        try {
            cause = abortedBy;
            if (cause == null) {
                handlers = handlers == null ? new ArrayList<>(1) : handlers;
                handlers.add(handler);
                return;
            }
        } finally {
            lock.unlock();
        }
        run(handler, cause);
    }

    private static void run(Consumer<Throwable> handler, Throwable cause) {
        try {
            handler.accept(cause);
        } catch (Throwable thrown) {
            if (thrown != cause) {
                cause.addSuppressed(thrown);
            }
        }
    }
}
