package io.greendoor.greenlet;

/** An impossible switch: the greenlet belongs to another thread, or to one that has ended. greenlet's {@code error}. */
public class GreenletError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what is impossible, naming the threads
     */
    public GreenletError(String message) {
        super(message);
    }
}
