package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of things that are costly to make, connections mostly: eventlet's {@code pools.Pool}. They are made when they
 * are needed, up to a limit; beyond that {@link #get} waits, first come, first served. All methods may be called from
 * any thread.
 *
 * @param <T> the things; never null
 */
// A queue of units: each stands for a thing, or for the right to make one. A unit that is a thing comes first. What a
// waiter was about to get is not lost when it dies: that is the queue's business. `surplus` counts the units that are
// out and must not come back, since the limit was lowered.
public class Pool<T> {

    private static final Object UNMADE = new Object();

    private final Supplier<T> create;
    private final SpinLock lock = new SpinLock();
    private final Units units = new Units();
    private final GreenQueue<Object> queue = new GreenQueue<>(GreenQueue.UNBOUNDED, lock, same -> units);
    private int max; // as is all below, guarded by lock
    private int surplus;

    /**
     * One thing of a pool, until it is closed, which puts it back: for {@code try}-with-resources.
     *
     * @param <T> the thing
     */
    public interface Item<T> extends AutoCloseable {

        /** The thing. */
        T get();

        /** Puts it back. Idempotent. */
        @Override
        void close();
    }

    /** Things, in the order in which they came, and then the right to make some. */
    private static final class Units implements Store<Object> {
        private final Deque<Object> things = new ArrayDeque<>();
        private int unmade;

        @Override
        public int size() {
            return things.size() + unmade;
        }

        @Override
        public void add(Object unit) {
            if (unit == UNMADE) {
                unmade++;
            } else {
                things.addLast(unit);
            }
        }

        @Override
        public @Nullable Object take() {
            Object thing = things.pollFirst();
            return thing != null || unmade == 0 ? thing : takeUnmade();
        }

        private Object takeUnmade() {
            unmade--;
            return UNMADE;
        }

        @Override
        public void giveBack(Object unit) {
            if (unit == UNMADE) {
                unmade++;
            } else {
                things.addFirst(unit);
            }
        }

        /** Takes one away, rather one that does not exist; false when there is none. */
        boolean drop() {
            return (unmade > 0 ? takeUnmade() : things.pollFirst()) != null;
        }
    }

    /**
     * Makes one.
     *
     * @param min how many things it makes now; 0 or more
     * @param max how many there may be; {@code min} or more
     * @param create makes a thing, on the task that needs one; it may wait. What it throws, {@link #get} throws
     */
    public Pool(int min, int max, Supplier<T> create) {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException(
                    "a pool makes from 0 to its limit, " + max + ", of its things at once, and not " + min);
        }
        this.create = Objects.requireNonNull(create, "create");
        this.max = max;
        this.units.unmade = max - min;
        for (int i = 0; i < min; i++) {
            units.things.addLast(make());
        }
    }

    @Suspendable
    private T make() {
        return Objects.requireNonNull(create.get(), "what the supplier of a pool made");
    }

    /** Gets a thing that is free, makes one, or waits until one is put back. */
    @Suspendable
    @SuppressWarnings("unchecked") // the other units are things
    public T get() {
        Object unit = Objects.requireNonNull(queue.get());
        return unit == UNMADE ? create() : (T) unit;
    }

    @Suspendable
    private T create() {
        T made = null;
        try {
            made = make();
            return made;
        } finally {
            if (made == null) {
                giveBack(UNMADE); // whoever waits may try it, too
            }
        }
    }

    /**
     * Puts a thing back: who has waited longest has it now. Never waits. If there are more things than {@link #resize}
     * allows, it is dropped.
     */
    public void put(T item) {
        giveBack(Objects.requireNonNull(item, "item"));
    }

    private void giveBack(Object unit) {
        lock.lock();
        try {
            if (surplus > 0) {
                surplus--;
            } else {
                queue.putNowait(unit);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gets a thing as {@link #get} does, which is put back when the item is closed. */
    @Suspendable
    public Item<T> item() {
        return new Loan(get());
    }

    private final class Loan implements Item<T> {
        private final T item;
        private boolean closed;

        Loan(T item) {
            this.item = item;
        }

        @Override
        public T get() {
            return item;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                put(item);
            }
        }
    }

    /**
     * Changes how many things there may be. With fewer, those that are free are dropped, the others when they are put
     * back; with more, those who wait get one.
     *
     * @param max 0 or more
     */
    public void resize(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("a pool has 0 things or more, not " + max);
        }
        lock.lock();
        try {
            for (; this.max > max; this.max--) {
                surplus += units.drop() ? 0 : 1;
            }
            for (; this.max < max; this.max++) {
                giveBack(UNMADE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many can be got without waiting; negative when more are out than there may be since {@link #resize}. */
    public int free() {
        lock.lock();
        try {
            return units.size() - surplus;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for a thing. */
    public int waiting() {
        return queue.getting();
    }
}
