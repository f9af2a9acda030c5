package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** The way into a TLS connection: the peer's records, decrypted. */
// One task at a time. It waits for the socket only, never for a writer (see TlsOutput), and between two waits both
// buffers are as another task needs to find them: so one that is killed while it waits loses nothing.
//
// The end of the stream is the peer's close_notify. Without one, an end of the socket's stream, or a reset, may be the
// work of somebody in between, who has cut the peer's words short: that is an exception, each time.
//
// What a peer may send once the handshake is over, beside data: alerts, and in TLS 1.3 session tickets and key updates,
// all of which the engine deals with on the spot. Another handshake (TLS 1.2 calls it renegotiation; the engine asks
// for a task to be run, or for a record) is refused, as by most: it has been good for attacks only.
//
// A connection that waits for data keeps no buffer of its own: they are allocated when something has come, on the heap,
// where the JDK's ciphers work best. What remains is the engine: measured, some 10 KB on JDK 17, and 5 KB on JDK 25.
final class TlsInput {

    private static final int FRUITLESS_STEPS = 100;

    private final SSLEngine engine;
    private final GreenSocket socket;
    private final TlsOutput output;
    private ByteBuffer records = TlsOutput.NOTHING; // to be decrypted: from its position to its limit
    private ByteBuffer data = TlsOutput.NOTHING; // to be taken: from its position to its limit
    private boolean taken; // a task is in here
    private boolean begun; // something was received
    private boolean established; // the handshake is over
    private boolean ended;
    private @Nullable SSLException failure;

    TlsInput(SSLEngine engine, GreenSocket socket, TlsOutput output) {
        this.engine = engine;
        this.socket = socket;
        this.output = output;
    }

    /** The handshake is over. */
    void establish() {
        established = true;
    }

    /** Whether there is nothing to come. */
    boolean isEnded() {
        return ended;
    }

    /** Receives no more. */
    void end() {
        ended = true;
        data = TlsOutput.NOTHING;
    }

    /** Takes data, waiting for some; -1 at the end. */
    @Suspendable
    int recvInto(ByteBuffer target) throws IOException {
        take();
        try {
            int start = target.position();
            awaitData(target);
            if (target.position() == start) {
                move(target);
            }
            int count = target.position() - start;
            return count > 0 ? count : -1;
        } finally {
            taken = false;
        }
    }

    private void move(ByteBuffer target) {
        int count = Math.min(data.remaining(), target.remaining());
        target.put(data.slice(data.position(), count));
        data.position(data.position() + count);
    }

    /** Waits until there is data, or the end. */
    @Suspendable
    void awaitInput() throws IOException {
        take();
        try {
            awaitData(TlsOutput.NOTHING);
        } finally {
            taken = false;
        }
    }

    private void take() {
        if (taken) {
            throw new IllegalStateException(
                    "another task already waits to read from " + socket + ": one reader and one writer at a time");
        }
        taken = true;
    }

    /** Goes on until there is something in {@code target}, or in {@link #data}, or the end is reached. */
    @Suspendable
    private void awaitData(ByteBuffer target) throws IOException {
        int start = target.position();
        for (int steps = 1; !ended && !data.hasRemaining() && target.position() == start; steps++) {
            if (!decrypt(target)) {
                receive();
            }
            if (steps % FRUITLESS_STEPS == 0) {
                Eventlet.sleep(); // a peer that sends one empty record after the other does not hold the loop
            }
        }
    }

    /**
     * Decrypts a record.
     *
     * @param target where the data goes; if that has no room for a record's, it goes into {@link #data}
     * @return false when there is no whole record
     */
    boolean decrypt(ByteBuffer target) throws SSLException {
        if (failure != null) {
            throw new SSLException(failure.getMessage(), failure);
        }
        SSLEngineResult result = unwrap(target);
        if (result.getStatus() == Status.CLOSED) {
            close();
        } else if (established) {
            answer(result.getHandshakeStatus());
        }
        return result.getStatus() != Status.BUFFER_UNDERFLOW;
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
        int start = records.position();
        try {
            SSLEngineResult result = engine.unwrap(records, target);
            int size = engine.getSession().getApplicationBufferSize();
            for (; result.getStatus() == Status.BUFFER_OVERFLOW; size *= 2) {
                data = ByteBuffer.allocate(size);
                try {
                    result = engine.unwrap(records, data);
                } finally {
                    data.flip();
                }
            }
            return result;
        } catch (SSLException e) {
            failure = established ? e : TlsDiagnosis.explain(records, start, e);
            output.answer(); // by an alert
            throw failure;
        }
    }

    private void answer(HandshakeStatus status) throws SSLException {
        boolean mayAsk = engine.getSession().getProtocol().equals("TLSv1.3");
        if (status == HandshakeStatus.NEED_WRAP && mayAsk) {
            output.answer();
            if (output.isFlooded()) {
                throw refusal("the peer asks for one answer after the other, and reads none");
            }
        } else if (status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK) {
            throw refusal("the peer asked for another handshake, which is refused");
        }
    }

    private SSLException refusal(String message) {
        SSLException refusal = new SSLException(message);
        failure = refusal;
        output.answerAndEnd();
        return refusal;
    }

    /** The peer has sent its close_notify; before TLS 1.3 that ends the other direction as well. */
    private void close() {
        ended = true;
        if (engine.getSession().getProtocol().equals("TLSv1.3")) {
            output.answer();
        } else {
            output.answerAndEnd();
        }
    }

    /** Receives more of what is to be decrypted, waiting for it. */
    @Suspendable
    void receive() throws IOException {
        int count = read();
        while (count == 0) {
            letGo();
            output.letGo();
            socket.awaitInput();
            count = read();
        }
        if (count < 0 && !ended) {
            throw brokenOff();
        }
        if (!begun && count > 0) {
            begun = true;
            TlsDiagnosis.requireTls(records);
        }
    }

    private int read() throws IOException {
        if (records.remaining() == records.capacity()) {
            int size = Math.max(engine.getSession().getPacketBufferSize(), 2 * records.capacity());
            records = ByteBuffer.allocate(size).put(records);
        } else {
            records.compact();
        }
        try {
            return socket.read(records);
        } finally {
            records.flip();
        }
    }

    private void letGo() {
        data = TlsOutput.NOTHING;
        if (!records.hasRemaining()) {
            records = TlsOutput.NOTHING;
        }
    }

    private SSLException brokenOff() {
        if (!established) {
            return new SSLHandshakeException(
                    "the peer " + (socket.isReset() ? "reset" : "closed") + " the connection during the TLS handshake");
        }
        return new SSLException("the peer " + (socket.isReset() ? "reset" : "closed")
                + " the connection without a close_notify: what was received may have been cut short");
    }

    /**
     * Takes what has come and nobody has read, a session ticket perhaps. Or else the system, when the socket is closed,
     * answers by a reset, and drops what is still on its way to the peer.
     */
    void discard() {
        try {
            socket.read(ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
        } catch (IOException e) {
            // It is closed next, whatever the matter is.
        }
    }
}
