package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@link GreenPool#imap}: eventlet's {@code GreenMap}.
 *
 * @param <A> the items
 * @param <R> the results
 */
// A green thread outside of the pool, the feeder, reads the input and spawns into the pool, so that input which waits
// keeps nobody from the results that are there. `window` counts the items that it may still begin before one is
// consumed.
final class GreenMap<A, R> implements Iterator<R> {

    private final GreenPool pool;
    private final Function<A, R> function;
    private final Iterable<A> items;
    private final GreenSemaphore window;
    private final GreenQueue<Result<R>> results = new GreenQueue<>();
    private final boolean byMember;
    private @Nullable Result<R> head; // the consumer only

    /**
     * What comes next.
     *
     * @param thread whose result; null: the input's end
     * @param failure what the input failed with, if it did
     */
    private record Result<R>(
            @Nullable GreenThread<R> thread, @Nullable Throwable failure) {}

    /** The function for one item, which is known by the function. */
    private record Call<A, R>(Function<A, R> function, A item) implements Callable<R>, StandIn {

        @Override
        @Suspendable
        public R call() throws Exception {
            return function.apply(item);
        }

        @Override
        public Object principal() {
            return function;
        }
    }

    GreenMap(GreenPool pool, Function<A, R> function, Iterable<A> items) {
        this.pool = pool;
        this.function = Objects.requireNonNull(function, "function");
        this.items = Objects.requireNonNull(items, "items");
        this.window = new GreenSemaphore(Math.max(1, pool.size()));
        this.byMember = pool.isMember();
    }

    GreenMap<A, R> start() {
        pool.feederComes();
        Eventlet.spawnN(this::feed);
        return this;
    }

    @Suspendable
    private void feed() {
        Throwable failure = null;
        try {
            spawnAll();
        } catch (Throwable thrown) {
            failure = thrown; // the consumer's
        }
        results.putNowait(new Result<>(null, failure));
        pool.feederGoes();
    }

    @Suspendable
    private void spawnAll() {
        Iterator<A> input = items.iterator();
        awaitWindow();
        while (input.hasNext()) {
            A item = input.next();
            results.putNowait(new Result<>(pool.spawn(new Call<>(function, item), byMember), null));
            awaitWindow();
        }
    }

    @Suspendable
    private void awaitWindow() {
        if (!window.tryAcquire()) {
            pool.feederGoes();
            try {
                window.acquire();
            } finally {
                pool.feederComes();
            }
        }
    }

    @Override
    @Suspendable
    public boolean hasNext() {
        Result<R> next = head();
        return next.thread != null || next.failure != null;
    }

    @Suspendable
    private Result<R> head() {
        Result<R> next = head;
        if (next == null) {
            next = Objects.requireNonNull(results.get());
            head = next;
        }
        return next;
    }

    @Override
    @Suspendable
    @SuppressWarnings("NullAway") // null when that is what the function returned
    public R next() {
        Result<R> next = head();
        GreenThread<R> thread = next.thread;
        if (thread != null) {
            return result(thread);
        }
        head = new Result<>(null, null);
        if (next.failure != null) {
            throw Sneaky.raise(next.failure);
        }
        throw new NoSuchElementException("all results are consumed");
    }

    @Suspendable
    private @Nullable R result(GreenThread<R> thread) {
        try {
            return thread.await();
        } finally {
            if (thread.hasEnded()) { // else the consumer was killed while it waited
                head = null;
                window.release();
            }
        }
    }
}
