package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connected stream socket, TCP or unix-domain, whose calls let other tasks run while they wait: eventlet's {@code
 * GreenSocket}. Made by {@link Eventlet#connect} and {@link GreenServerSocket#accept}; {@link Eventlet#wrapSsl} makes it
 * speak TLS.
 *
 * <p>It belongs to the thread whose loop it was made on; used from another it throws {@link IllegalStateException}.
 * One task may read while another writes, but two cannot do the same. If a waiting task is killed, the socket is as
 * it was.
 */
public class GreenSocket implements GreenStream {

    private static final byte[] END = new byte[0];
    private static final Duration BACKLOG_FULL_PAUSE = Duration.ofMillis(10);

    private final GreenChannel<SocketChannel> channel;
    private final SocketAddress local;
    private final SocketAddress peer;
    private volatile boolean reset;
    private boolean drained;

    /** Wraps a connected channel. */
    GreenSocket(SocketChannel connected) throws IOException {
        this(new GreenChannel<>(connected));
    }

    /** Wraps a connected channel whose own address is known better here. */
    GreenSocket(SocketChannel connected, SocketAddress local) throws IOException {
        this(new GreenChannel<>(connected), local);
    }

    private GreenSocket(GreenChannel<SocketChannel> channel) throws IOException {
        this(channel, channel.any().getLocalAddress());
    }

    private GreenSocket(GreenChannel<SocketChannel> channel, SocketAddress local) throws IOException {
        this.channel = channel;
        this.local = local;
        this.peer = channel.any().getRemoteAddress();
    }

    /** Another face of the same connection. */
    GreenSocket(GreenSocket same) {
        this.channel = same.channel;
        this.local = same.local;
        this.peer = same.peer;
    }

    /** Connects; closes the channel when that fails. */
    @Suspendable
    static GreenSocket connect(SocketChannel unconnected, SocketAddress address) throws IOException {
        boolean done = false;
        try {
            GreenChannel<SocketChannel> channel = new GreenChannel<>(unconnected);
            boolean connected = begin(unconnected, address);
            while (!connected) {
                channel.await(SelectionKey.OP_CONNECT);
                connected = unconnected.finishConnect();
            }
            GreenSocket socket = new GreenSocket(channel);
            done = true;
            return socket;
        } finally {
            if (!done) {
                unconnected.close();
            }
        }
    }

    /** A unix-domain listener with a full backlog does not let one wait for it: so this tries again and again. */
    @Suspendable
    private static boolean begin(SocketChannel unconnected, SocketAddress address) throws IOException {
        while (true) {
            try {
                return unconnected.connect(address);
            } catch (SocketException e) {
                if (!"Resource temporarily unavailable".equals(e.getMessage())) {
                    throw e;
                }
            }
            Coroutines.delay(BACKLOG_FULL_PAUSE);
        }
    }

    /**
     * Receives what is there, waiting for something to come.
     *
     * @param max at most so many bytes
     * @return a new array; empty at the end of the stream, which a reset by the peer counts as: see {@link #isReset()}
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Suspendable
    public byte[] recv(int max) throws IOException {
        if (max < 0) {
            throw new IllegalArgumentException("cannot receive " + max + " bytes");
        }
        if (max == 0) {
            awaitInput(); // as in Python it waits all the same, and can time out
            return END;
        }
        boolean inTime = awaitIfDrained();
        while (true) {
            ByteBuffer buffer = Scratch.ofAtMost(max);
            int count = read(buffer, inTime);
            if (count != 0) {
                return count < 0 ? END : Scratch.copyOf(buffer);
            }
            inTime = channel.awaitInTime(SelectionKey.OP_READ);
        }
    }

    /**
     * Receives what is there into a buffer with room, waiting for something to come.
     *
     * @return how many bytes; -1 at the end of the stream, which a reset by the peer counts as: see {@link #isReset()}
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Override
    @Suspendable
    public int recvInto(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("cannot receive into a buffer without room: " + buffer);
        }
        boolean inTime = awaitIfDrained();
        while (true) {
            int count = read(buffer, inTime);
            if (count != 0) {
                return count;
            }
            inTime = channel.awaitInTime(SelectionKey.OP_READ);
        }
    }

    /**
     * Waits before the first read, if the last one has left nothing behind: a system call less for each message of a
     * conversation.
     */
    @Suspendable
    private boolean awaitIfDrained() throws IOException {
        return !drained || channel.awaitInTime(SelectionKey.OP_READ);
    }

    /**
     * Reads what is there, if there is anything.
     *
     * @param inTime when false, the time is up, and this was the last try: what came while somebody else held the loop
     *     is not lost
     */
    private int read(ByteBuffer buffer, boolean inTime) throws IOException {
        int count = read(buffer);
        if (count == 0 && !inTime) {
            throw channel.timedOut();
        }
        return count;
    }

    /** Waits until something can be received, or the stream is at its end. */
    @Suspendable
    void awaitInput() throws IOException {
        channel.open();
        channel.await(SelectionKey.OP_READ);
    }

    /** As {@link #recvInto}, but does not wait: 0 when nothing is there. */
    int read(ByteBuffer buffer) throws IOException {
        int count = readFrom(channel.open(), buffer);
        drained = count >= 0 && buffer.hasRemaining();
        return count;
    }

    /**
     * Receives what is there, without waiting. May be called from any thread, where its loop is held and cannot; then it
     * is up to the callers that only one at a time receives.
     *
     * @return how many bytes, 0 when there is nothing; -1 at the end of the stream, as {@link #recvInto}
     */
    public int recvNowait(ByteBuffer buffer) throws IOException {
        return readFrom(channel.openToAnybody(), buffer);
    }

    private int readFrom(SocketChannel open, ByteBuffer buffer) throws IOException {
        try {
            return open.read(buffer);
        } catch (IOException e) {
            if (!isReset(e)) {
                throw e;
            }
            reset = true; // the end of the stream to whoever only reads, as in eventlet
            return -1;
        }
    }

    /** The JDK tells a reset by its message only. */
    private static boolean isReset(IOException e) {
        return e.getMessage() != null && e.getMessage().startsWith("Connection reset");
    }

    /**
     * Sends something of it, waiting until at least one byte can be sent.
     *
     * @return how many bytes; the buffer's position is behind them
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Suspendable
    public int send(ByteBuffer buffer) throws IOException {
        while (true) {
            int count = channel.open().write(buffer);
            if (count > 0 || !buffer.hasRemaining()) {
                return count;
            }
            channel.await(SelectionKey.OP_WRITE);
        }
    }

    /**
     * Sends what the system takes of it, without waiting. May be called from any thread, where its loop is held and
     * cannot; then it is up to the callers that only one at a time sends.
     *
     * @return how many bytes, perhaps 0; the buffer's position is behind them
     */
    public int sendNowait(ByteBuffer buffer) throws IOException {
        return channel.openToAnybody().write(buffer);
    }

    /** Sends all of it, waiting as often as it takes. If that fails midway, how much was sent is not known. */
    @Suspendable
    public void sendAll(byte[] data) throws IOException {
        sendAll(ByteBuffer.wrap(data));
    }

    /** Sends all of it, waiting as often as it takes; the buffer's position tells how much was sent. */
    @Override
    @Suspendable
    public void sendAll(ByteBuffer data) throws IOException {
        do {
            send(data);
        } while (data.hasRemaining());
    }

    /** What is received, as a stream. Closing it closes the socket. */
    public InputStream inputStream() {
        return new GreenInputStream(this, this::available);
    }

    /** How many bytes are known to be there: of a unix-domain socket the JDK does not tell. */
    int available() throws IOException {
        SocketChannel open = channel.open();
        return peer instanceof InetSocketAddress && !open.socket().isInputShutdown()
                ? open.socket().getInputStream().available()
                : 0;
    }

    /** What is to be sent, as a stream without a buffer. Closing it closes the socket. */
    public OutputStream outputStream() {
        return new GreenOutputStream(this);
    }

    /** Receives no more: a task that waits in {@code recv} gets the end of the stream. */
    public void shutdownInput() throws IOException {
        channel.open().shutdownInput();
    }

    /** Sends no more: the peer gets the end of the stream. */
    @Suspendable
    public void shutdownOutput() throws IOException {
        channel.open().shutdownOutput();
    }

    /** Closes it. A task that waits for it gets an {@link IOException} that says so. Idempotent. */
    @Override
    @Suspendable
    public void close() throws IOException {
        channel.close();
    }

    /** Whether it has not been closed on this side. From any thread. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Whether the peer broke the connection off, where an end of the stream would have been orderly. */
    public boolean isReset() {
        return reset;
    }

    /** Its own address; also after it was closed. From any thread. */
    public SocketAddress localAddress() {
        return local;
    }

    /** The peer's address; also after it was closed. From any thread. */
    public SocketAddress peerAddress() {
        return peer;
    }

    /**
     * Bounds each wait of this socket's from now on.
     *
     * @param timeout null: for ever; zero: do not wait
     */
    public void setTimeout(@Nullable Duration timeout) {
        channel.setTimeout(timeout);
    }

    /** Sets an option of {@link java.net.StandardSocketOptions}. */
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.open().setOption(option, value);
    }

    GreenChannel<SocketChannel> channel() {
        return channel;
    }

    @Override
    public String toString() {
        return "GreenSocket[" + local + " to " + peer + (isOpen() ? "]" : ", closed]");
    }
}
