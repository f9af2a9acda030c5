package io.greendoor.backdoor;

import java.time.Duration;

/** What others are told of a session: who its client is, and what it does. From any thread. */
final class Visit {

    private final String client;
    private final long begunNanos = System.nanoTime();
    private volatile long typedNanos = begunNanos;
    private volatile String running = "";

    /** Begins now. */
    Visit(String client) {
        this.client = client;
    }

    /** Who its client is. */
    String client() {
        return client;
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
    }

    /** It runs that from now on; empty: nothing. */
    void runs(String statement) {
        running = statement;
    }
}
