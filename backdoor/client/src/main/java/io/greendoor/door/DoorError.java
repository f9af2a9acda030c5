package io.greendoor.door;

/** Why the client cannot do what it was asked for: a sentence for its user, and its exit code. */
final class DoorError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private DoorError(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /** The command line is wrong, or what it names cannot be read. */
    static DoorError usage(String sentence) {
        return new DoorError(ExitCode.USAGE, sentence);
    }

    /** There is no connection, or no more. */
    static DoorError connection(String sentence) {
        return new DoorError(ExitCode.CONNECTION, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
