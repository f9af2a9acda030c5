package io.greendoor.greenlet;

/**
 * A {@link GreenQueue} from which the item that was put last is got first: eventlet's {@code LifoQueue}.
 *
 * @param <T> the items
 */
public class GreenLifoQueue<T> extends GreenQueue<T> {

    /** Makes one that has room for any number of items. */
    public GreenLifoQueue() {
        this(UNBOUNDED);
    }

    /**
     * Makes one.
     *
     * @param maxsize how many items have room; 0: a rendezvous, as with any {@link GreenQueue}
     */
    public GreenLifoQueue(int maxsize) {
        super(maxsize, lock -> new Store.Lifo<>());
    }
}
