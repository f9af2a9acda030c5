package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a pipe of the JDK's, whose calls let other tasks run while they wait: eventlet's {@code GreenPipe}. The
 * source is received from, and the sink sent to; the other way round is an {@link UnsupportedOperationException}.
 *
 * <p>It takes the channel over: that does not block any more, and is closed with it. It belongs to the thread whose loop
 * it was made on; used from another it throws {@link IllegalStateException}. The two ends of a pipe may be on different
 * loops, or one of them in blocking code. If a waiting task is killed, the end is as it was.
 */
public class GreenPipe implements GreenStream {

    private static final byte[] END = new byte[0];

    private final GreenChannel<?> channel; // one of the next two
    private final @Nullable GreenChannel<Pipe.SourceChannel> source;
    private final @Nullable GreenChannel<Pipe.SinkChannel> sink;

    /** Takes over the end that is read from. */
    public GreenPipe(Pipe.SourceChannel end) throws IOException {
        source = new GreenChannel<>(Objects.requireNonNull(end, "end"), "pipe");
        sink = null;
        channel = source;
    }

    /** Takes over the end that is written to. */
    public GreenPipe(Pipe.SinkChannel end) throws IOException {
        source = null;
        sink = new GreenChannel<>(Objects.requireNonNull(end, "end"), "pipe");
        channel = sink;
    }

    private GreenChannel<Pipe.SourceChannel> source() {
        if (source == null) {
            throw new UnsupportedOperationException(
                    "this is the sink of a pipe, which can only be sent to: receive from its source");
        }
        return source;
    }

    private GreenChannel<Pipe.SinkChannel> sink() {
        if (sink == null) {
            throw new UnsupportedOperationException(
                    "this is the source of a pipe, which can only be received from: send to its sink");
        }
        return sink;
    }

    /**
     * Receives what is there, waiting for something to come.
     *
     * @param max at most so many bytes
     * @return a new array; empty at the end of the stream, when the sink is closed
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Suspendable
    public byte[] recv(int max) throws IOException {
        if (max < 0) {
            throw new IllegalArgumentException("cannot receive " + max + " bytes");
        }
        if (max == 0) {
            source().open();
            source().await(SelectionKey.OP_READ); // as a socket does: it waits, and can time out
            return END;
        }
        byte[] bytes = new byte[max];
        int count = recvInto(ByteBuffer.wrap(bytes));
        return count < 0 ? END : Arrays.copyOf(bytes, count);
    }

    /**
     * Receives what is there into a buffer with room, waiting for something to come.
     *
     * @return how many bytes; -1 at the end of the stream, when the sink is closed
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Override
    @Suspendable
    public int recvInto(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("cannot receive into a buffer without room: " + buffer);
        }
        while (true) {
            int count = source().open().read(buffer);
            if (count != 0) {
                return count;
            }
            channel.await(SelectionKey.OP_READ);
        }
    }

    /**
     * Sends all of it, waiting as often as it takes. If that fails midway, how much was sent is not known.
     *
     * @throws IOException "Broken pipe", when the source is closed
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Suspendable
    public void sendAll(byte[] data) throws IOException {
        sendAll(ByteBuffer.wrap(data));
    }

    /** As {@link #sendAll(byte[])}; the buffer's position tells how much was sent. */
    @Override
    @Suspendable
    public void sendAll(ByteBuffer data) throws IOException {
        while (true) {
            int count = sink().open().write(data);
            if (!data.hasRemaining()) {
                return;
            }
            if (count == 0) {
                channel.await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** What is received, as a stream. Closing it closes this end. */
    public InputStream inputStream() {
        source();
        return new GreenInputStream(this, () -> 0);
    }

    /** What is to be sent, as a stream without a buffer. Closing it closes this end. */
    public OutputStream outputStream() {
        sink();
        return new GreenOutputStream(this);
    }

    /**
     * Closes this end. A task that waits for it gets an {@link IOException} that says so; whoever reads from the other
     * end, the end of the stream; whoever writes to it, "Broken pipe". Idempotent.
     */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Whether this end has not been closed. From any thread. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Bounds each wait for this end from now on.
     *
     * @param timeout null: for ever; zero: do not wait
     */
    public void setTimeout(@Nullable Duration timeout) {
        channel.setTimeout(timeout);
    }

    @Override
    public String toString() {
        return "GreenPipe[" + (source == null ? "sink" : "source") + (isOpen() ? "]" : ", closed]");
    }
}
