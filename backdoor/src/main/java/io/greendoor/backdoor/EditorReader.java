package io.greendoor.backdoor;

import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;

/**
 * JLine's reader of lines, where several threads draw, where a Ctrl-C is never a character, and where what is typed
 * ahead or pasted is not drawn key by key.
 */
// JLine hears of a size by a signal, and then draws without its lock, also when the line has been left meanwhile: into
// what a command prints.
//
// JLine draws after each key. With the next key there already, that drawing is owed: a later one pays it, or whoever is
// about to wait for a key, since not each key ends in a drawing, and one may be taken back.
final class EditorReader extends LineReaderImpl {

    /** So that what is pasted is seen to come. */
    private static final long MOST_OWED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EditorInput input;
    private final LongSupplier nanoTime;
    private boolean isOwed; // as is the next, guarded by JLine's lock
    private long owedSince;

    EditorReader(EditorTerminal terminal, LongSupplier nanoTime) {
        super(terminal, terminal.getName(), new HashMap<>());
        this.input = terminal.reader();
        this.nanoTime = nanoTime;
        setHistory(new DefaultHistory());
    }

    /** What JLine reads besides keys that are bound, such as an answer: a Ctrl-C is none. */
    @Override
    public int readCharacter() {
        int read = super.readCharacter();
        if (read == EditorDrawing.CTRL_C) {
            throw new UserInterruptException(getBuffer().toString());
        }
        return read;
    }

    /** Draws the line, unless it is about to change: each drawing is a packet, and something for the loop to do. */
    @Override
    public boolean redisplay() {
        boolean isLast = input.available() == 0 || skipRedisplay; // what JLine asks for to be skipped, it has to see
        long now = nanoTime.getAsLong();
        if (isLast || (isOwed && now - owedSince > MOST_OWED_NANOS)) {
            return super.redisplay();
        }
        owedSince = isOwed ? owedSince : now;
        isOwed = true;
        return true;
    }

    /** All drawing comes by here. */
    @Override
    protected void redisplay(boolean flush) {
        isOwed = false;
        super.redisplay(flush);
    }

    /** Draws what is owed, if a line is read: whoever is about to wait for a key. */
    void drawOwed() {
        lock.lock();
        try {
            if (isOwed && reading) {
                super.redisplay();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A line is given up, which JLine leaves as it was drawn. */
    @Override
    protected boolean sendBreak() {
        if (isOwed) {
            super.redisplay();
        }
        return super.sendBreak();
    }

    /** Prints above the line, if one is read. From any thread; waits while somebody else draws, and then takes the text. */
    void printAbove(Supplier<String> text) {
        lock.lock();
        try {
            String taken = text.get();
            if (!taken.isEmpty()) { // it may have been written before a line that has begun since
                printAbove(taken);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Draws the line anew, if one is read. From any thread; waits while somebody else draws. */
    void resized() {
        lock.lock();
        try {
            if (reading) { // else it asks for the size when it begins
                handleSignal(Terminal.Signal.WINCH);
            }
        } finally {
            lock.unlock();
        }
    }
}
