package io.greendoor.greenlet;

import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.WaitQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A queue between tasks: eventlet's {@code LightQueue} and {@code Queue}. First come, first served on both sides; all
 * methods may be called from any thread; items may be null. Unbounded, bounded, or, of size 0, a rendezvous: an item is
 * put when somebody gets it.
 *
 * <p>A task that is killed, or whose time is up, while it waits to get leaves every item in the queue; one that waits to
 * put has not put. If its item had been accepted a moment before, it has.
 *
 * @param <T> the items
 */
// Guarded by `lock`. Nobody waits, and nobody's code runs, with it held.
//
// A getter waits only while there is neither an item nor a putter. Who waits to get is woken with the right to one item
// of `handed`, which is out of the queue for everybody else, so that nobody slips in between. If that getter dies
// before it runs, the right goes to the next one; if nobody waits, the item that was handed out last goes back to its
// place: so the items keep their order whoever dies.
//
// Who waits to put stands in `offers` with its item, which is accepted together with waking it: if it cannot be woken
// any more (killed, its time up) the offer is void.
public class GreenQueue<T> {

    static final int UNBOUNDED = Integer.MAX_VALUE;

    private static final Object NULL = new Object();
    private static final Object HANDED = new Object();
    private static final Object UNARRANGED = new Object();
    private static final Object DONE = new Object();

    private final SpinLock lock;
    private final Store<Object> store; // as is all below, guarded by lock
    private final WaitQueue<Object> getters;
    private final WaitQueue<Object> joiners;
    private final Deque<Object> handed = new ArrayDeque<>();
    private final Set<Offer> offers = new LinkedHashSet<>();
    private int maxsize;
    private int unfinished;

    /** One who waits to put. */
    private final class Offer {
        private final Object item;
        private final WaitQueue<Object> putter = new WaitQueue<>("a queue to put into", lock, () -> {});
        private boolean accepted;

        Offer(Object item) {
            this.item = item;
        }

        /** With the lock held: what there is to wait for, if anything. */
        @Nullable
        Object acceptOrJoin() {
            if (accepted || (!offers.contains(this) && accept(item))) {
                return DONE;
            }
            offers.add(this);
            return null;
        }

        /** With the lock held: false when its putter does not wait any more. */
        boolean conclude() {
            accepted = putter.wakeFirst(DONE);
            return accepted;
        }
    }

    /** Makes one that has room for any number of items. */
    public GreenQueue() {
        this(UNBOUNDED);
    }

    /**
     * Makes one.
     *
     * @param maxsize how many items have room; 0: a rendezvous
     */
    public GreenQueue(int maxsize) {
        this(maxsize, lock -> new Store.Fifo<>());
    }

    GreenQueue(int maxsize, Function<SpinLock, Store<Object>> store) {
        this(maxsize, new SpinLock(), store);
    }

    /** One that shares its lock with whoever makes it. */
    GreenQueue(int maxsize, SpinLock lock, Function<SpinLock, Store<Object>> store) {
        this.maxsize = checkSize(maxsize);
        this.lock = lock;
        this.store = store.apply(lock);
        this.getters = new WaitQueue<>("a queue to get from", lock, this::passOn);
        this.joiners = new WaitQueue<>("the tasks of a queue", lock, () -> {}); // all are woken
    }

    private static int checkSize(int maxsize) {
        if (maxsize < 0) {
            throw new IllegalArgumentException("a queue has room for 0 items or more, not for " + maxsize);
        }
        return maxsize;
    }

    /** Puts an item, waiting for room, or at a rendezvous for a getter. Does not switch when there is. */
    @Suspendable
    public void put(@Nullable T item) {
        offer(wrap(item), null);
    }

    /**
     * Puts an item, waiting for at most {@code timeout}.
     *
     * @param timeout zero: lets others run once
     * @throws QueueFull when the time was up
     */
    @Suspendable
    public void put(@Nullable T item, Duration timeout) {
        if (!offer(wrap(item), Objects.requireNonNull(timeout, "timeout"))) {
            throw new QueueFull();
        }
    }

    /**
     * Puts an item if that is possible at once; at a rendezvous if somebody waits to get it. Never waits or switches: in
     * callbacks of the loop, too.
     *
     * @throws QueueFull when it is not
     */
    public void putNowait(@Nullable T item) {
        if (!putNow(wrap(item))) {
            throw new QueueFull();
        }
    }

    private boolean putNow(Object item) {
        store.check(item);
        lock.lock();
        try {
            return accept(item);
        } finally {
            lock.unlock();
        }
    }

    @Suspendable
    private boolean offer(Object item, @Nullable Duration timeout) {
        if (putNow(item)) {
            return true;
        }
        Offer offer = new Offer(item);
        try {
            return offer.putter.await(offer::acceptOrJoin, timeout) != null;
        } finally {
            withdraw(offer);
        }
    }

    private void withdraw(Offer offer) {
        lock.lock();
        try {
            offers.remove(offer);
        } finally {
            lock.unlock();
        }
    }

    /** Gets an item, waiting for one. */
    @Suspendable
    public @Nullable T get() {
        return unwrap(take(null));
    }

