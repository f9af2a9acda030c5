package io.greendoor.backdoor;

/** A command was called in a way that it does not understand. The message says why, and is all that is printed. */
final class UsageError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message a sentence with the value and the cure */
    UsageError(String message) {
        super(message, null, false, false);
    }

    /** What is printed of it. */
    String line() {
        return "error: " + getMessage();
    }
}
