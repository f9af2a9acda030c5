package io.greendoor.backdoor;

import java.util.HashMap;
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
final class EditorReader extends LineReaderImpl {

    private static final int MOST_UNDRAWN = 64; // keys that come without a pause are seen to come, too

    private final EditorInput input;
    private int undrawn; // guarded by JLine's lock

    EditorReader(EditorTerminal terminal) {
        super(terminal, terminal.getName(), new HashMap<>());
        this.input = terminal.reader();
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
        undrawn = input.available() > 0 && undrawn < MOST_UNDRAWN ? undrawn + 1 : 0;
        return undrawn > 0 || super.redisplay();
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
