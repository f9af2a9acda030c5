package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Suspendable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, as it comes: to the protocol, and what that makes of it to the input and the output. It finds
 * out what the client speaks, too. On the loop; while that is held what comes is received on another thread, one at a
 * time.
 */
final class Reception implements TelnetEvents {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int ETX = 3;
    private static final int CTRL_U = 21;
    private static final byte ERASE = 127;

    /** A client that has begun to answer will go on to, however far away it is. */
    private static final Duration PATIENCE_WITH_TELNET = Duration.ofSeconds(2);

    private final String client;
    private final boolean isTcp;
    private final SessionInput input;
    private final SessionOutput output;
    private final TelnetProtocol telnet = new TelnetProtocol(this);
    private volatile Dialect dialect = Dialect.UNKNOWN; // as the protocol's way of text, read by whoever prints
    private boolean interruptAsked;
    private String terminalType = "xterm";
    private volatile int columns; // as is the next, read by whoever prints
    private volatile int rows;
    private @Nullable LineEditor editor;
    private volatile boolean greeted; // read by whoever takes bytes in
    private Event<Void> change = new Event<>();

    /**
     * Makes the reception of one client, at its beginning.
     *
     * @param client who it is, for the log
     * @param isTcp whether a client that is silent may be a telnet
     */
    Reception(String client, boolean isTcp, SessionInput input, SessionOutput output) {
        this.client = client;
        this.isTcp = isTcp;
        this.input = input;
        this.output = output;
        output.writeAs(() -> dialect == Dialect.TELNET ? telnet.text() : TelnetText.PLAIN);
    }

    /** Takes in what has come, which is something. In the reader's task, or in its place while the loop is held. */
    void receive(byte[] bytes) {
        if (dialect == Dialect.UNKNOWN) {
            speak(dialect.afterByte(bytes[0]));
        }
        telnet.receive(bytes);
        changed();
    }

    /** No more will come. In the reader's task. */
    void end() {
        speak(dialect.afterEnd());
        endInput();
    }

    private void endInput() {
        input.end();
        if (editor != null) {
            editor.end();
        }
    }

    private void speak(Dialect decided) {
        boolean begins = decided == Dialect.TELNET && dialect != Dialect.TELNET;
        dialect = decided;
        if (begins) {
            output.sendProtocol(telnet.start(!greeted)); // an editor that comes after the banner would come too late
        }
        changed();
    }

    private void changed() {
        change.send(null);
        change = new Event<>();
    }

    /**
     * Waits until it is clear how the client is spoken to, and whether it begins with a request for a form of answers,
     * so that the banner is what it is meant to be. In the console's task.
     */
    @Suspendable
    void greet() {
        if (!awaitFirstByte()) {
            speak(dialect.afterSilence(isTcp));
        }
        greeted = true;
        if (dialect == Dialect.TELNET) {
            negotiate();
        } else if (dialect == Dialect.PLAIN) {
            await(Dialect.PATIENCE, () -> !input.mayBecomeForm());
        }
    }

    @Suspendable
    private boolean awaitFirstByte() {
        BooleanSupplier begun = () -> dialect != Dialect.UNKNOWN;
        return isTcp
                ? await(Dialect.PATIENCE, begun)
                : await(Dialect.LOCAL_PATIENCE, begun) || await(Dialect.LAST_LOOK, begun);
    }

    @Suspendable
    private void negotiate() {
        boolean settled = await(Dialect.PATIENCE, telnet::isSettled);
        if (!settled && telnet.isTelnet()) {
            await(PATIENCE_WITH_TELNET, telnet::isSettled);
        }
        if (!isTerminal()) {
            output.sendProtocol(telnet.offerCharacterMode(false)); // too late for it now
            awaitBackInLines();
        }
    }

    /**
     * Whether the client has a terminal on which lines can be drawn, and leaves editing to this side. One that tells no
     * size has none: a telnet in a script sends characters as well.
     */
    boolean isTerminal() {
        return telnet.isCharacterMode() && columns > 0 && EditorTerminal.canDraw(terminalType);
    }

    String terminalType() {
        return terminalType;
    }

    /** Of the client's window; 0 when it has not told. From any thread. */
    int columns() {
        return columns;
    }

    /** Of the client's window; 0 when it has not told. From any thread. */
    int rows() {
        return rows;
    }

    /** Hands on what is typed to an editor from now on. */
    void attach(LineEditor editor) {
        this.editor = editor;
        editor.resize(columns, rows);
    }

    /** A client changes what its terminal does with a line's end: before that is done, the banner would look wrong. */
    @Suspendable
    private void awaitBackInLines() {
        if (telnet.isTelnet()) {
            await(Dialect.PATIENCE, telnet::isSettled);
        }
    }

    @Suspendable
    private boolean await(Duration patience, BooleanSupplier condition) {
        return Timeout.silently(patience, () -> {
            while (!condition.getAsBoolean()) {
                change.await();
            }
        });
    }

    /**
     * Whether the client has interrupted since this was asked. To be acted upon only when all that came with the
     * interrupt was answered: a telnet client asks for a timing mark together with it, and throws away what it gets
     * before the answer to that.
     */
    boolean takeInterrupt() {
        boolean asked = interruptAsked;
        interruptAsked = false;
        return asked;
    }

    @Override
    public void text(byte b) {
        if (b == ETX) {
            interrupt();
        } else if (editor != null) {
            editor.typed(b);
        } else if (b != 0) { // CR NUL is telnet's bare CR, and no text has a NUL
            input.append(b);
        }
    }

    @Override
    public void interrupt() {
        input.clear();
        interruptAsked |= editor == null || editor.interrupt(); // two may come at once
    }

    @Override
    public void breakKey() {
        interrupt();
    }

    @Override
    public void abortOutput() {
        output.dropText();
    }

    @Override
    public void areYouThere() {
        output.print("\n[the backdoor is here]\n");
    }

    @Override
    public void eraseCharacter() {
        text(ERASE);
    }

    @Override
    public void eraseLine() {
        text((byte) CTRL_U);
    }

    @Override
    public void endOfInput() {
        endInput();
    }

    @Override
    public void windowSize(int columns, int rows) {
        LOG.log(Level.DEBUG, () -> "the window of " + client + " is " + columns + "x" + rows);
        this.columns = columns;
        this.rows = rows;
        if (editor != null) {
            editor.resize(columns, rows);
        }
    }

    @Override
    public void terminalType(String name) {
        LOG.log(Level.DEBUG, () -> "the terminal of " + client + " is " + name);
        terminalType = name;
    }

    @Override
    public void characterMode(boolean on) {
        LOG.log(Level.DEBUG, () -> client + (on ? " sends characters" : " sends lines"));
    }

    @Override
    public void reply(byte[] bytes) {
        if (dialect == Dialect.TELNET) {
            output.sendProtocol(bytes);
        }
    }
}
