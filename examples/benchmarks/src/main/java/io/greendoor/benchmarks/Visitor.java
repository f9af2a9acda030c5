package io.greendoor.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A client of a door's, over a real socket. Every wait is bounded. */
// The channel is non-blocking and waits by a selector of its own, as a blocking one on a unix-domain socket has no
// timeout.
final class Visitor implements AutoCloseable {

    static final String PROMPT = ">>> ";

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final char CTRL_C = 3;
    private static final long LOOKS_EVERY_NANOS = 4_000_000;

    private final Manner manner;
    private final boolean isFar;
    private final SocketChannel channel;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final StringBuilder text = new StringBuilder(); // not read yet
    private final TelnetSide telnet = new TelnetSide(text);

    /** How it behaves. */
    enum Manner {
        /** Waits for the prompt, as {@code nc} at a keyboard. */
        SILENT,
        /** Sends an empty line first, as a script. */
        FIRST,
        /** Is a telnet that negotiates at once, and has a terminal. */
        TERMINAL
    }

    /** Connects, and sends what its manner is. */
    Visitor(SocketAddress address, Manner manner) throws IOException {
        this(address, manner, false);
    }

    /**
     * Connects, and sends what its manner is.
     *
     * @param isFar whether it disturbs the server as little as one on another machine: what it is sent does not wake
     *     it, on a processor that the server may need, but it looks every 4 ms whether there is something
     */
    Visitor(SocketAddress address, Manner manner, boolean isFar) throws IOException {
        this.manner = manner;
        this.isFar = isFar;
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        if (!(address instanceof UnixDomainSocketAddress)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channel.register(selector, SelectionKey.OP_READ);
        switch (manner) {
            case SILENT -> {}
            case FIRST -> send("\n");
            case TERMINAL -> send(TelnetSide.opening());
        }
    }

    /** Waits for the first prompt; the time, in nanoseconds, from {@code begun} until it came. */
    long enter(long begun) throws IOException {
        readUntil(PROMPT);
        long nanos = System.nanoTime() - begun;
        if (manner == Manner.FIRST) {
            readUntil(PROMPT); // the empty line's
        }
        return nanos;
    }

    /** Sends a line, and reads up to the next prompt. */
    String type(String line) throws IOException {
        send(line + (manner == Manner.TERMINAL ? "\r" : "\n"));
        return readUntil(PROMPT);
    }

    /** Sends what begins a word, and the key that completes it; reads what comes up to its rest. */
    void complete(Completion completion) throws IOException {
        send(completion.begun() + "\t");
        readUntil(completion.rest());
    }

    /** Gives up the line that is being edited. */
    void giveUpLine() throws IOException {
        send(String.valueOf(CTRL_C));
        readUntil(PROMPT);
    }

    void send(String sent) throws IOException {
        send(sent.getBytes(StandardCharsets.UTF_8));
    }

    private void send(byte[] bytes) throws IOException {
        if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
            throw new IOException("the socket's buffer has no room for " + bytes.length + " bytes");
        }
    }

    /** Reads up to the next {@code end}, and returns what came, with it. */
    String readUntil(String end) throws IOException {
        int found = text.indexOf(end);
        while (found < 0) {
            receive("\"" + end + "\"");
            found = text.indexOf(end);
        }
        String read = text.substring(0, found + end.length());
        text.delete(0, found + end.length());
        return read;
    }

    private void receive(String what) throws IOException {
        if (!awaitInput()) {
            throw new IOException("no " + what + " within " + BOUND + ", after: " + text);
        }
        selector.selectedKeys().clear();
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new EOFException("no " + what + ", but the end, after: " + text);
        }
        for (int i = 0; i < buffer.position(); i++) {
            telnet.receive(buffer.get(i) & 0xff);
        }
        byte[] replies = telnet.takeReplies();
        if (replies.length > 0 && manner == Manner.TERMINAL) {
            send(replies);
        }
    }

    private boolean awaitInput() throws IOException {
        if (!isFar) {
            return selector.select(BOUND.toMillis()) > 0;
        }
        long end = System.nanoTime() + BOUND.toNanos();
        int ready = 0;
        while (ready == 0 && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOKS_EVERY_NANOS);
            ready = selector.selectNow();
        }
        return ready > 0;
    }

    /** Leaves as one should, and waits until the server has heard of it. */
    boolean leave() throws IOException {
        send("exit()" + (manner == Manner.TERMINAL ? "\r" : "\n"));
        try {
            while (true) {
                receive("end");
            }
        } catch (EOFException end) {
            close();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
