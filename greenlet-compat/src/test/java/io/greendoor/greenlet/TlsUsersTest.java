package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may use a TLS socket at the same time. */
class TlsUsersTest extends TlsTestCase {

    @Test
    void anotherThreadMayNotWrapASocket() throws Exception {
        try (Pair plain = connectedPair()) {
            OtherThread.run(() ->
                    assertThrows(IllegalStateException.class, () -> Eventlet.wrapSsl(plain.client(), CLIENT, false)));

            plain.server().sendAll(bytes("unharmed"));
            assertEquals("unharmed", text(plain.client().recv(10)));
        }
    }

    @Test
    void aSecondWriterIsRefusedAndTheFirstUnharmed() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            GreenThread<Void> first = spawnLogging("first", () -> {
                pair.client().sendAll(new byte[16 << 20]);
                return "sent";
            });
            Eventlet.sleep(MOMENT);

            IllegalStateException refusal = assertThrows(
                    IllegalStateException.class, () -> pair.client().sendAll(bytes("x")));
            assertTrue(refusal.getMessage().contains("another task already waits to write"), refusal::getMessage);
            ByteBuffer received = ByteBuffer.allocate(16 << 20);
            while (received.hasRemaining() && pair.server().recvInto(received) > 0) {
                Eventlet.sleep();
            }
            first.await();
            assertEquals(0, received.remaining());
        }

        assertEquals(List.of("first: sent"), log);
    }

    @Test
    void theOutputIsShutDownWhenTheRecordThatAWriterHasBegunIsOut() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            ByteBuffer sent = ByteBuffer.allocate(16 << 20);
            GreenThread<Void> writer = spawnLogging("writer", () -> {
                pair.client().sendAll(sent);
                return "sent";
            });
            Eventlet.sleep(MOMENT);
            GreenThread<Void> closer = spawnLogging("closer", () -> {
                pair.client().shutdownOutput();
                return "shut down";
            });
            log.add("the peer reads");
            int received = 0;
            for (byte[] got = pair.server().recv(1 << 16);
                    got.length > 0;
                    got = pair.server().recv(1 << 16)) {
                received += got.length;
            }
            writer.await();
            closer.await();

            assertEquals(sent.position(), received);
            assertTrue(sent.hasRemaining());
        }

        assertEquals(
                List.of(
                        "the peer reads",
                        "closer: shut down",
                        "writer threw SocketException: cannot send: the output was shut down,"
                                + " or the peer has ended the connection"),
                log);
    }
}
