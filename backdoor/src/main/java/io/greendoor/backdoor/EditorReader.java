package io.greendoor.backdoor;

import java.util.HashMap;
import java.util.function.Supplier;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;

/** JLine's reader of lines, where several threads draw, and where a Ctrl-C is never a character. */
// JLine hears of a size by a signal, and then draws without its lock, also when the line has been left meanwhile: into
// what a command prints.
final class EditorReader extends LineReaderImpl {

    EditorReader(EditorTerminal terminal) {
        super(terminal, terminal.getName(), new HashMap<>());
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
