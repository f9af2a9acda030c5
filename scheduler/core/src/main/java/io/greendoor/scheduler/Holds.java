package io.greendoor.scheduler;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** For how long a loop was held at most: since it was made, and of late. Noted by the loop's thread, read by any. */
// Time is cut into windows, and each of the last few remembers its longest hold, in the slot that its number falls on.
// What is on the loop's path is one comparison, which most holds do not pass: they are shorter than the window's
// longest.
final class Holds {

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int RECENT = 6; // windows besides the one that goes on
    private static final int SLOTS = 8;

    private final long originNanos;
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLongArray windows = new AtomicLongArray(SLOTS);
    private final AtomicLongArray longestOfWindow = new AtomicLongArray(SLOTS);
    private long window; // as is the next one, the loop's thread only
    private long floor;

    /** @param originNanos when the loop was made, in {@link System#nanoTime()} */
    Holds(long originNanos) {
        this.originNanos = originNanos;
    }

    /** One has ended. */
    void note(long heldNanos, long nowNanos) {
        if (heldNanos > floor || nowNanos - originNanos - window * WINDOW_NANOS >= WINDOW_NANOS) {
            record(heldNanos, (nowNanos - originNanos) / WINDOW_NANOS);
        }
    }

    private void record(long heldNanos, long currentWindow) {
        if (currentWindow != window) {
            window = currentWindow;
            floor = 0;
        }
        floor = Math.max(floor, heldNanos);
        int slot = slot(currentWindow);
        longestOfWindow.setRelease(slot, floor);
        windows.setRelease(slot, currentWindow);
        if (heldNanos > longest.getPlain()) {
            longest.setRelease(heldNanos);
        }
    }

    long longestNanos() {
        return longest.get();
    }

    /** Of those that have ended in the last minute, or a little before. */
    long recentNanos(long nowNanos) {
        long current = (nowNanos - originNanos) / WINDOW_NANOS;
        long recent = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (current - windows.get(slot) <= RECENT) {
                recent = Math.max(recent, longestOfWindow.get(slot));
            }
        }
        return recent;
    }

    private static int slot(long window) {
        return (int) (window % SLOTS);
    }
}
