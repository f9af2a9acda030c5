package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Suspendable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session's input, from bytes to lines: the console takes them as commands, {@code System.in} as data. The loop's
 * thread only.
 */
// A line ends with LF, CR LF or CR NUL's CR; it is decoded as a whole, so a character may come in pieces. What cannot
// be decoded becomes U+FFFD. Room is bounded: an over-long line is dropped up to its end, and the queue says so; when
// many lines are queued the reader waits (isFull), so a client that sends faster than its commands run is slowed down
// by TCP.
final class SessionInput {

    /**
     * A line, without its end.
     *
     * @param isTooLong whether it was longer than a line may be, and was dropped
     */
    record Line(String text, boolean isTooLong) {}

    static final int MAX_LINE_BYTES = 1 << 20;
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "PRI", "CONNECT", "TRACE");
    private static final int LONGEST_METHOD = 8;
    private static final int MAX_QUEUED_CHARS = 4 << 20;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final StringBuilder beginning = new StringBuilder();
    private boolean begins = true;
    private boolean isHttp;
    private boolean overlong;
    private boolean afterCr;
    private int queuedChars;
    private boolean ended;
    private Event<Void> more = new Event<>();
    private Event<Void> room = new Event<>();

    /** Takes one byte of text. */
    void append(byte b) {
        judgeBeginning(b);
        if (isHttp) {
            return;
        }
        boolean lineFeedOfCrLf = afterCr && b == '\n';
        afterCr = b == '\r';
        if (b == '\n' && lineFeedOfCrLf) {
            return;
        }
        if (b == '\n' || b == '\r') {
            endLine();
        } else if (b == '\b' || b == 127) {
            eraseCharacter();
        } else if (b == 21) {
            partial.reset();
        } else if (partial.size() < MAX_LINE_BYTES) {
            partial.write(b);
        } else {
            overlong = true;
        }
    }

    /**
     * A browser can be made to post to any port of this machine: whoever begins like that must not get a command run. So the
     * very first word is looked at as it comes, whatever becomes of the line that it is in.
     */
    private void judgeBeginning(byte b) {
        if (!begins) {
            return;
        }
        begins = b != ' ' && b != '\n' && b != '\r' && beginning.length() < LONGEST_METHOD;
        if (begins) {
            beginning.append((char) (b & 0xff));
        } else if (b == ' ' && HTTP_METHODS.contains(beginning.toString())) {
            isHttp = true;
            clear();
            end();
        }
    }

    /** Whether the client began like HTTP: then nothing of what it sent is here. */
    boolean isHttp() {
        return isHttp;
    }

    private void eraseCharacter() {
        String text = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        int end = text.isEmpty() ? 0 : text.offsetByCodePoints(text.length(), -1);
        partial.writeBytes(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
    }

    private void endLine() {
        Line line = overlong ? new Line("", true) : new Line(partial.toString(StandardCharsets.UTF_8), false);
        overlong = false;
        partial.reset();
        if (line.text().equals("\u0004")) { // Ctrl-D from a client that sends it as a byte
            end();
        } else if (!ended) {
            queuedChars += line.text().length();
            lines.add(line);
            wake();
        }
    }

    /** No more comes; a last line without its end counts. */
    void end() {
        if (!ended && (partial.size() > 0 || overlong)) {
            endLine();
        }
        ended = true;
        wake();
    }

    /** Forgets what was typed ahead. */
    void clear() {
        lines.clear();
        partial.reset();
        overlong = false;
        queuedChars = 0;
        if (!room.ready()) {
            room.send(null);
        }
    }

    private void wake() {
        if (!more.ready()) {
            more.send(null);
        }
    }

    /** Waits for a line; null at the end of the input. */
    @Suspendable
    @Nullable
    Line next() {
        while (lines.isEmpty() && !ended) {
            more = new Event<>();
            more.await();
        }
        Line line = lines.poll();
        if (line != null) {
            queuedChars -= line.text().length();
            if (!isFull() && !room.ready()) {
                room.send(null);
            }
        }
        return line;
    }

    private boolean isFull() {
        return queuedChars > MAX_QUEUED_CHARS;
    }

    /** Waits until there is room for more. */
    @Suspendable
    void awaitRoom() {
        while (isFull()) {
            room = new Event<>();
            room.await();
        }
    }
}
