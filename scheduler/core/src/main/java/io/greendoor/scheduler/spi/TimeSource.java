package io.greendoor.scheduler.spi;

/**
 * A loop's time, and its waiting for time to pass: what a test replaces to run in virtual time.
 *
 * <p>Each loop has its own, and calls it on its own thread, but for {@link #nanoTime()}.
 */
public interface TimeSource {

    /** The bound of a wait that has none. */
    long FOREVER = Long.MAX_VALUE;

    /** The machine's clock. */
    TimeSource SYSTEM = new TimeSource() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(long nanos, Poll poll) {
            poll.await(nanos);
        }
    };

    /** As {@link System#nanoTime()}. From any thread. */
    long nanoTime();

    /**
     * Nothing is ready: waits until something is, somebody wakes the loop, or time has passed; may return early.
     *
     * @param nanos until the next deadline, or {@link #FOREVER} when there is none
     * @param poll waits for real; a clock of its own calls it with 0, so that channels are looked at, and {@link #FOREVER}
     *     when only another thread or a channel can bring work
     */
    void await(long nanos, Poll poll);

    /** The real wait of a loop. */
    @FunctionalInterface
    interface Poll {

        /**
         * Waits for channels, or for being woken, for at most {@code nanos}; 0: looks without waiting.
         *
         * @return whether there is something to run now: then time need not pass
         */
        boolean await(long nanos);
    }
}
