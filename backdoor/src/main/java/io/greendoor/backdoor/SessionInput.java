package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Suspendable;
import java.util.ArrayDeque;
import java.util.Deque;
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
// A program (Form.JSON) sends its code in pieces, and tells by a byte where each ends. That is in the queue as a line
// of its own kind, which only the console takes: for data the input ends there, so a piece reads nothing of the next.
//
// Everything is guarded by this object's monitor, and nobody waits with it held: whoever finds nothing takes the
// event that the next change will send, and looks again after it.
final class SessionInput {

    /**
     * A line, without its end.
     *
     * @param kind TOO_LONG: it was longer than a line may be, and was dropped; END_OF_PIECE: it is no line at all
     */
    record Line(String text, Kind kind) {

        enum Kind {
            TEXT,
            TOO_LONG,
            END_OF_PIECE
        }

        static Line of(String text) {
            return new Line(text, Kind.TEXT);
        }

        boolean isTooLong() {
            return kind == Kind.TOO_LONG;
        }

        boolean isEndOfPiece() {
            return kind == Kind.END_OF_PIECE;
        }
    }

    private static final int MAX_QUEUED_COST = 4 << 20;
    private static final int LINE_COST = 64; // bytes, about, of an empty one
    private static final int CTRL_D = 4;
    private static final int CTRL_U = 21;
    private static final int END_OF_PIECE = 23; // ETB, the end of a transmission block
    private static final int DELETE = 127;
    private static final Pattern CONTINUES = Pattern.compile("\\s*(\\.\\s*\\w|(\\}\\s*)?(else|catch|finally)\\b)");

    private final Deque<Line> lines = new ArrayDeque<>();
    private final PartialLine partial = new PartialLine();
    private final FirstWord firstWord = new FirstWord();
    private boolean isFirstLine = true;
    private boolean hasPieces;
    private boolean isHttp;
    private boolean afterCr;
    private int queuedCost;
    private boolean ended;
    private Event<Void> change = new Event<>();

    /** Takes one byte of text. */
    synchronized void append(byte b) {
        if (firstWord.showsHttp(b)) {
            isHttp = true;
            clear();
            end();
        }
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
            case '\b', DELETE -> partial.eraseCharacter();
            case CTRL_U -> partial.drop();
            case CTRL_D -> endOrAdd(b);
            case END_OF_PIECE -> endPieceOrAdd(b);
            default -> partial.add(b);
        }
    }

    /** At the beginning of a line Ctrl-D is the end, as at a terminal. */
    private void endOrAdd(byte b) {
        if (partial.isBegun()) {
            partial.add(b);
        } else {
            end();
        }
    }

    private void endPieceOrAdd(byte b) {
        if (!hasPieces) {
            partial.add(b);
            return;
        }
        if (partial.isBegun()) {
            endLine();
        }
        add(new Line("", Line.Kind.END_OF_PIECE));
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
        return lines.isEmpty() && !ended && partial.isShort() && Form.mayBecomeRequest(partial.text());
    }

    private void endLine() {
        Line line = partial.isTooLong() ? new Line("", Line.Kind.TOO_LONG) : Line.of(partial.text());
        hasPieces |= isFirstLine && Form.of(line.text()) == Form.JSON;
        isFirstLine = false;
        partial.drop();
        add(line);
    }

    private void add(Line line) {
        if (!ended) {
            queuedCost += cost(line);
            lines.add(line);
            changed();
        }
    }

    /** No more comes; a last line without its end counts. */
    synchronized void end() {
        if (!ended && partial.isBegun()) {
            endLine();
        }
        ended = true;
        changed();
    }

    /** Forgets what was typed ahead; where pieces end, is still told. */
    synchronized void clear() {
        lines.removeIf(line -> !line.isEndOfPiece());
        partial.drop();
        queuedCost = lines.stream().mapToInt(SessionInput::cost).sum();
        changed();
    }

    private void changed() {
        change.send(null);
        change = new Event<>();
    }

    /** Waits for a line, or the end of a piece; null at the end of the input. */
    @Suspendable
    @Nullable
    Line next() {
        return next(false);
    }

    /** Waits for a line of data; null at the end of the piece, or of the input. */
    @Suspendable
    @Nullable
    Line nextOfPiece() {
        return next(true);
    }

    @Suspendable
    private @Nullable Line next(boolean ofPiece) {
        while (true) {
            Event<Void> next;
            synchronized (this) {
                Line first = lines.peek();
                if (first != null) {
                    return ofPiece && first.isEndOfPiece() ? null : take();
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
        return next != null && next.kind() == Line.Kind.TEXT && wanted.test(next.text()) ? take() : null;
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
