package io.greendoor.scheduler;

/** A loop's time, and its waiting for time to pass: what a test replaces to run in virtual time. */
interface TimeSource {

    /** The bound of a wait that has none. */
    long FOREVER = Long.MAX_VALUE;

    /** The machine's clock. */
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(Poller poller, long nanos) {
            poller.poll(nanos);
        }
    };

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /**
     * Waits on the loop's thread until something is ready, somebody wakes the poller, or {@code nanos} have passed;
     * may return early.
     */
    void await(Poller poller, long nanos);
}
