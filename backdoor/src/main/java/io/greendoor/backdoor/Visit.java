package io.greendoor.backdoor;

import java.time.Duration;

/** What others are told of a session: who its client is, and what it does. From any thread. */
final class Visit {

    private final String client;
    private final Object origin;
    private final long begunNanos = System.nanoTime();
    private volatile long typedNanos = begunNanos;
    private volatile boolean hasEntered;
    private volatile String running = "";

    /**
     * Begins now.
     *
     * @param origin what clients from the same place have in common
     */
    Visit(String client, Object origin) {
        this.client = client;
        this.origin = origin;
    }

    /** Who its client is. */
    String client() {
        return client;
    }

    Object origin() {
        return origin;
    }

    /** Whether its client has entered a line at all. */
    boolean hasEntered() {
        return hasEntered;
    }

    /** Which of two has been there longer: the greater one. */
    static int compareAges(Visit one, Visit other) {
        return Long.signum(other.begunNanos - one.begunNanos);
    }

    /** Which of two has entered nothing for longer: the greater one. */
    static int compareIdleness(Visit one, Visit other) {
        return Long.signum(other.typedNanos - one.typedNanos);
    }

    /** How long ago it began. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** How long ago its client entered a line. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - typedNanos);
    }

    /** The statement that it runs; empty: none. */
    String running() {
        return running;
    }

    boolean isRunning() {
        return !running.isEmpty();
    }

    /** Its client has entered a line. */
    void entered() {
        typedNanos = System.nanoTime();
        hasEntered = true;
    }

    /** It runs that from now on; empty: nothing. */
    void runs(String statement) {
        running = statement;
    }
}
