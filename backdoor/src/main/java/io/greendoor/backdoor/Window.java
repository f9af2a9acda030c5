package io.greendoor.backdoor;

import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a session's client sees: how large it is, and where texts go. From any thread, unless it says otherwise. */
// A client without a terminal gets what is printed as it comes. One with a terminal has an editor, which draws texts
// above the line that is being edited.
final class Window implements Screen {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    private final SessionOutput output;
    private final Reception reception;
    private final Preferences preferences;
    private final Greenlet console;
    private final Printed printed = new Printed();
    private final PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
    private volatile @Nullable LineEditor editor; // once it is known that the client has a terminal

    Window(SessionOutput output, Reception reception, Preferences preferences, Greenlet console) {
        this.output = output;
        this.reception = reception;
        this.preferences = preferences;
        this.console = console;
    }

    /** The client has a terminal, whose lines are edited by this one. */
    void setEditor(LineEditor made) {
        editor = made;
    }

    /** Null if the client's lines come as they are. */
    @Nullable
    LineEditor editor() {
        return editor;
    }

    /** Where the session's tasks print. */
    PrintStream out() {
        return out;
    }

    @Override
    public int width() {
        int set = preferences.width;
        int told = reception.columns();
        return set > 0 ? set : isTerminal() && told > 0 ? told : ValueFormat.DEFAULT_WIDTH;
    }

    @Override
    public int height() {
        return reception.rows();
    }

    @Override
    public boolean isTerminal() {
        return editor != null;
    }

    /** What the compiler says, in colours where the client wants them. */
    String coloured(String errors) {
        return isTerminal() && preferences.colours ? ErrorColours.underlined(errors) : errors;
    }

    /** Whether a long text is shown by pages: at a terminal whose user has not typed ahead. In the console's task. */
    boolean mayPage() {
        LineEditor made = editor;
        return made != null && preferences.paging && !made.isTypedAhead() && Greenlet.getCurrent() == console;
    }

    /** Prints a text, by pages if it is longer than the client's window. In one of the session's tasks. */
    @Suspendable
    void show(String text) {
        LineEditor made = editor;
        Pager pager = new Pager(text, reception.columns(), reception.rows());
        if (made != null && mayPage() && pager.isNeeded()) {
            pager.show(out::print, made::key);
        } else {
            out.print(text);
        }
        out.flush();
    }

    /** Prints a text, and sends it without waiting, also while the loop is held, or somebody prints who waits. */
    void tell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            printed.write(bytes, 0, bytes.length); // a PrintStream is locked while it asks an argument for its text
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client cannot be told", e);
        }
        output.sendNow();
    }

    /** To the client, and above the line that it is editing if it is. */
    private final class Printed extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Command command = Command.current();
            if (command != null) {
                command.printed(length);
            }
            LineEditor made = editor;
            if (made == null) {
                output.write(bytes, offset, length);
            } else {
                made.print(bytes, offset, length);
            }
        }
    }
}
