package io.greendoor.scheduler;

/**
 * The time of a {@link Coroutines#withTimeout} is up: Kotlin's {@code TimeoutCancellationException}. Uncaught, it ends
 * a launched job without failing its scope.
 */
public class TimeoutCancelled extends Cancelled {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message which time was up
     */
    public TimeoutCancelled(String message) {
        super(message);
    }
}
