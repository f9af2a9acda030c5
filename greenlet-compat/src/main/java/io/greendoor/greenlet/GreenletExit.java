package io.greendoor.greenlet;

import io.greendoor.scheduler.ExpectedEnd;

/**
 * Asks a greenlet to end. It is an expected end: what reaches the end of a greenlet's body is returned to its parent
 * as a value, and is never logged. An {@link Error}, as greenlet's is a {@code BaseException}, so that {@code catch
 * (Exception e)} does not swallow it.
 */
public class GreenletExit extends Error implements ExpectedEnd {

    private static final long serialVersionUID = 1L;

    /** Makes one without a message. */
    public GreenletExit() {}

    /**
     * Makes one.
     *
     * @param message why the greenlet is to end
     */
    public GreenletExit(String message) {
        super(message);
    }
}
