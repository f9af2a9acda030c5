package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Suspendable;
import java.lang.ref.SoftReference;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One thing that was put aside at the prompt, and what became of it. On the loop, but for what it is and how far. */
// What it yielded is held softly, as values that were printed are: a console must not become the leak that it is there
// to find.
final class Aside {

    /** How far it is. */
    enum State {
        RUNNING,
        DONE,
        FAILED,
        KILLED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int number;
    private final String what;
    private final Pending<?> pending;
    private final long begunNanos = System.nanoTime();
    private final Event<SoftReference<Object>> end = new Event<>(); // null stands for null
    private volatile State state = State.RUNNING;
    private volatile long tookNanos;

    Aside(int number, String what, Pending<?> pending) {
        this.number = number;
        this.what = what;
        this.pending = pending;
    }

    int number() {
        return number;
    }

    /** What was typed to put it aside. */
    String what() {
        return what;
    }

    State state() {
        return state;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    /** How long it has taken so far, or all in all. */
    long nanos() {
        return isRunning() ? System.nanoTime() - begunNanos : tookNanos;
    }

    /** Waits until it is done; tells that to whoever waits here. Throws what it failed with. */
    @Suspendable
    @Nullable
    Object run() throws Exception {
        try {
            Object result = pending.await();
            is(State.DONE);
            end.send(result == null ? null : new SoftReference<>(result));
            return result;
        } catch (Throwable thrown) {
            boolean killed = thrown instanceof GreenletExit;
            is(killed ? State.KILLED : State.FAILED);
            end.sendException(killed ? noResult() : thrown);
            throw thrown;
        }
    }

    /** For those who wait: the exit itself would look as if they were the ones to be killed. */
    private UsageError noResult() {
        return new UsageError(
                "[" + number + "] was killed after " + Durations.formatNanos(nanos()) + ", and has no result");
    }

    private void is(State ended) {
        tookNanos = nanos();
        state = ended;
    }

    /** Ends what it waits for, as far as that can be ended from outside. */
    @Suspendable
    void cancel() {
        pending.cancel();
    }

    /** Waits for its end. Throws what it failed with, and {@link UsageError} if it was killed. */
    @Suspendable
    @Nullable
    Object await() {
        SoftReference<Object> held = end.await();
        Object result = held == null ? null : held.get();
        if (held != null && result == null) {
            throw new IllegalStateException("the memory of what [" + number
                    + "] yielded was wanted, and nobody else held it: put it into a variable next time");
        }
        return result;
    }
}
