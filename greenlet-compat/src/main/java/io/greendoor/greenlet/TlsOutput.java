package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The way out of a TLS connection: the records that its engine makes. */
// Any task may have the engine make a record, at any time: it is appended to `records`, whole, and what is in there
// leaves at its front, so records go out in the order in which they were made. To wait for the system to take more
// is the right of who has the `turn`: a task that sends, ends the output or closes. It goes on until nothing is left,
// and so sends what others have appended meanwhile as well.
//
// So a reader that has to answer the peer (a key update, a close_notify, an alert) waits for nobody: it appends, and
// sends what the system takes at once; what is left goes out before the next record. Were it to wait for a writer, two
// ends that both do so, each writer being held up by a peer that does not read, would never go on. But a peer that asks
// for answers for ever and never reads them is not to fill the memory: see isFlooded().
//
// A task that dies in here leaves `records` as they are: the rest of the one that it began goes out before the next.
final class TlsOutput {

    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private static final int FLOOD = 1 << 16; // bytes: some thousand answers, beside the record that a writer has begun

    /** How long to wait, at most, for a peer that does not read, only to tell it that this is the end. */
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private final SSLEngine engine;
    private final GreenChannel<SocketChannel> channel;
    private final GreenSemaphore turn = new GreenSemaphore(1);
    private ByteBuffer records = NOTHING; // to be sent: from its start to its position

    TlsOutput(SSLEngine engine, GreenChannel<SocketChannel> channel) {
        this.engine = engine;
        this.channel = channel;
    }

    /** Encrypts as much of the data as goes into a record, and sends that. */
    @Suspendable
    int send(ByteBuffer data) throws IOException {
        takeTurn();
        try {
            drain(); // first: or else each of many sends whose time is up would leave one more record
            int count = encrypt(data);
            drain();
            return count;
        } finally {
            turn.release();
        }
    }

    private int encrypt(ByteBuffer data) throws IOException {
        SSLEngineResult result;
        do { // what the engine has to say for itself comes first
            result = wrap(data);
            if (result.getStatus() == Status.CLOSED) {
                throw new SocketException(
                        "cannot send: the output was shut down, or the peer has ended the connection");
            }
        } while (result.bytesConsumed() == 0
                && (result.bytesProduced() > 0 || result.getHandshakeStatus() == HandshakeStatus.FINISHED));
        if (result.bytesConsumed() == 0) {
            throw new SSLException("cannot send: the TLS connection is in the state " + result);
        }
        return result.bytesConsumed();
    }

    /** Has the engine make its next record. */
    SSLEngineResult wrap(ByteBuffer data) throws SSLException {
        int room = engine.getSession().getPacketBufferSize();
        while (true) {
            makeRoom(room);
            SSLEngineResult result = engine.wrap(data, records);
            if (result.getStatus() != Status.BUFFER_OVERFLOW) {
                return result;
            }
            room = 2 * records.remaining();
        }
    }

    private void makeRoom(int room) {
        if (records.remaining() < room) {
            records = ByteBuffer.allocate(records.position() + room).put(records.flip());
        }
    }

    /** Sends all that there is. */
    @Suspendable
    void flush() throws IOException {
        takeTurn();
        try {
            drain();
        } finally {
            turn.release();
        }
    }

    /** Makes the last record, the close_notify, and sends all that there is. */
    @Suspendable
    void shutDown() throws IOException {
        end();
        flush();
    }

    @Suspendable
    private void takeTurn() throws SocketTimeoutException {
        Duration timeout = channel.timeout();
        if (timeout == null) {
            turn.acquire();
        } else if (!turn.acquire(timeout)) {
            throw new SocketTimeoutException("timed out after " + timeout);
        }
    }

    /** With the turn. */
    @Suspendable
    private void drain() throws IOException {
        while (!write()) {
            channel.await(SelectionKey.OP_WRITE);
        }
    }

    /** Sends what the system takes at once; whether that was all. */
    private boolean write() throws IOException {
        if (records.position() > 0) {
            SocketChannel open = channel.open();
            records.flip();
            try {
                open.write(records);
            } finally {
                records.compact();
            }
        }
        return records.position() == 0;
    }

    /** Sends what the engine has to say for itself, as far as that is possible without waiting. */
    void answer() {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && wrap(NOTHING).bytesProduced() > 0) {
                // each call makes one record
            }
            write();
        } catch (IOException e) {
            // Whoever reads gets what there is to be read all the same, and whoever sends learns of it.
        }
    }

    /** Whether so much has to be sent that the peer must be asking for it without reading. */
    boolean isFlooded() {
        return records.position() > FLOOD;
    }

    /** As {@link #answer}, and that the output is at its end. */
    void answerAndEnd() {
        try {
            end();
            write();
        } catch (IOException e) {
            // As above.
        }
    }

    private void end() throws SSLException {
        engine.closeOutbound();
        while (!engine.isOutboundDone() && wrap(NOTHING).bytesProduced() > 0) {
            // each call makes one record
        }
    }

    /**
     * Sends the close_notify, for which it waits a little if need be; not if another task is in the midst of sending:
     * then the connection is broken off anyway.
     */
    @Suspendable
    void sayGoodbye() {
        if (!turn.tryAcquire()) {
            return;
        }
        try {
            end();
            if (!write() && !Eventlet.isInCallback()) {
                Coroutines.nonCancellable(() -> Coroutines.withTimeoutOrNull(GOODBYE, () -> {
                    drain();
                    return true;
                }));
            }
        } catch (IOException e) {
            // The peer cannot be told any more; to close is not to fail for that.
        } finally {
            turn.release();
        }
    }

    /** An idle connection keeps no buffer. */
    void letGo() {
        if (records.position() == 0) {
            records = NOTHING;
        }
    }
}
