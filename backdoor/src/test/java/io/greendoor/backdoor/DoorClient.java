package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A client of a door's, on the test's own thread, that speaks no telnet: it passes over what it is offered. Every wait
 * is bounded.
 */
// The channel is non-blocking, and waits by a selector of its own, because a blocking one on a unix-domain socket has
// no timeout.
final class DoorClient implements AutoCloseable {
    static final String PROMPT = ">>> ";
    static final String CONTINUATION = "... ";

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final SocketChannel channel;
    private final Selector selector = Selector.open();
    private final SelectionKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final TelnetStripper stripper = new TelnetStripper();
    private final ByteArrayOutputStream received = stripper.text;
    private UnaryOperator<String> view = UnaryOperator.identity();
    private int consumed; // characters

    DoorClient(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    /** Reads not what comes, but what can be seen of it. */
    void see(UnaryOperator<String> view) {
        this.view = view;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        channel.write(rest);
        while (rest.hasRemaining()) {
            await(SelectionKey.OP_WRITE);
            channel.write(rest);
        }
    }

    /** Sends a line, and reads what it is answered with, without the prompt. */
    String type(String line) throws IOException {
        send(line + "\n");
        return answer();
    }

    /** Reads up to the next prompt, and returns what came before it. */
    String answer() throws IOException {
        String text = readUntilPrompt();
        return text.substring(0, text.length() - PROMPT.length());
    }

    /** Reads up to the next prompt, and returns it with what came before it. */
    String readUntilPrompt() throws IOException {
        return readUntil(PROMPT);
    }

    /** Reads up to the next {@code end}, and returns it with what came before it. */
    String readUntil(String end) throws IOException {
        int found = unread().indexOf(end);
        while (found < 0) {
            if (!receive()) {
                throw new EOFException("no \"" + end + "\", but the end, after: " + unread());
            }
            found = unread().indexOf(end);
        }
        return take(found + end.length());
    }

    /** Reads up to the end of the connection, and returns what had not been read yet. */
    String readToEnd() throws IOException {
        while (receive()) {
            // goes on
        }
        return take(unread().length());
    }

    /** Reads until the server has said this in the telnet protocol. */
    void awaitProtocol(String notation) throws IOException {
        while (!protocol().contains(notation)) {
            if (!receive()) {
                throw new EOFException("no " + notation + ", but the end, after: " + protocol());
            }
        }
    }

    /** What the server has said in the telnet protocol so far. */
    String protocol() {
        return TelnetNotation.text(stripper.protocol.toByteArray());
    }

    private String take(int length) {
        String text = unread().substring(0, length);
        consumed += text.length();
        return text;
    }

    private String unread() {
        return view.apply(transcript()).substring(consumed);
    }

    /** Receives something; false at the end. */
    private boolean receive() throws IOException {
        await(SelectionKey.OP_READ);
        buffer.clear();
        int count = channel.read(buffer);
        stripper.receive(buffer.array(), count);
        return count >= 0;
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        if (selector.select(BOUND.toMillis()) == 0) {
            throw new IOException("nothing happened in " + BOUND + "; not read yet: " + unread());
        }
        selector.selectedKeys().clear();
    }

    /** Waits until something has come, and leaves it unread. */
    void awaitUnread() throws IOException {
        await(SelectionKey.OP_READ);
    }

    /** All that was received so far. */
    String transcript() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** Sends no more, but goes on receiving. */
    void endInput() throws IOException {
        channel.shutdownOutput();
    }

    /** Goes without a word. On a unix-domain socket the server learns that it was no end of input if something is left unread. */
    void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        close();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
