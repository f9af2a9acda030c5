package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;

/** Peers that send what means nothing, as no real one does: the engine is made up, and takes each byte for a record. */
class TlsFloodTest extends TlsTestCase {
    private static final int BUFFER = 20_000;

    private static SSLEngine engineForWhichEachByteIs(HandshakeStatus status) throws Exception {
        SSLSession session = mock(SSLSession.class);
        when(session.getProtocol()).thenReturn(TLS_1_3);
        when(session.getPacketBufferSize()).thenReturn(BUFFER);
        when(session.getApplicationBufferSize()).thenReturn(BUFFER);
        SSLEngine engine = mock(SSLEngine.class);
        when(engine.getSession()).thenReturn(session);
        when(engine.getHandshakeStatus()).thenReturn(HandshakeStatus.NOT_HANDSHAKING);
        when(engine.unwrap(any(ByteBuffer.class), any(ByteBuffer.class))).thenAnswer(call -> takeByte(call, status));
        return engine;
    }

    private static SSLEngineResult takeByte(InvocationOnMock call, HandshakeStatus status) {
        ByteBuffer received = call.getArgument(0);
        if (!received.hasRemaining()) {
            return new SSLEngineResult(Status.BUFFER_UNDERFLOW, status, 0, 0);
        }
        received.get();
        return new SSLEngineResult(Status.OK, status, 1, 0);
    }

    @Test
    void recordsWithoutDataDoNotHoldTheLoop() throws Exception {
        SSLEngine engine = engineForWhichEachByteIs(HandshakeStatus.NOT_HANDSHAKING);
        try (PlainPair pair = connectedToPlainPeer()) {
            GreenSocket socket = Eventlet.wrapSsl(pair.green(), engine);
            pair.plain().write(records(20_000));
            GreenThread<Void> reader = spawnLogging("reader", () -> socket.recv(1));
            int taken = mockingDetails(engine).getInvocations().size();
            reader.kill();

            assertTrue(taken < 2000, () -> "before another task ran, there were " + taken + " calls of the engine");
        }

        assertEquals(List.of("reader was killed"), log);
    }

    private static ByteBuffer records(int count) {
        byte[] records = new byte[count];
        Arrays.fill(records, (byte) 0x17);
        return ByteBuffer.wrap(records);
    }

    @Test
    void aPeerThatAsksForAnswersAndReadsNoneIsDropped() throws Exception {
        SSLEngine engine = engineForWhichEachByteIs(HandshakeStatus.NEED_WRAP);
        when(engine.wrap(any(ByteBuffer.class), any(ByteBuffer.class))).thenAnswer(call -> {
            ByteBuffer records = call.getArgument(1);
            records.put(new byte[10_000]);
            when(engine.getHandshakeStatus()).thenReturn(HandshakeStatus.NOT_HANDSHAKING);
            return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, 0, 10_000);
        });
        try (PlainPair pair = connectedToPlainPeer()) {
            GreenSocket socket = Eventlet.wrapSsl(pair.green(), engine);
            when(engine.unwrap(any(ByteBuffer.class), any(ByteBuffer.class))).thenAnswer(call -> {
                when(engine.getHandshakeStatus()).thenReturn(HandshakeStatus.NEED_WRAP);
                return takeByte(call, HandshakeStatus.NEED_WRAP);
            });
            when(engine.isOutboundDone()).thenReturn(true);
            pair.plain().write(records(10_000));

            logOutcome("reader", () -> socket.recv(1));
            logOutcome("reader", () -> socket.recv(1));
        }

        String refused = "reader threw SSLException: the peer asks for one answer after the other, and reads none";
        assertEquals(List.of(refused, refused), log);
    }
}
