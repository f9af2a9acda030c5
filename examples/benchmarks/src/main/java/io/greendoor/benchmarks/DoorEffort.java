package io.greendoor.benchmarks;

/**
 * How much is measured at a door.
 *
 * @param times how often each thing is done
 * @param starts how many servers are started to see what a first command takes
 * @param commands during how many the loop is watched
 * @param sessions how many wait at the prompt where their memory is measured
 * @param turns of a loop, where a turn's price is measured
 */
record DoorEffort(int times, int starts, int commands, int sessions, int turns) {
    static final DoorEffort LONG = new DoorEffort(1000, 20, 1000, 50, 100_000_000);
    static final DoorEffort QUICK = new DoorEffort(200, 3, 1000, 20, 50_000_000);
    static final DoorEffort TRIAL = new DoorEffort(3, 1, 60, 2, 1_000_000);
}
