package io.greendoor.greenlet;

/** Thrown by a {@link Handler} to let {@link Eventlet#serve} return. */
public class StopServe extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public StopServe() {}
}
