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
// many lines are queued the reader waits, so a client that sends faster than its commands run is slowed down by TCP.
//
// The first line that comes may ask for a form of answers. That is decided as it comes, since it tells how the bytes
// behind it are read, and no interrupt takes it back. A program (Form.JSON) sends its code in pieces, and tells by a
// byte where each ends. That is in the queue as a line of its own kind, which stays there until the console passes it:
// for data the input ends there. Pieces are counted, so none reads anything of another: not when it waits for data as
// the console passes its end, nor the rest of a line.
//
// Everything is guarded by this object's monitor, and nobody waits with it held: whoever finds nothing takes the
// event that the next change will send, and looks again after it.
final class SessionInput {

    /**
     * A line, without its end.
     *
     * @param kind REQUEST: it is the first, and asks for a form of answers; TOO_LONG: it was longer than a line may be,
     *     and was dropped; TAKEN_BACK and END_OF_PIECE: it is no line at all
     * @param piece how many pieces had ended before it
     */
    record Line(String text, Kind kind, int piece) {

        enum Kind {
            TEXT,
            REQUEST,
            TOO_LONG,
            TAKEN_BACK,
            END_OF_PIECE
        }

        /** None, since the user has interrupted, and was told so. */
        static final Line TAKEN_BACK = new Line("", Kind.TAKEN_BACK, 0);

        static Line of(String text) {
            return new Line(text, Kind.TEXT, 0);
        }

        boolean isRequest() {
            return kind == Kind.REQUEST;
        }

        boolean isTooLong() {
            return kind == Kind.TOO_LONG;
        }

        boolean isTakenBack() {
            return kind == Kind.TAKEN_BACK;
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
    private int piecesSent;
    private int piecesPassed;
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
        add(new Line("", Line.Kind.END_OF_PIECE, piecesSent++));
    }

    /** Whether the client began like HTTP: then nothing of what it sent is here. */
    synchronized boolean isHttp() {
        return isHttp;
    }

    /** Takes the first line if it is there, and a request for a form of answers. Else it is the first command. */
    synchronized Form takeForm() {
        Line first = lines.peek();
        return first != null && first.isRequest() ? Form.of(take().text()) : Form.INTERACTIVE;
    }

    /** Whether the first line is not there yet, and may become a request for a form of answers. */
    synchronized boolean mayBecomeForm() {
        return isFirstLine && !ended && partial.isShort() && Form.mayBecomeRequest(partial.text());
    }

    private void endLine() {
        add(partial.isTooLong() ? new Line("", Line.Kind.TOO_LONG, piecesSent) : lineOf(partial.text()));
        isFirstLine = false;
        partial.drop();
    }

    /** Makes a line of what was typed, here or into an editor: if it is the first, it may be a request. */
    synchronized Line lineOf(String text) {
        Form asked = isFirstLine ? Form.of(text) : Form.INTERACTIVE;
        isFirstLine = false;
        hasPieces |= asked == Form.JSON;
        return new Line(text, asked == Form.INTERACTIVE ? Line.Kind.TEXT : Line.Kind.REQUEST, piecesSent);
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

    /** Forgets what was typed ahead; in which form to answer and where pieces end, is still told. */
    synchronized void clear() {
        lines.removeIf(line -> !line.isRequest() && !line.isEndOfPiece());
        partial.drop();
        queuedCost = lines.stream().mapToInt(SessionInput::cost).sum();
        changed();
    }

    private void changed() {
        change.send(null);
        change = new Event<>();
    }

    /** Waits for a line, or the end of a piece, which stays until it is passed; null at the end of the input. */
    @Suspendable
    @Nullable
    Line next() {
        return next(false);
    }

    /** Waits for a line of data; null at the end of the piece in which this is called, or of the input. */
    @Suspendable
    @Nullable
    Line nextOfPiece() {
        return next(true);
    }

    @Suspendable
    private @Nullable Line next(boolean asData) {
        int piece = piecesPassed();
        while (true) {
            Event<Void> next;
            synchronized (this) {
                if (asData && piece != piecesPassed) {
                    return null;
                }
                Line first = lines.peek();
                if (first != null) {
                    return !first.isEndOfPiece() ? take() : asData ? null : first;
                }
                if (ended) {
                    return null;
                }
                next = change;
            }
            next.await();
        }
    }

    private synchronized int piecesPassed() {
        return piecesPassed;
    }

    /** Goes on behind the end of a piece, which is next. */
    synchronized void passEndOfPiece() {
        if (!take().isEndOfPiece()) {
            throw new IllegalStateException("a line was passed over as if a piece ended there");
        }
        piecesPassed++;
    }

    /** Whether a line is of a piece that was passed: then nobody reads the rest of it. From any thread. */
    synchronized boolean isOver(Line line) {
        return line.piece() != piecesPassed;
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
        boolean wasFull = !hasRoom();
        queuedCost -= cost(line);
        if (wasFull && hasRoom()) {
            changed();
        }
        return line;
    }

    private static int cost(Line line) {
        return LINE_COST + line.text().length();
    }

    /** Whether there is room for more. */
    synchronized boolean hasRoom() {
        return queuedCost <= MAX_QUEUED_COST;
    }

    /** Waits until there is room for more. */
    @Suspendable
    void awaitRoom() {
        while (true) {
            Event<Void> next;
            synchronized (this) {
                if (hasRoom()) {
                    return;
                }
                next = change;
            }
            next.await();
        }
    }
}
