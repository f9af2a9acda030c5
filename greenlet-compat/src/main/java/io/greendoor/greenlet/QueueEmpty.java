package io.greendoor.greenlet;

/** A queue had no item, at once or in time: Python's {@code queue.Empty}. */
public class QueueEmpty extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public QueueEmpty() {
        super("the queue is empty");
    }
}
