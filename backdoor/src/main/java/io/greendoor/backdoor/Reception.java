package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Suspendable;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;

/**
 * What a client sends, as it comes: to the protocol, and what that makes of it to the input and the output. It finds
 * out what the client speaks, too. On the loop.
 */
final class Reception implements TelnetEvents {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int ETX = 3;
    private static final int CTRL_U = 21;

    private final String client;
    private final SessionInput input;
    private final SessionOutput output;
    private final TelnetProtocol telnet = new TelnetProtocol(this);
    private volatile Dialect dialect = Dialect.UNKNOWN; // as the protocol's way of text, read by whoever prints
    private boolean interruptAsked;
    private Event<Void> change = new Event<>();

    /**
     * Makes the reception of one client, at its beginning.
     *
     * @param client who it is, for the log
     */
    Reception(String client, SessionInput input, SessionOutput output) {
        this.client = client;
        this.input = input;
        this.output = output;
        output.writeAs(() -> dialect == Dialect.TELNET ? telnet.text() : TelnetText.PLAIN);
    }

    /** Takes in what has come, which is something. In the reader's task. */
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
        input.end();
    }

    private void speak(Dialect decided) {
        boolean begins = decided == Dialect.TELNET && dialect != Dialect.TELNET;
        dialect = decided;
        if (begins) {
            output.sendProtocol(telnet.start(false)); // there is no editor: the client echoes, and sends lines
        }
        changed();
    }

    private void changed() {
        change.send(null);
        change = new Event<>();
    }

    /**
     * Waits until it is clear how the client is spoken to, so that the banner is what it is meant to be. In the
     * console's task.
     */
    @Suspendable
    void greet(boolean isTcp) {
        if (isTcp && !await(() -> dialect != Dialect.UNKNOWN)) {
            speak(dialect.afterSilence(true));
        }
        if (isTcp && dialect == Dialect.TELNET) {
            await(telnet::isSettled);
        }
    }

    @Suspendable
    private boolean await(BooleanSupplier condition) {
        return Timeout.silently(Dialect.PATIENCE, () -> {
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
        } else if (b != 0) { // CR NUL is telnet's bare CR, and no text has a NUL
            input.append(b);
        }
    }

    @Override
    public void interrupt() {
        input.clear();
        interruptAsked = true;
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
        input.append((byte) '\b');
    }

    @Override
    public void eraseLine() {
        input.append((byte) CTRL_U);
    }

    @Override
    public void endOfInput() {
        input.end();
    }

    @Override
    public void windowSize(int columns, int rows) {
        LOG.log(Level.DEBUG, () -> "the window of " + client + " is " + columns + "x" + rows);
    }

    @Override
    public void terminalType(String name) {
        LOG.log(Level.DEBUG, () -> "the terminal of " + client + " is " + name);
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
