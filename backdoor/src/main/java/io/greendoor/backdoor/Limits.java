package io.greendoor.backdoor;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a command may go on, and what it may use.
 *
 * @param slice how long it computes before others get a turn
 * @param computing how long it may compute altogether; what it waits does not count
 * @param outputBytes how much it may print, together with the tasks that it starts
 * @param allocatedBytes how much memory it may allocate, whether it is still in use or not
 */
// The defaults stop what nobody looks after any more, and nothing that somebody waits for: ten minutes of computing,
// more text than anybody reads, 4 GiB of objects, which a loop that only fills memory makes in some seconds.
record Limits(Duration slice, Duration computing, long outputBytes, long allocatedBytes) {

    private static final Duration SHORTEST_SLICE = Duration.ofMillis(1);
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    static final Limits DEFAULT = new Limits(Duration.ofMillis(50), Duration.ofMinutes(10), 64L << 20, 4L << 30);

    Limits {
        Objects.requireNonNull(slice, "slice");
        Objects.requireNonNull(computing, "computing");
        if (slice.compareTo(SHORTEST_SLICE) < 0) {
            throw new IllegalArgumentException("a slice must be a millisecond or longer, not " + slice);
        }
        if (computing.isZero() || computing.isNegative()) {
            throw new IllegalArgumentException("a budget for time must be positive, not " + computing);
        }
        requirePositive("output", outputBytes);
        requirePositive("allocation", allocatedBytes);
    }

    private static void requirePositive(String what, long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a budget for " + what + " must be a byte or more, not " + bytes);
        }
    }

    Limits withSlice(Duration other) {
        return new Limits(other, computing, outputBytes, allocatedBytes);
    }

    Limits withComputing(Duration other) {
        return new Limits(slice, other, outputBytes, allocatedBytes);
    }

    Limits withOutputBytes(long other) {
        return new Limits(slice, computing, other, allocatedBytes);
    }

    Limits withAllocatedBytes(long other) {
        return new Limits(slice, computing, outputBytes, other);
    }

    /** The same slice, and no budgets. */
    Limits withoutBudgets() {
        return new Limits(slice, FOREVER, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** In nanoseconds, as far as a long goes. */
    static long nanos(Duration duration) {
        return duration.compareTo(FOREVER) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
