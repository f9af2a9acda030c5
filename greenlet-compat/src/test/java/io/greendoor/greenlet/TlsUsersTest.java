package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who may use a TLS socket: the thread whose loop it is on, one reader and one writer at a time. */
class TlsUsersTest extends TlsTestCase {
    private static final String USER = "not the owner";

    @Test
    void anotherThreadsUseIsRefusedByAMessageThatNamesBoth() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3);
                Pair plain = connectedPair()) {
            GreenSocket socket = pair.client();

            assertRefused(() -> socket.recv(1));
            assertRefused(() -> socket.recv(0));
            assertRefused(() -> socket.recvInto(ByteBuffer.allocate(1)));
            assertRefused(() -> socket.send(ByteBuffer.allocate(1)));
            assertRefused(() -> socket.sendAll(bytes("x")));
            assertRefused(socket::shutdownInput);
            assertRefused(socket::shutdownOutput);
            assertRefused(() -> socket.setTimeout(null));
            assertRefused(socket::close);
            assertRefused(() -> Eventlet.wrapSsl(plain.client(), CLIENT, false));

            pair.server().sendAll(bytes("unharmed"));
            assertEquals("unharmed", text(socket.recv(10)));
            plain.server().sendAll(bytes("unharmed"));
            assertEquals("unharmed", text(plain.client().recv(10)));
        }
    }

    private static void assertRefused(Executable use) throws Exception {
        OtherThread<IllegalStateException> other =
                OtherThread.start(USER, () -> assertThrows(IllegalStateException.class, use));
        String message = other.join().getMessage();
        assertTrue(message.contains('"' + FreshLoop.THREAD_NAME + '"'), message);
        assertTrue(message.contains('"' + USER + '"'), message);
    }

    @Test
    void aSecondReaderIsRefusedAndTheFirstUnharmed() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            GreenThread<Void> first = spawnLogging("first", () -> pair.client().recv(10));

            IllegalStateException refusal = assertThrows(
                    IllegalStateException.class, () -> pair.client().recv(10));
            assertTrue(refusal.getMessage().contains("another task already waits to read"), refusal::getMessage);
            pair.server().sendAll(bytes("data"));
            first.await();
        }

        assertEquals(List.of("first: data"), log);
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
