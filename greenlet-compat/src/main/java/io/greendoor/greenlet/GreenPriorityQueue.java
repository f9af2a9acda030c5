package io.greendoor.greenlet;

import java.util.Comparator;

/**
 * A {@link GreenQueue} from which the lowest item is got first; among equals, the one that was put first: eventlet's
 * {@code PriorityQueue}. The comparisons may not wait. A {@code put} of an item that cannot be compared with those
 * there throws {@link ClassCastException}.
 *
 * @param <T> the items; without a comparator they must be {@link Comparable}
 */
public class GreenPriorityQueue<T> extends GreenQueue<T> {

    /** Makes one that has room for any number of items, in their natural order. */
    public GreenPriorityQueue() {
        this(UNBOUNDED, naturalOrder());
    }

    /**
     * Makes one with items in their natural order.
     *
     * @param maxsize how many items have room; 0: a rendezvous, at which the order is first come, first served
     */
    public GreenPriorityQueue(int maxsize) {
        this(maxsize, naturalOrder());
    }

    /** Makes one that has room for any number of items. */
    public GreenPriorityQueue(Comparator<? super T> order) {
        this(UNBOUNDED, order);
    }

    /**
     * Makes one.
     *
     * @param maxsize how many items have room; 0: a rendezvous, at which the order is first come, first served
     */
    public GreenPriorityQueue(int maxsize, Comparator<? super T> order) {
        super(maxsize, lock -> new PriorityStore<>(lock, unwrapping(order)));
    }

    @SuppressWarnings("unchecked") // what is not Comparable is refused when it is put
    private static <T> Comparator<T> naturalOrder() {
        return (Comparator<T>) Comparator.naturalOrder();
    }
}
