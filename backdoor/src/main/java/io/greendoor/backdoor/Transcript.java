package io.greendoor.backdoor;

import org.jspecify.annotations.Nullable;

/** How a session's answers look to its client. In the console's task; nothing here waits. */
// What commands and their tasks print goes to SessionOutput beside this, at any time and on any thread. A form in which
// that may not stand as it is (JSON) has SessionOutput frame it.
interface Transcript {

    /** The client has been greeted, and its first prompt is next. */
    void begin();

    /** The prompt for a statement. */
    String prompt();

    /** The prompt for the rest of one. */
    String continuation();

    /**
     * A statement had a value.
     *
     * @param text how it prints
     * @param number by which the session knows it
     */
    void value(Object value, String text, int number);

    /** A statement could not be run, or a line not be taken for one. */
    void rejected(String message);

    /** A statement, or what it has left behind, threw. */
    void thrown(Throwable thrown);

    /** The client interrupted what was going on. */
    void interrupted();

    /** A statement is over, and all is told of it. */
    void done(boolean well);

    /** All that a program sent as one piece is over, and told. */
    void endOfPiece();

    /** Whether a statement that is unfinished when the input ends is to be judged as it is. */
    boolean isScript();

    /** The client has said all that it has to say, and it was answered. */
    void endOfInput();

    /**
     * The session ends before that.
     *
     * @param reason null when a command wanted it so
     */
    void ended(@Nullable String reason);
}
