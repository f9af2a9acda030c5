package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A session's lines as {@code System.in}: a read takes one line at most, so what follows it are still commands. */
final class LineInputStream extends InputStream {

    /** Where the lines come from. */
    @FunctionalInterface
    interface Source {
        /** Waits for a line; null at the end. */
        @Suspendable
        SessionInput.@Nullable Line next();
    }

    private final Source lines;
    private byte[] line = new byte[0];
    private int position;

    LineInputStream(Source lines) {
        this.lines = lines;
    }

    @Override
    @Suspendable
    public int read() {
        return hasMore() ? line[position++] & 0xff : -1;
    }

    @Override
    @Suspendable
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, line.length - position);
        System.arraycopy(line, position, bytes, offset, count);
        position += count;
        return count;
    }

    @Suspendable
    private boolean hasMore() {
        if (position == line.length) {
            SessionInput.Line next = lines.next(); // two who read at once get a line each, or one after the other
            if (next == null) {
                return false;
            }
            line = (next.text() + "\n").getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        return true;
    }

    @Override
    public int available() {
        return line.length - position;
    }
}
