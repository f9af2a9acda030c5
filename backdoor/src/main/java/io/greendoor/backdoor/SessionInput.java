package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Suspendable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session's input, from bytes to lines: the console takes them as commands, {@code System.in} as data. Filled by the
 * reader on the loop; lines may be taken by any task, on any thread.
 */
// A line ends with LF, CR LF or CR; it is decoded as a whole, so a character may come in pieces. What cannot be
// decoded becomes U+FFFD. Room is bounded: an over-long line is dropped up to its end, and the queue says so; when
// many lines are queued the reader waits (isFull), so a client that sends faster than its commands run is slowed down
// by TCP.
//
// Everything is guarded by this object's monitor, and nobody waits with it held: whoever finds nothing takes the
// event that the next change will send, and looks again after it.
final class SessionInput {

    /**
     * A line, without its end.
     *
     * @param isTooLong whether it was longer than a line may be, and was dropped
     */
    record Line(String text, boolean isTooLong) {}

    static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_QUEUED_COST = 4 << 20;
    private static final int LINE_COST = 64; // bytes, about, of an empty one
    private static final int SMALL = 256;
    private static final int CTRL_D = 4;
    private static final int CTRL_U = 21;
    private static final int DELETE = 127;
    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "PRI", "CONNECT", "TRACE");
    private static final int LONGEST_METHOD = 8;
    private static final Pattern CONTINUES = Pattern.compile("\\s*(\\.\\s*\\w|(\\}\\s*)?(else|catch|finally)\\b)");

    private final Deque<Line> lines = new ArrayDeque<>();
    private byte[] partial = new byte[SMALL];
    private int partialSize;
    private final StringBuilder beginning = new StringBuilder();
    private boolean begins = true;
    private boolean isHttp;
    private boolean overlong;
    private boolean afterCr;
    private int queuedCost;
    private boolean ended;
    private Event<Void> change = new Event<>();

    /** Takes one byte of text. */
    synchronized void append(byte b) {
        judgeBeginning(b);
        if (isHttp) {
            return;
        }
        boolean lineFeedOfCrLf = afterCr && b == '\n';
        afterCr = b == '\r';
        if (lineFeedOfCrLf) {
            return;
        }
        switch (b) {
            case '\n', '\r' -> endLine();
            case '\b', DELETE -> eraseCharacter();
            case CTRL_U -> dropPartial();
            case CTRL_D -> endOrAdd(b);
            default -> add(b);
        }
    }

    /** At the beginning of a line Ctrl-D is the end, as at a terminal. */
    private void endOrAdd(byte b) {
        if (partialSize == 0 && !overlong) {
            end();
        } else {
            add(b);
        }
    }

    private void add(byte b) {
        if (partialSize == MAX_LINE_BYTES) {
            overlong = true;
            return;
        }
        if (partialSize == partial.length) {
            partial = Arrays.copyOf(partial, partialSize * 2);
        }
        partial[partialSize++] = b;
    }

    private void dropPartial() {
        partialSize = 0;
        overlong = false;
        if (partial.length > 1 << 16) {
            partial = new byte[SMALL]; // one long line's memory is not kept for ever
        }
    }

    /** Drops the bytes of one character: in UTF-8 all but its first begin with the bits 10. */
    private void eraseCharacter() {
        boolean inside = true;
        while (inside && partialSize > 0) {
            inside = (partial[--partialSize] & 0xc0) == 0x80;
        }
    }

    /**
     * A browser can be made to post to any port of this machine: whoever begins like that must not get a command run.
     * So the very first word is looked at as it comes, whatever becomes of the line that it is in.
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
    synchronized boolean isHttp() {
        return isHttp;
    }

    /**
     * Takes the first line if it is a request for a form of answers, before anything else was taken. Else it is the
     * first command.
     */
    synchronized Form takeForm() {
        Line first = lines.peek();
        Form form = first == null ? Form.INTERACTIVE : Form.of(first.text());
        if (form != Form.INTERACTIVE) {
            take();
        }
        return form;
    }

    /** Whether the first line is not there yet, and may become a request for a form of answers. */
    synchronized boolean mayBecomeForm() {
        return lines.isEmpty()
                && !ended
                && partialSize < SMALL
                && Form.mayBecomeRequest(new String(partial, 0, partialSize, StandardCharsets.UTF_8));
    }

    private void endLine() {
        String text = overlong ? "" : new String(partial, 0, partialSize, StandardCharsets.UTF_8);
        Line line = new Line(text, overlong);
        dropPartial();
        if (!ended) {
            queuedCost += cost(line);
            lines.add(line);
            changed();
        }
    }

    /** No more comes; a last line without its end counts. */
    synchronized void end() {
        if (!ended && (partialSize > 0 || overlong)) {
            endLine();
        }
        ended = true;
        changed();
    }

    /** Forgets what was typed ahead. */
    synchronized void clear() {
        lines.clear();
        dropPartial();
        queuedCost = 0;
        changed();
    }

    private void changed() {
        change.send(null);
        change = new Event<>();
    }

    /** Waits for a line; null at the end of the input. */
    @Suspendable
    @Nullable
    Line next() {
        while (true) {
            Event<Void> next;
            synchronized (this) {
                if (!lines.isEmpty()) {
                    return take();
                }
                if (ended) {
                    return null;
                }
                next = change;
            }
            next.await();
        }
    }

    /**
     * The next line if it is there already and can only be the rest of what came before it: a pasted {@code else}, {@code
     * catch}, {@code finally} or {@code .method()}. Taken for a statement of its own, an else-block would run.
     */
    synchronized @Nullable Line nextOfPaste() {
        Line next = lines.peek();
        return next != null && continues(next.text()) ? take() : null;
    }

    /** Whether a line can only be the rest of what came before it. */
    static boolean continues(String line) {
        return CONTINUES.matcher(line).lookingAt();
    }

    /** The next line if it is there already, and {@code wanted}. From any thread. */
    synchronized @Nullable Line nextIf(Predicate<String> wanted) {
        Line next = lines.peek();
        return next != null && !next.isTooLong() && wanted.test(next.text()) ? take() : null;
    }

    /** Whether there is a line that nobody has taken. From any thread. */
    synchronized boolean hasLine() {
        return !lines.isEmpty();
    }

    private Line take() {
        Line line = lines.remove();
        boolean wasFull = isFull();
        queuedCost -= cost(line);
        if (wasFull && !isFull()) {
            changed();
        }
        return line;
    }

    private static int cost(Line line) {
        return LINE_COST + line.text().length();
    }

    private boolean isFull() {
        return queuedCost > MAX_QUEUED_COST;
    }

    /** Whether there is room for more. */
    synchronized boolean hasRoom() {
        return !isFull();
    }

    /** Waits until there is room for more. */
    @Suspendable
    void awaitRoom() {
        while (true) {
            Event<Void> next;
            synchronized (this) {
                if (!isFull()) {
                    return;
                }
                next = change;
            }
            next.await();
        }
    }
}
