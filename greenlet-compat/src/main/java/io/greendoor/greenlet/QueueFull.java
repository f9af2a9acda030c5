package io.greendoor.greenlet;

/** A queue had no room for an item, at once or in time: Python's {@code queue.Full}. */
public class QueueFull extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public QueueFull() {
        super("the queue is full");
    }
}
