package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;

/** A socket that speaks TLS over another one, whose connection it has taken over. See {@link Eventlet#wrapSsl}. */
// The engine (javax.net.ssl) encrypts and decrypts, and has no socket: TlsOutput and TlsInput bring its records to the
// socket and back, and say which task may do what. In short: one task may read while another writes, whatever records
// either has to send for that. The engine is used on the loop only, so by one task at a time, but for the costly parts
// of a handshake, its "delegated tasks": they run on a thread of their own, and nobody touches the engine meanwhile.
//
// Timeout, options, addresses and whether it is open are those of the channel, which both sockets share.
final class TlsSocket extends GreenSocket {

    private static final int RECORD_BYTES = 1 << 14; // RFC 8446, 5.1: what one record has at most

    private final GreenSocket socket;
    private final SSLEngine engine;
    private final TlsOutput output;
    private final TlsInput input;
    private boolean sending;
    private volatile boolean computing; // another thread has the engine

    private TlsSocket(GreenSocket socket, SSLEngine engine) {
        super(socket);
        this.socket = socket;
        this.engine = engine;
        this.output = new TlsOutput(engine, channel());
        this.input = new TlsInput(engine, socket, output);
    }

    /** Shakes hands; closes the socket when that fails. */
    @Suspendable
    static TlsSocket wrap(GreenSocket socket, SSLEngine engine) throws IOException {
        if (socket instanceof TlsSocket) {
            throw new IllegalArgumentException("this socket speaks TLS already: " + socket);
        }
        socket.channel().open(); // the thread may use it
        TlsSocket wrapped = new TlsSocket(socket, engine);
        boolean done = false;
        try {
            if (socket.peerAddress() instanceof InetSocketAddress) {
                // Or else a small record waits for the receipt of the one before it.
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            wrapped.shakeHands();
            done = true;
            return wrapped;
        } finally {
            if (!done) {
                wrapped.breakOff();
            }
        }
    }

    /** An engine for one end of the socket's connection. */
    static SSLEngine engine(GreenSocket socket, SSLContext context, boolean serverSide) {
        SSLEngine engine = !serverSide && socket.peerAddress() instanceof InetSocketAddress peer
                ? clientEngine(context, peer)
                : context.createSSLEngine();
        engine.setUseClientMode(!serverSide);
        return engine;
    }

    private static SSLEngine clientEngine(SSLContext context, InetSocketAddress peer) {
        SSLEngine engine = context.createSSLEngine(peer.getHostString(), peer.getPort());
        if (!Addresses.isLiteral(peer.getHostString())) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818: the certificate is for that name
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    @Suspendable
    private void shakeHands() throws IOException {
        compute(engine::beginHandshake); // makes keys, as a client
        while (isShakingHands()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> output.wrap(TlsOutput.NOTHING);
                case NEED_TASK -> compute(this::runTasks);
                default -> {
                    if (!input.decrypt(TlsOutput.NOTHING)) {
                        output.flush(); // only now: several records at once
                        input.receive();
                    }
                }
            }
        }
        output.flush();
        input.establish();
    }

    private boolean isShakingHands() throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        boolean over = status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
        if (input.isEnded() || (over && (engine.isInboundDone() || engine.isOutboundDone()))) {
            throw new SSLHandshakeException("the peer ended the connection during the TLS handshake");
        }
        return !over;
    }

    private interface Computation {
        void run() throws IOException;
    }

    /** Off the loop. */
    @Suspendable
    private void compute(Computation computation) {
        computing = true;
        Coroutines.offload(() -> {
            try {
                computation.run();
            } finally {
                computing = false;
            }
            return true;
        });
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /**
     * Tells the peer, if that is possible at once, and closes. If a task was killed while another thread had the engine,
     * it has it still, for who knows how long: then nobody is told.
     */
    private void breakOff() throws IOException {
        try {
            if (!computing && socket.isOpen()) {
                output.answerAndEnd();
                input.discard();
            }
        } finally {
            super.close();
        }
    }

    @Override
    @Suspendable
    public byte[] recv(int max) throws IOException {
        if (max <= 0) {
            return super.recv(max);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(max, RECORD_BYTES));
        int count = recvInto(buffer);
        return Arrays.copyOf(buffer.array(), Math.max(0, count));
    }

    @Override
    @Suspendable
    public int recvInto(ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            throw new IllegalArgumentException("cannot receive into a buffer without room: " + buffer);
        }
        channel().open();
        return input.recvInto(buffer);
    }

    @Override
    @Suspendable
    void awaitInput() throws IOException {
        channel().open();
        input.awaitInput();
    }

    @Override
    @Suspendable
    public int send(ByteBuffer buffer) throws IOException {
        channel().open();
        if (sending) {
            throw new IllegalStateException(
                    "another task already waits to write to " + socket + ": one reader and one writer at a time");
        }
        if (!buffer.hasRemaining()) {
            return 0;
        }
        sending = true;
        try {
            return output.send(buffer);
        } finally {
            sending = false;
        }
    }

    @Override
    public int recvNowait(ByteBuffer buffer) {
        throw needsItsLoop("recvNowait");
    }

    @Override
    public int sendNowait(ByteBuffer buffer) {
        throw needsItsLoop("sendNowait");
    }

    private UnsupportedOperationException needsItsLoop(String call) {
        return new UnsupportedOperationException(call + " is for plain sockets: records of TLS are made and read on the"
                + " loop; wait there, on " + this);
    }

    @Override
    public void shutdownInput() throws IOException {
        channel().open();
        input.end();
        super.shutdownInput();
    }

    @Override
    @Suspendable
    public void shutdownOutput() throws IOException {
        channel().open();
        output.shutDown();
        super.shutdownOutput();
    }

    @Override
    @Suspendable
    public void close() throws IOException {
        try {
            if (isOpen()) {
                channel().open(); // the thread may close it
                output.sayGoodbye();
                input.discard();
            }
        } finally {
            super.close();
        }
    }

    @Override
    public boolean isReset() {
        return socket.isReset();
    }

    @Override
    public String toString() {
        return "TLS over " + super.toString();
    }
}
