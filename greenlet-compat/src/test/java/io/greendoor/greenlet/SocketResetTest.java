package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A peer that breaks the connection off. */
class SocketResetTest extends SocketTestCase {

    @Test
    void aResetByAPlainSocketIsTheEndOfTheStream() throws Exception {
        Assumptions.assumeTrue(family == SocketFamily.TCP, "SO_LINGER is TCP's");
        try (GreenServerSocket listener = listen()) {
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            Socket plain = new Socket(address.getAddress(), address.getPort());
            try (GreenSocket green = listener.accept().socket()) {
                GreenThread<Void> reader = spawnLogging("reader", () -> green.recv(10).length);
                assertFalse(green.isReset());
                plain.setSoLinger(true, 0);
                plain.close();
                reader.await();

                assertTrue(green.isReset());
                assertEquals(0, green.recv(10).length);
                assertEquals(-1, green.recvInto(ByteBuffer.allocate(1)));
                assertEquals(-1, green.inputStream().read());
                assertThrows(IOException.class, () -> green.sendAll(bytes("to nobody")));
            }
        }

        assertEquals(List.of("reader: 0"), log);
    }

    @Test
    void aPeerThatClosesWithoutReadingResets() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.green().sendAll(bytes("never read"));
            pair.plain().close();

            assertEquals(0, pair.green().recv(10).length);
            assertTrue(pair.green().isReset());
        }
    }

    @Test
    void sendingToAClosedPeerFails() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.plain().close();

            IOException failure = assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100; i++) { // over TCP the first is answered by a reset, later
                    pair.green().sendAll(bytes("anybody?"));
                    Eventlet.sleep(MOMENT);
                }
            });

            assertFalse(Eventlet.isTimeout(failure));
        }
    }

    @Test
    void aWriterThatWaitsLearnsOfAPeerThatCloses() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            GreenThread<Void> writer = Eventlet.spawn(() -> {
                try {
                    pair.green().sendAll(new byte[16 << 20]);
                } catch (IOException expected) {
                    log.add("writer failed");
                }
            });
            Eventlet.sleep(MOMENT);
            log.add("peer closes");
            pair.plain().close();
            writer.await();
        }

        assertEquals(List.of("peer closes", "writer failed"), log);
    }
}
