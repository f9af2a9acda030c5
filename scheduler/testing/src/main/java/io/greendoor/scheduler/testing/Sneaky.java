package io.greendoor.scheduler.testing;

/**
 * Throws checked exceptions from methods that do not declare them: an exception crosses tasks as the very same
 * object.
 */
final class Sneaky {

    private Sneaky() {}

    /** Throws its argument; declared to return, so that a caller can say that it ends here. */
    @SuppressWarnings("unchecked") // the cast is the trick: after erasure nothing is checked
    static <X extends Throwable> RuntimeException raise(Throwable any) throws X {
        throw (X) any;
    }
}
