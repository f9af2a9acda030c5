package io.greendoor.door;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** Connects the terminal of this process with a server. */
// Three threads: this one prints what the server sends, one sends what is typed, and JLine's tells that the window's
// size has changed. While the server edits (TelnetClient.isCharacterMode) the terminal is raw, and each key goes there;
// else the terminal edits lines as it always does, and its interrupt comes as a signal.
final class Conversation {

    private static final String PROVIDER = "exec"; // stty, which is everywhere where there are terminals like these
    private static final int ATTEMPTS = 5;
    private static final byte CTRL_C = 3;
    private static final byte CTRL_RIGHT_BRACKET = 29;

    private final SocketChannel channel;
    private final Terminal terminal;
    private final TelnetClient telnet;
    private final Attributes cooked;
    private boolean raw; // this thread's only
    private volatile boolean left;

    private Conversation(SocketChannel channel, Terminal terminal, TelnetClient telnet) {
        this.channel = channel;
        this.terminal = terminal;
        this.telnet = telnet;
        this.cooked = terminal.getAttributes();
    }

    /** Whether the input of this process is a terminal. */
    static boolean isPossible() {
        try {
            return TerminalProvider.load(PROVIDER).isSystemStream(SystemStream.Input);
        } catch (IOException e) {
            return false; // then what comes from there is read as a script
        }
    }

    /** Connects, and talks until one of the two has enough; returns the exit code. */
    // In this order: a server on a unix-domain socket does not wait long for the first bytes, and a terminal takes its
    // time.
    static int with(Address address) throws DoorError {
        try (Terminal terminal = TerminalBuilder.builder()
                .provider(PROVIDER)
                .system(true)
                .dumb(false)
                .nativeSignals(true)
                .build()) {
            Size size = terminal.getSize();
            TelnetClient telnet = new TelnetClient(terminal.getType(), size.getColumns(), size.getRows());
            ByteBuffer received = ByteBuffer.allocate(1 << 16);
            return new Conversation(connect(address, telnet, received), terminal, telnet).run(received);
        } catch (IOException | IllegalStateException e) {
            throw DoorError.usage("this terminal cannot be used: " + e.getMessage() + "; give code with -c, or a file");
        }
    }

    /**
     * Connects, says that this is a telnet, and receives the first answer. On a machine that is busy a server may have
     * taken its client for a plain one before it heard that: then it begins with text, and is asked once more.
     */
    private static SocketChannel connect(Address address, TelnetClient telnet, ByteBuffer received) throws DoorError {
        try {
            for (int attempt = 1; ; attempt++) {
                SocketChannel channel = address.connect();
                channel.write(ByteBuffer.wrap(telnet.begin()));
                int count = channel.read(received.clear());
                boolean understood = count <= 0 || received.get(0) == (byte) TelnetCodes.IAC;
                if (understood || attempt == ATTEMPTS) {
                    return channel;
                }
                channel.close();
            }
        } catch (IOException e) {
            throw DoorError.connection("the connection was lost: " + e.getMessage());
        }
    }

    private int run(ByteBuffer received) throws DoorError {
        Thread keyboard = new Thread(null, this::type, "keyboard", 0, false);
        keyboard.setDaemon(true);
        try (channel) {
            terminal.handle(Terminal.Signal.WINCH, signal -> resized());
            terminal.handle(Terminal.Signal.INT, signal -> interrupt());
            keyboard.start();
            print(received);
        } catch (IOException e) {
            if (!left) {
                throw DoorError.connection("the connection was lost: " + e.getMessage());
            }
        } finally {
            terminal.setAttributes(cooked);
        }
        return ExitCode.FINE;
    }

    /** Prints what comes, until no more does. */
    private void print(ByteBuffer buffer) throws IOException {
        OutputStream screen = terminal.output();
        do {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            byte[] answers = telnet.receive(bytes, bytes.length, text);
            buffer.clear();
            send(answers); // before all that takes its time: the server waits for them, but not for ever
            if (telnet.isCharacterMode() != raw) {
                setRaw(!raw);
            }
            text.writeTo(screen);
            screen.flush();
        } while (channel.read(buffer) >= 0);
    }

    private void setRaw(boolean on) {
        raw = on;
        Attributes attributes = new Attributes(cooked);
        if (on) {
            attributes.setLocalFlags(
                    EnumSet.of(
                            Attributes.LocalFlag.ICANON,
                            Attributes.LocalFlag.ECHO,
                            Attributes.LocalFlag.IEXTEN,
                            Attributes.LocalFlag.ISIG),
                    false);
            attributes.setInputFlags(
                    EnumSet.of(Attributes.InputFlag.ICRNL, Attributes.InputFlag.INLCR, Attributes.InputFlag.IXON),
                    false);
            attributes.setOutputFlag(Attributes.OutputFlag.OPOST, false);
            attributes.setControlChar(Attributes.ControlChar.VMIN, 1);
            attributes.setControlChar(Attributes.ControlChar.VTIME, 0);
        }
        terminal.setAttributes(attributes);
    }

    /** Sends what is typed, until no more is. */
    // Not through JLine's stream: that sets the terminal's attributes before it reads, and may undo setRaw.
    private void type() {
        byte[] keys = new byte[1024];
        InputStream typed = new FileInputStream(FileDescriptor.in);
        try {
            for (int count = typed.read(keys); count >= 0 && !left; count = typed.read(keys)) {
                typed(Arrays.copyOf(keys, count));
            }
            if (!left) {
                channel.shutdownOutput();
            }
        } catch (ClosedChannelException | InterruptedIOException e) {
            left = true; // the conversation is over, and the terminal closed
        } catch (IOException e) {
            // whoever prints finds out as well, and says so
        }
    }

    private void typed(byte[] keys) throws IOException {
        int start = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == CTRL_C || keys[i] == CTRL_RIGHT_BRACKET) {
                sendTyped(Arrays.copyOfRange(keys, start, i));
                start = i + 1;
                if (keys[i] == CTRL_RIGHT_BRACKET) {
                    left = true;
                    channel.close();
                    return;
                }
                send(TelnetClient.interrupt());
            }
        }
        sendTyped(Arrays.copyOfRange(keys, start, keys.length));
    }

    private void sendTyped(byte[] keys) throws IOException {
        send(telnet.typed(keys, keys.length));
    }

    private void interrupt() {
        trySend(TelnetClient.interrupt());
    }

    private void resized() {
        Size size = terminal.getSize();
        trySend(telnet.resized(size.getColumns(), size.getRows()));
    }

    private void trySend(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // whoever prints finds out as well, and says so
        }
    }

    private synchronized void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
