package io.greendoor.backdoor;

/** Errors that the console itself tells as exceptions: their place in its own code is of no interest to anybody. */
final class ConsoleError {

    private static final StackTraceElement[] NOWHERE = {};

    private ConsoleError() {}

    static IllegalStateException of(String message) {
        IllegalStateException error = new IllegalStateException(message);
        error.setStackTrace(NOWHERE);
        return error;
    }
}