    /**
     * Gets an item, waiting for at most {@code timeout}.
     *
     * @param timeout zero: lets others run once
     * @throws QueueEmpty when the time was up
     */
    @Suspendable
    public @Nullable T get(Duration timeout) {
        return unwrap(take(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * Gets an item if that is possible at once. Never waits or switches: in callbacks of the loop, too.
     *
     * @throws QueueEmpty when it is not
     */
    public @Nullable T getNowait() {
        Object item;
        do {
            store.arrange();
            item = takeOrNull();
        } while (item == UNARRANGED);
        return unwrap(item);
    }

    private @Nullable Object takeOrNull() {
        lock.lock();
        try {
            return takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** An item, wrapped; null when the time was up. */
    @Suspendable
    private @Nullable Object take(@Nullable Duration timeout) {
        Object item;
        do {
            store.arrange();
            item = getters.await(this::takeNow, timeout);
        } while (item == UNARRANGED); // somebody has added to it just now: there was no waiting
        return item == HANDED ? takeHanded() : item;
    }

    private @Nullable Object takeHanded() {
        lock.lock();
        try {
            return handed.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: puts it, if it has a taker or room. */
    private boolean accept(Object item) {
        if (getters.wakeFirst(HANDED)) {
            handed.addLast(item);
        } else if (store.size() < maxsize || maxsize == UNBOUNDED) {
            store.add(item);
        } else {
            return false;
        }
        unfinished++;
        return true;
    }

    /** With the lock held: an item; {@link #UNARRANGED} when there are some in no order yet; null when there is none. */
    private @Nullable Object takeNow() {
        if (!store.isArranged()) {
            return UNARRANGED;
        }
        Object item = store.take();
        if (item == null) {
            Offer offer = pollOffer();
            return offer == null ? null : offer.item;
        }
        admit();
        return item;
    }

    /** With the lock held: those who wait to put, as far as there is room. */
    private void admit() {
        while (!offers.isEmpty() && store.size() < maxsize) {
            Offer offer = pollOffer();
            if (offer != null) {
                store.add(offer.item);
            }
        }
    }

    /** With the lock held: takes the first one out whose putter still waits, and wakes it; null when there is none. */
    private @Nullable Offer pollOffer() {
        for (Iterator<Offer> each = offers.iterator(); each.hasNext(); ) {
            Offer offer = each.next();
            each.remove();
            if (offer.conclude()) {
                unfinished++;
                return offer;
            }
        }
        return null;
    }

    /** With the lock held: somebody died with the right to an item. */
    private void passOn() {
        if (!getters.wakeFirst(HANDED)) {
            store.giveBack(Objects.requireNonNull(handed.pollLast()));
        }
    }

    /** How many items are in it. An item on its way to a getter that was woken is not. */
    public int qsize() {
        lock.lock();
        try {
            return store.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no item is in it. */
    public boolean empty() {
        return qsize() == 0;
    }

    /** Whether there is no room; of a rendezvous always true. */
    public boolean full() {
        lock.lock();
        try {
            return maxsize != UNBOUNDED && store.size() >= maxsize;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait to put. */
    public int putting() {
        lock.lock();
        try {
            return offers.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many wait to get. */
    public int getting() {
        lock.lock();
        try {
            return getters.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes how many items have room. Items that are in it stay; when there is more room, those who wait to put do.
     *
     * @param maxsize 0: a rendezvous; {@link Integer#MAX_VALUE}: any number
     */
    public void resize(int maxsize) {
        checkSize(maxsize);
        lock.lock();
        try {
            this.maxsize = maxsize;
            admit();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that the work on one item that was got is done. Never switches.
     *
     * @throws IllegalStateException when it was said for each item put already
     */
    public void taskDone() {
        lock.lock();
        try {
            if (unfinished == 0) {
                throw new IllegalStateException("taskDone() was called more often than items were put");
            }
            if (--unfinished == 0) {
                joiners.wakeAll(DONE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link #taskDone} was called for each item that was put. */
    @Suspendable
    public void join() {
        joiners.await(() -> unfinished == 0 ? DONE : null, null);
    }

    /** How many items were put for which {@link #taskDone} was not called. */
    public int unfinishedTasks() {
        lock.lock();
        try {
            return unfinished;
        } finally {
            lock.unlock();
        }
    }

    private static Object wrap(@Nullable Object item) {
        return item == null ? NULL : item;
    }

    @SuppressWarnings("unchecked") // only items are put
    private @Nullable T unwrap(@Nullable Object item) {
        if (item == null) {
            throw new QueueEmpty();
        }
        return item == NULL ? null : (T) item;
    }

    /** Compares items as they are in the store. */
    @SuppressWarnings({"unchecked", "NullAway"}) // only items are put; a comparator of nulls is their users' choice
    static <T> Comparator<Object> unwrapping(Comparator<? super T> order) {
        Objects.requireNonNull(order, "order");
        return (one, other) -> order.compare(one == NULL ? null : (T) one, other == NULL ? null : (T) other);
    }
}
