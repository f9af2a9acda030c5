package io.greendoor.backdoor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A terminal's screen, which JLine and whatever is printed share: what others print goes above the line that is being
 * edited. From any thread.
 */
// JLine draws under a lock that it also holds while it completes, and the loop must not wait for that. So what goes
// above a line is drawn by a thread of its own.
//
// Whose the screen is (begin, end), and each choice of where a text goes, is guarded by this object's monitor. It
// begins before the prompt is drawn, and ends after the line is left: so nothing is printed into a line that is edited.
final class EditorScreen {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final byte[] ERASE_LINE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream wire;
    private final Executor printer;
    private final TextAbove above = new TextAbove();
    private @Nullable EditorReader reader; // of the line that is being edited
    private String pagerLine = ""; // empty: none is shown

    /**
     * Makes one on which nothing is edited.
     *
     * @param wire where the terminal's output goes; never blocks
     * @param printer draws what goes above a line, one thing after the other
     */
    EditorScreen(OutputStream wire, Executor printer) {
        this.wire = wire;
        this.printer = printer;
    }

    /** It is edited from now on, a line by {@code its}; null: what is read is no line. */
    synchronized void begin(@Nullable EditorReader its) {
        reader = its;
    }

    /** It was left. */
    synchronized void end() {
        reader = null;
    }

    /** Prints, above the line that is being edited if there is one. Never waits. */
    void print(byte[] bytes, int offset, int length) throws IOException {
        synchronized (this) {
            if (!pagerLine.isEmpty()) {
                wire.write(ERASE_LINE);
                writeAbove();
                wire.write(bytes, offset, length);
                wire.write(pagerLine.getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (reader == null) {
                writeAbove(); // else it would come behind
                wire.write(bytes, offset, length);
                return;
            }
        }
        if (above.add(bytes, offset, length)) {
            printer.execute(this::printAbove);
        }
    }

    private void printAbove() {
        try {
            @Nullable EditorReader its;
            synchronized (this) {
                its = reader;
                if (its == null) {
                    writeAbove();
                    return;
                }
            }
            its.printAbove(above::take);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client cannot be told", e);
        }
    }

    /** What was to be printed above a line that has ended meanwhile. */
    private void writeAbove() throws IOException {
        wire.write(above.take().getBytes(StandardCharsets.UTF_8));
    }

    /** Shows a line below all that is printed, in place of the one before; an empty one is none. */
    synchronized void showPagerLine(String line) throws IOException {
        wire.write(ERASE_LINE);
        wire.write(line.getBytes(StandardCharsets.UTF_8));
        pagerLine = line;
    }
}
