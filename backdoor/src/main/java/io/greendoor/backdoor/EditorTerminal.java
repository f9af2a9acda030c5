package io.greendoor.backdoor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.AbstractTerminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/** The client's terminal, as JLine sees it: a size, a type, characters in and bytes out. It has no thread. */
// JLine reads what terminals can do from the program `infocmp`. Here the type comes from the client, so it only chooses
// among those descriptions that JLine brings along.
final class EditorTerminal extends AbstractTerminal {

    private static final Size USUAL = new Size(80, 24);
    private static final Set<String> PRINTING = Set.of("dumb", "unknown", "network", "emacs");
    private static final int MOST_COLUMNS = 1000;
    private static final int MOST_ROWS = 1000;

    private final EditorInput input;
    private final OutputStream output;
    private final PrintWriter writer;
    private Attributes attributes = new Attributes();
    private volatile Size size = new Size(USUAL.getColumns(), USUAL.getRows());

    EditorTerminal(String clientsType, EditorInput input, OutputStream output) throws IOException {
        super("greendoor", known(clientsType), StandardCharsets.UTF_8, SignalHandler.SIG_IGN);
        this.input = input;
        this.output = output;
        this.writer = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        attributes.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG), true);
        attributes.setInputFlags(EnumSet.of(InputFlag.ICRNL), true);
        attributes.setOutputFlags(EnumSet.of(OutputFlag.OPOST, OutputFlag.ONLCR), true);
        attributes.setControlChar(ControlChar.VEOF, 4);
        attributes.setControlChar(ControlChar.VERASE, 127);
        attributes.setControlChar(ControlChar.VKILL, 21);
        InfoCmp.parseInfoCmp(InfoCmp.getDefaultInfoCmp(type), bools, ints, strings);
    }

    /** One of the types that JLine has a description of. */
    private static String known(String type) {
        boolean hasColours = type.contains("256color") || type.contains("direct");
        if (type.startsWith("screen") || type.startsWith("tmux")) {
            return hasColours ? "screen-256color" : "screen";
        }
        if (type.startsWith("rxvt")) {
            return hasColours ? "rxvt-unicode-256color" : "rxvt";
        }
        return hasColours ? "xterm-256color" : type.startsWith("vt") || type.equals("ansi") ? "ansi" : "xterm";
    }

    /** Whether a terminal of that type can do more than print. */
    static boolean canDraw(String type) {
        return !PRINTING.contains(type);
    }

    /** The client's window has this size; 0 means that the client does not know. */
    void resize(int columns, int rows) {
        setSize(new Size(
                columns == 0 ? USUAL.getColumns() : Math.min(columns, MOST_COLUMNS),
                rows == 0 ? USUAL.getRows() : Math.min(rows, MOST_ROWS)));
    }

    @Override
    public Size getSize() {
        return size;
    }

    @Override
    public void setSize(Size changed) {
        size = changed;
    }

    @Override
    public EditorInput reader() {
        return input;
    }

    @Override
    public PrintWriter writer() {
        return writer;
    }

    @Override
    public InputStream input() {
        throw new UnsupportedOperationException("this terminal has characters only");
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public Attributes getAttributes() {
        return new Attributes(attributes);
    }

    @Override
    public void setAttributes(Attributes changed) {
        attributes = new Attributes(changed);
    }

    @Override
    public @Nullable TerminalProvider getProvider() {
        return null;
    }

    @Override
    public @Nullable SystemStream getSystemStream() {
        return null;
    }
}
