package io.greendoor.greenlet;

import io.greendoor.scheduler.LoopLocal;
import java.nio.ByteBuffer;

/**
 * A loop's own buffer for what is received or sent without waiting: outside of the heap, where the system reads and
 * writes it without another copy, and used again for every message. What is in it is good until the task next waits.
 */
final class Scratch {

    /** As much as one call of the system's moves at once on a local connection. */
    private static final int BYTES = 64 * 1024;

    private static final LoopLocal<ByteBuffer> OF_LOOP = LoopLocal.withInitial(() -> ByteBuffer.allocateDirect(BYTES));

    private Scratch() {}

    /** An empty buffer with room for {@code max} bytes: the loop's own, or a new one when that is too small. */
    static ByteBuffer ofAtMost(int max) {
        return max > BYTES ? ByteBuffer.allocate(max) : OF_LOOP.get().clear().limit(max);
    }

    /** What was put into it. */
    static byte[] copyOf(ByteBuffer filled) {
        byte[] copy = new byte[filled.position()];
        filled.flip().get(copy);
        return copy;
    }
}
