package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What is to be printed above the line that is being edited, until that is drawn. Whoever prints does not wait for the
 * drawing, so it is bounded: what does not fit is counted, and told. From any thread.
 */
final class TextAbove {

    private static final int MOST_BYTES = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // as is the next, guarded by this
    private long dropped;

    /**
     * Adds some text.
     *
     * @return whether there was none: then somebody has to be found who takes it
     */
    synchronized boolean add(byte[] text, int offset, int length) {
        boolean first = bytes.size() == 0 && dropped == 0;
        if (bytes.size() + length > MOST_BYTES) {
            dropped += length;
        } else {
            bytes.write(text, offset, length);
        }
        return first && length > 0;
    }

    /** Takes all of it. */
    synchronized String take() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        String told = dropped == 0
                ? ""
                : "\n[" + dropped + " bytes of output were dropped: they came faster than they can be drawn]\n";
        bytes.reset();
        dropped = 0;
        return text + told;
    }
}
