package io.greendoor.backdoor;

import java.util.function.LongSupplier;

/** What is left of the {@link Bounds} while one value is looked at. */
// A value that fits into a line is never cut by the clock: a pause of the machine's must not change what a script
// reads.
final class Budget {
    private static final int SMALL_NODES = 60;

    private final Bounds bounds;
    private final LongSupplier nanoTime;
    private final long start;
    private int nodes;
    private long characters;
    private boolean cut;

    /** Begins to count now. {@code nanoTime} is as {@link System#nanoTime()}. */
    Budget(Bounds bounds, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Takes a node that will stand on a line of its own at this depth. */
    void takeNode(int depth) {
        nodes++;
        characters += 2L * depth + 3;
    }

    void takeText(int length) {
        characters += length;
    }

    boolean isSpent() {
        return nodes >= bounds.nodes()
                || characters >= bounds.characters()
                || (nodes > SMALL_NODES
                        && nanoTime.getAsLong() - start > bounds.time().toNanos());
    }

    /** Something was left out. */
    void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }
}
