package io.greendoor.scheduler;

import java.time.Duration;

/**
 * How busy a loop was until a moment ago. Two of them, some time apart, tell how busy it was in between. See {@link
 * Scheduler#usage()}.
 *
 * @param elapsed since the loop was made
 * @param idle for how much of that it had nothing to do
 * @param longestHold the longest time for which it has not looked for other work, a hold that goes on included
 * @param recentHold the longest one of about the last minute
 */
public record LoopUsage(Duration elapsed, Duration idle, Duration longestHold, Duration recentHold) {

    /** The share of the time since {@code earlier} in which it was busy, from 0 to 1. */
    public double loadSince(LoopUsage earlier) {
        long passed = elapsed.minus(earlier.elapsed).toNanos();
        long idled = idle.minus(earlier.idle).toNanos();
        return passed <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (double) idled / passed));
    }
}
