package io.greendoor.scheduler;

/**
 * A wait, or a whole task, was given up: the counterpart of Kotlin's {@code CancellationException}.
 *
 * <p>It is an {@link Error} so that {@code catch (Exception e)} in application code does not swallow it.
 */
public class Cancelled extends Error implements ExpectedEnd {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was cancelled, or why
     */
    public Cancelled(String message) {
        super(message);
    }
}
