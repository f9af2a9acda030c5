package io.greendoor.scheduler;

import java.time.Duration;

/**
 * A pending timer, as it was a moment ago. See {@link Scheduler#timers()}.
 *
 * @param remaining until it is due; negative when it is overdue, because somebody holds the loop
 * @param what it does
 */
public record TimerSnapshot(Duration remaining, String what) {}
