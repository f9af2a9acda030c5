package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A session's lines as {@code System.in}: a read takes one line at most, so what follows it are still commands. What
 * nobody has read of a line when its piece ends is dropped.
 */
final class LineInputStream extends InputStream {

    /** Where the lines come from. */
    @FunctionalInterface
    interface Source {
        /** Waits for a line; null at the end. */
        @Suspendable
        SessionInput.@Nullable Line next();
    }

    private final Source lines;
    private final Predicate<SessionInput.Line> isOver;
    private SessionInput.Line line = SessionInput.Line.of("");
    private byte[] bytes = new byte[0]; // the line's
    private int position;

    LineInputStream(Source lines, Predicate<SessionInput.Line> isOver) {
        this.lines = lines;
        this.isOver = isOver;
    }

    @Override
    @Suspendable
    public int read() {
        return hasMore() ? bytes[position++] & 0xff : -1;
    }

    @Override
    @Suspendable
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    @Suspendable
    private boolean hasMore() {
        if (available() == 0) {
            SessionInput.Line next = lines.next(); // two who read at once get a line each, or one after the other
            if (next == null) {
                return false;
            }
            line = next;
            bytes = (next.text() + "\n").getBytes(StandardCharsets.UTF_8);
            position = 0;
        }
        return true;
    }

    @Override
    public int available() {
        return isOver.test(line) ? 0 : bytes.length - position;
    }
}
