package io.greendoor.benchmarks;

/** What a door's visitors find: an application's object. Public, as the prompt names its type. */
public final class DoorApp {

    private int requests;
    private long last;

    DoorApp() {}

    /** Counts a request. */
    public int requests() {
        return ++requests;
    }

    /** What {@link #nanosOf} has computed, so that it computes it. */
    public long last() {
        return last;
    }

    /** The time of a loop with so many turns, of which each needs the one before. */
    public long nanosOf(int turns) {
        long begun = System.nanoTime();
        long sum = 0;
        for (int i = 0; i < turns; i++) {
            sum = sum * 31 + i;
        }
        last = sum;
        return System.nanoTime() - begun;
    }
}
