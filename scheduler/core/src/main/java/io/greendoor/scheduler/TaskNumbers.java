package io.greendoor.scheduler;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers for one loop's tasks that no other loop's tasks have. The loop's thread only. */
// Taken in blocks, so that loops do not contend for one counter with each task.
final class TaskNumbers {

    private static final int BLOCK = 64;
    private static final AtomicLong BLOCKS = new AtomicLong();

    private long next;
    private long end;

    long take() {
        if (next == end) {
            next = BLOCKS.getAndAdd(BLOCK) + 1;
            end = next + BLOCK;
        }
        return next++;
    }
}
