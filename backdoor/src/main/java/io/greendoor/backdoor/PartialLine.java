package io.greendoor.backdoor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a line that has not ended yet, as many as a line may have. Not for several threads. */
final class PartialLine {

    static final int MAX_BYTES = 1 << 20;
    private static final int SMALL = 256;
    private static final int LARGE = 1 << 16;

    private byte[] bytes = new byte[SMALL];
    private int size;
    private boolean tooLong;

    boolean isBegun() {
        return size > 0 || tooLong;
    }

    /** So that looking at it costs little. */
    boolean isShort() {
        return size < SMALL;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Decoded; what cannot be becomes U+FFFD. */
    String text() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    void add(byte b) {
        if (size == MAX_BYTES) {
            tooLong = true;
            return;
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = b;
    }

    void drop() {
        size = 0;
        tooLong = false;
        if (bytes.length > LARGE) {
            bytes = new byte[SMALL]; // one long line's memory is not kept for ever
        }
    }

    /** Drops the bytes of one character: in UTF-8 all but its first begin with the bits 10. */
    void eraseCharacter() {
        boolean inside = true;
        while (inside && size > 0) {
            inside = (bytes[--size] & 0xc0) == 0x80;
        }
    }
}
