package io.greendoor.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one task: the only way in which anything blocks, but for a mere {@link Yield}.
 *
 * @param <T> what is waited for
 */
// `outcome` tells all: null while nobody has resumed it; then what it was resumed with; then how it ended, which is for
// good: DELIVERED, EXPIRED or ABORTED. resume, on any thread, sets a result and queues the wait up; the loop, when its
// turn comes, takes the result out and runs the waiter. A wait whose turn comes without a result (a due timer) expires.
//
// The waiter may not have come to park yet when the turn comes: whoever arranges the wait may block in a call of the
// JDK's, a contended lock for one. Then the result stays, and the waiter takes it instead of parking.
//
// If the waiter runs by anything else than that delivery (something was thrown into it, or somebody switched to it), it
// finds the wait undelivered and aborts it; the entry, if queued, is then stale. So the result is delivered exactly
// once or the clean-up is done exactly once, never both.
//
// Only the loop's thread takes a result out, so that needs no compare-and-set.
class Wait<T> extends Chain.Link implements Continuation<T>, Ready, Parked {

    private enum End {
        DELIVERED,
        EXPIRED,
        ABORTED
    }

    /** Stands for null as a value that it is resumed with. */
    private static final Object NULL = new Object();

    /** An exception that it is resumed with. */
    private record Failure(Throwable thrown) {}

    private static final VarHandle OUTCOME;
    private static final VarHandle CLEANUP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OUTCOME = lookup.findVarHandle(Wait.class, "outcome", Object.class);
            CLEANUP = lookup.findVarHandle(Wait.class, "cleanup", Cleanup.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Coroutine waiter;
    private final Object subject;
    private volatile @Nullable Object outcome;
    private volatile @Nullable Cleanup cleanup;
    private boolean parked; // the loop's thread only

    /**
     * What to do when the wait is given up, newest first. Once it was, a last one is there for good that says why.
     *
     * @param handler null: the wait was given up
     * @param cause why it was; null while it was not
     * @param earlier the others
     */
    private record Cleanup(
            @Nullable Consumer<Throwable> handler,
            @Nullable Throwable cause,
            @Nullable Cleanup earlier) {}

    /**
     * Begins one.
     *
     * @param waiter whose
     * @param subject what it waits for, in the words of its {@code toString}
     */
    Wait(Coroutine waiter, Object subject) {
        this.waiter = waiter;
        this.subject = subject;
    }

    @Override
    public final Object subject() {
        return subject;
    }

    @Override
    public final boolean isReady() {
        return outcome != null;
    }

    /** Whose wait it is. */
    final Coroutine waiter() {
        return waiter;
    }

    @Override
    public final void resume(@Nullable T value) {
        complete(value == null ? NULL : value);
    }

    @Override
    public final void resumeWithException(Throwable throwable) {
        complete(new Failure(throwable));
    }

    private void complete(Object result) {
        if (!tryComplete(result)) {
            Object end = outcome;
            if (end != End.ABORTED && end != End.EXPIRED) {
                throw new IllegalStateException("a continuation may be resumed once, and this one was resumed already");
            }
        }
    }

    @Override
    public final boolean tryResume(@Nullable T value) {
        return tryComplete(value == null ? NULL : value);
    }

    private boolean tryComplete(Object result) {
        boolean mine = outcome == null && OUTCOME.compareAndSet(this, null, result);
        if (mine) {
            waiter.scheduler().enqueue(this);
        }
        return mine;
    }

    @Override
    public final @Nullable Coroutine turn() {
        Object result = outcome;
        if (!parked || result instanceof End) {
            return null; // the waiter finds out when it comes to park; or it did so before
        }
        Coroutine hub = waiter.scheduler().hub();
        Throwable cancelled = waiter.cancellation();
        if (cancelled != null) {
            // Prompt cancellation: a result that comes together with it is not delivered, but given back.
            waiter.lay(hub, null, cancelled);
        } else if (result != null) {
            OUTCOME.setRelease(this, End.DELIVERED);
            if (result instanceof Failure failure) {
                waiter.lay(hub, null, failure.thrown);
            } else {
                waiter.lay(hub, result == NULL ? null : result, null);
            }
        } else if (OUTCOME.compareAndSet(this, null, End.EXPIRED)) {
            waiter.lay(hub, null, null);
        } else {
            return null; // somebody has resumed it just now: its turn comes
        }
        return waiter;
    }

    /**
     * Waits for the result, on the waiter; not at all when there is one already.
     *
     * @param timeout at most how long; null: for ever
     * @return the result; null also when the time was up
     */
    @Suspendable
    @SuppressWarnings("unchecked") // what somebody else sent is of the type that they chose, as in eventlet
    final @Nullable T await(@Nullable Duration timeout) {
        Object early = outcome;
        if (early != null) {
            return taken(early);
        }
        Scheduler scheduler = waiter.scheduler();
        Scheduler.Timer timer = null;
        Object sent;
        parked = true;
        waiter.parked = this;
        try {
            waiter.checkCancelled(); // perhaps since this wait was begun, while its arrangement blocked
            if (timeout != null) {
                timer = scheduler.scheduleEntry(timeout, this);
            }
            sent = waiter.transfer(scheduler.hub(), null, null);
        } catch (Throwable thrown) {
            abort(thrown);
            throw thrown;
        } finally {
            waiter.parked = null;
            if (timer != null) {
                timer.cancel();
            }
        }
        left(null);
        return (T) sent;
    }

    @SuppressWarnings("unchecked") // what is no failure is what resume() was called with
    private @Nullable T taken(Object result) {
        OUTCOME.setRelease(this, End.DELIVERED);
        if (result instanceof Failure failure) {
            throw Sneaky.raise(failure.thrown);
        }
        return result == NULL ? null : (T) result;
    }

    /** Gives the wait up, unless what has ended it is its result, or the time. */
    @Override
    public final void left(@Nullable Throwable thrown) {
        if (!(outcome instanceof End)) {
            abort(
                    thrown != null
                            ? thrown
                            : new Cancelled("the wait ended because somebody switched to the waiting task"));
        }
    }

    /** Gives the wait up, unless its result was delivered. */
    final void abort(Throwable cause) {
        Object result = outcome;
        while (!(result instanceof End) && !OUTCOME.compareAndSet(this, result, End.ABORTED)) {
            result = outcome;
        }
        if (!(result instanceof End)) {
            aborted(result);
            cleanUp((Cleanup) CLEANUP.getAndSet(this, new Cleanup(null, cause, null)), cause);
        }
    }

    /**
     * It was given up: what its primitive does about that, before the handlers run. Must not throw.
     *
     * @param undelivered what it had been resumed with, for another waiter perhaps; null: nothing
     */
    void aborted(@Nullable Object undelivered) {}

    /** Whether the waiter has got what it was resumed with: not so when somebody just switched to it. */
    final boolean isDelivered() {
        return outcome == End.DELIVERED;
    }

    @Override
    public final String toString() {
        return "wakes " + waiter.title();
    }

    @Override
    public final void invokeOnCancellation(Consumer<Throwable> handler) {
        Cleanup earlier;
        do {
            earlier = cleanup;
            if (earlier != null && earlier.cause != null) {
                run(handler, earlier.cause);
                return;
            }
        } while (!CLEANUP.compareAndSet(this, earlier, new Cleanup(handler, null, earlier)));
    }

    /** In the order in which they were registered. */
    private static void cleanUp(@Nullable Cleanup last, Throwable cause) {
        if (last != null && last.handler != null) {
            cleanUp(last.earlier, cause);
            run(last.handler, cause);
        }
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
