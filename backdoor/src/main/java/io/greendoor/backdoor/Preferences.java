package io.greendoor.backdoor;

/** How the client of one session wants to be told things. Set and read on any thread. */
final class Preferences {

    /** Columns; 0: as the client tells. */
    volatile int width;

    /** Whether each statement's time is told. */
    volatile boolean time;

    /** Whether what is longer than the screen is shown by pages. */
    volatile boolean paging = true;

    /** Whether a terminal is shown colours. */
    volatile boolean colours = true;
}
