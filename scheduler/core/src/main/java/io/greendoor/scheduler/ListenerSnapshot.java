package io.greendoor.scheduler;

/**
 * A task that waits for a channel to become ready, as it was a moment ago: what eventlet calls a listener. See {@link
 * Scheduler#listeners()}.
 *
 * @param channel which, in its own words
 * @param purpose {@code read} or {@code write}; accepting counts as reading, connecting as writing
 * @param task the number of the task that waits; 0 when it is the loop's plain thread
 */
public record ListenerSnapshot(String channel, String purpose, long task) {}
