package io.greendoor.benchmarks;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;

/** What cancelled timers leave behind until the time that they were meant for, which is nothing if they leave at once. */
final class CancelledTimers {

    private CancelledTimers() {}

    /** Bytes on the heap for each of so many timers that were added and cancelled, but are not due for an hour. */
    static double bytesLeft(int timers) {
        Scheduler scheduler = Scheduler.current();
        Duration far = Duration.ofHours(1);
        scheduler.schedule(far, () -> {}).cancel();
        long before = Heap.used();
        for (int i = 0; i < timers; i++) {
            if (!scheduler.schedule(far, () -> {}).cancel()) {
                throw new IllegalStateException("a timer was not pending");
            }
        }
        return Math.max(0, (double) (Heap.used() - before) / timers);
    }
}
