package io.greendoor.door;

/** What the client's exit codes mean. */
final class ExitCode {

    /** Everything ran. */
    static final int FINE = 0;

    /** A statement threw, did not compile or was interrupted, or a piece never ran. */
    static final int FAILED = 1;

    /** The command line is wrong, or what it names cannot be read: nothing was sent. */
    static final int USAGE = 2;

    /** No connection, or one that was lost before all was answered. */
    static final int CONNECTION = 3;

    private ExitCode() {}
}
