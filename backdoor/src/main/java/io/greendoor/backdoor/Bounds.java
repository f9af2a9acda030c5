package io.greendoor.backdoor;

import java.time.Duration;

/**
 * How much of a value is shown, so that a large one holds neither the loop nor its reader.
 *
 * @param elements of one collection, map or array
 * @param nodes in all: elements, keys, values, components
 * @param characters of what is inside of a collection or the like, in all
 * @param inside characters of one text inside of something
 * @param alone characters of a text that is all there is to print
 * @param time after which no further element is asked for
 * @param opened whether an object that has nothing to say of itself shows its fields, a buffer its bytes, a throwable
 *     its trace
 */
record Bounds(int elements, int nodes, int characters, int inside, int alone, Duration time, boolean opened) {

    /** What an expression at the prompt shows of its value. */
    static final Bounds PRINTED = new Bounds(100, 1_000, 10_000, 1_000, 1 << 20, Duration.ofMillis(250), false);

    /** What is shown on request: as much as a client takes in at once. */
    static final Bounds EXPANDED = new Bounds(10_000, 100_000, 1 << 20, 100_000, 1 << 20, Duration.ofSeconds(1), true);

    /** What is shown of one value among many others. */
    static final Bounds BRIEF = new Bounds(20, 50, 200, 100, 200, Duration.ofMillis(50), false);

    /** Of things in one another. What is deeper does not fit into a line, and hardly means anything in several. */
    static final int DEPTH = 50;

    Bounds {
        if (elements < 1
                || nodes < 1
                || characters < 1
                || inside < 1
                || alone < 1
                || time.isNegative()
                || time.isZero()) {
            throw new IllegalArgumentException("bounds must be positive: " + elements + " elements, " + nodes
                    + " nodes, " + characters + ", " + inside + " and " + alone + " characters, " + time);
        }
    }
}
