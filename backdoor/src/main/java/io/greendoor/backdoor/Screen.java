package io.greendoor.backdoor;

/** What a session's client sees. From any thread; what it tells may change while a command runs. */
interface Screen {

    /** The columns; 100 when the client has not told. */
    int width();

    /** The rows; 0 when the client has no terminal, or has not told. */
    int height();

    /** Whether the client understands a terminal's control sequences: colours, moving the cursor, clearing. */
    boolean isTerminal();
}
