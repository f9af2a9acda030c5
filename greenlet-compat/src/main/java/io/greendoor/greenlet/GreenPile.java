package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Green threads whose results are consumed in the order in which they were spawned: eventlet's {@code GreenPile}. All
 * iterators share one position. An iteration ends when all that was spawned is consumed, and can go on when more is;
 * {@code next()} throws what its task threw, and can be called again for the next one. From any thread, with one
 * consumer.
 *
 * @param <T> the results
 */
public class GreenPile<T> implements Iterable<T> {

    private final GreenPool pool;
    private final GreenQueue<GreenThread<T>> threads = new GreenQueue<>();
    private final AtomicInteger outstanding = new AtomicInteger(); // spawned, or about to be, and not consumed
    private @Nullable GreenThread<T> next; // the consumer only

    /** Makes one with a pool of its own, for 1000 green threads at a time. */
    public GreenPile() {
        this(new GreenPool());
    }

    /**
     * Makes one with a pool of its own.
     *
     * @param size how many green threads at a time
     */
    public GreenPile(int size) {
        this(new GreenPool(size));
    }

    /** Makes one whose green threads are members of {@code pool}. */
    public GreenPile(GreenPool pool) {
        this.pool = Objects.requireNonNull(pool, "pool");
    }

    /** Runs a task; see {@link GreenPool#spawn(Callable)}. */
    @Suspendable
    public void spawn(Callable<T> task) {
        outstanding.incrementAndGet();
        GreenThread<T> thread = null;
        try {
            thread = pool.spawn(task);
        } finally {
            threads.putNowait(thread); // null: it came to nothing, and a consumer that waits already must hear of it
        }
    }

    /** The results that are not consumed; both methods wait if need be. */
    @Override
    public Iterator<T> iterator() {
        return new Results();
    }

    private final class Results implements Iterator<T> {

        @Override
        @Suspendable
        public boolean hasNext() {
            while (next == null && outstanding.get() > 0) {
                next = threads.get();
                if (next == null) {
                    outstanding.decrementAndGet();
                }
            }
            return next != null;
        }

        @Override
        @Suspendable
        @SuppressWarnings("NullAway") // null when that is what the task returned
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all results of the pile are consumed");
            }
            GreenThread<T> thread = Objects.requireNonNull(next);
            try {
                return thread.await();
            } finally {
                if (thread.hasEnded()) { // else the consumer was killed while it waited
                    next = null;
                    outstanding.decrementAndGet();
                }
            }
        }
    }
}
