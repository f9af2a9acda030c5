package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** W-E6 and W-E9: to close a socket wakes whoever waits for it, and nobody else. */
class SocketCloseTest extends SocketTestCase {
    private static final String CLOSED_MEANWHILE =
            " threw SocketException: the socket was closed by another task while this one waited for it";

    @Test
    void closingWakesABlockedReaderAtOnce() throws Exception {
        try (Pair pair = connectedPair()) {
            spawnLogging("reader", () -> pair.client().recv(1));
            pair.client().close();
            log.add("closed");
            Eventlet.sleep();
        }

        assertEquals(List.of("closed", "reader" + CLOSED_MEANWHILE), log);
    }

    @Test
    void closingWakesABlockedReaderThatHasATimeoutAtOnce() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().setTimeout(Duration.ofHours(1));
            spawnLogging("reader", () -> pair.client().recv(1));
            pair.client().close();
            Eventlet.sleep();
        }

        assertEquals(List.of("reader" + CLOSED_MEANWHILE), log);
    }

    @Test
    void closingWakesABlockedAcceptorAtOnce() throws Exception {
        GreenServerSocket listener = listen();
        spawnLogging("acceptor", listener::accept);
        listener.close();
        log.add("closed");
        Eventlet.sleep();

        assertEquals(List.of("closed", "acceptor" + CLOSED_MEANWHILE), log);
    }

    @Test
    void closingWakesABlockedWriterAndReaderAtOnce() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            spawnLogging("writer", () -> {
                pair.green().sendAll(new byte[16 << 20]);
                return "sent";
            });
            spawnLogging("reader", () -> pair.green().recv(1));
            Eventlet.sleep(MOMENT);
            log.add("closes");
            pair.green().close();
            Eventlet.sleep();
        }

        assertEquals(List.of("closes", "reader" + CLOSED_MEANWHILE, "writer" + CLOSED_MEANWHILE), log);
    }

    @Test
    void aClosedSocketSaysSoAndThatIsNoTimeout() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenSocket socket = pair.client();
            SocketAddress peer = socket.peerAddress();
            socket.close();
            socket.close();

            assertSaysClosed(() -> socket.recv(1));
            assertSaysClosed(() -> socket.recv(0));
            assertSaysClosed(() -> socket.recvInto(ByteBuffer.allocate(1)));
            assertSaysClosed(() -> socket.send(ByteBuffer.allocate(1)));
            assertSaysClosed(() -> socket.sendAll(bytes("x")));
            assertSaysClosed(socket::shutdownInput);
            assertSaysClosed(socket::shutdownOutput);
            assertSaysClosed(() -> socket.setOption(StandardSocketOptions.SO_RCVBUF, 1000));
            assertSaysClosed(() -> socket.inputStream().read());
            assertSaysClosed(() -> socket.outputStream().write(1));
            assertFalse(socket.isOpen());
            assertTrue(socket.toString().contains("closed"), socket::toString);
            assertEquals(peer, socket.peerAddress());
        }
    }

    @Test
    void aClosedListenerSaysSo() throws Exception {
        GreenServerSocket listener = listen();
        listener.close();
        listener.close();

        assertSaysClosed(listener::accept);
        assertTrue(listener.toString().contains("closed"), listener::toString);
    }

    private static void assertSaysClosed(Executable call) {
        IOException refusal = assertThrows(IOException.class, call);
        assertFalse(refusal instanceof SocketTimeoutException);
        assertEquals("the socket is closed", refusal.getMessage());
    }

    @Test
    void thePeerOfAClosedSocketReadsToTheEnd() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().sendAll(bytes("last words"));
            pair.client().close();

            assertEquals("last words", recvAll(pair.server()));
            assertEquals(0, pair.server().recv(1).length);
            assertEquals(-1, pair.server().recvInto(ByteBuffer.allocate(1)));
            assertFalse(pair.server().isReset());
        }
    }

    @Test
    void shuttingTheInputDownEndsOnesOwnRecv() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.client().recv(1).length);
            pair.client().shutdownInput();
            log.add("shut down");
            reader.await();

            pair.client().sendAll(bytes("still goes out"));
            assertEquals("still goes out", text(pair.server().recv(100)));
        }

        assertEquals(List.of("shut down", "reader: 0"), log);
    }

    @Test
    void aHalfClosedConnectionGoesOnTheOtherWay() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().sendAll(bytes("request"));
            pair.client().shutdownOutput();

            assertEquals("request", recvAll(pair.server()));
            pair.server().sendAll(bytes("answer"));
            assertEquals("answer", text(pair.client().recv(100)));
            assertThrows(IOException.class, () -> pair.client().sendAll(bytes("more")));
        }
    }

    @Test
    void closingEitherStreamClosesTheSocket() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().inputStream().close();
            pair.server().outputStream().close();

            assertFalse(pair.client().isOpen());
            assertFalse(pair.server().isOpen());
        }
    }

    @Test
    void aKilledReaderLeavesTheSocketUsable() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.client().recv(10));
            reader.kill();
            GreenThread<Void> next =
                    spawnLogging("next reader", () -> pair.client().recv(10));
            pair.server().sendAll(bytes("data"));
            next.await();
        }

        assertEquals(List.of("reader was killed", "next reader: data"), log);
    }

    @Test
    void aKilledAcceptorLeavesTheListenerUsable() throws Exception {
        try (GreenServerSocket listener = listen()) {
            spawnLogging("acceptor", listener::accept).kill();

            try (GreenSocket client = Eventlet.connect(listener.localAddress());
                    GreenSocket server = listener.accept().socket()) {
                server.sendAll(bytes("welcome"));
                assertEquals("welcome", text(client.recv(10)));
            }
        }

        assertEquals(List.of("acceptor was killed"), log);
    }

    @Test
    void aSecondReaderIsRefusedAndTheFirstUnharmed() throws Exception {
        try (Pair pair = connectedPair()) {
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
    void aDescriptorThatIsUsedAgainDisturbsNobody() throws Exception {
        try (Pair old = connectedPair()) {
            spawnLogging("old reader", () -> old.client().recv(10));
            old.client().close();
            try (Pair fresh = connectedPair()) { // the system gives it the lowest free descriptors
                GreenThread<Void> reader =
                        spawnLogging("new reader", () -> fresh.client().recv(10));
                Eventlet.sleep(MOMENT);
                fresh.server().sendAll(bytes("data"));
                reader.await();
            }
        }

        assertEquals(List.of("old reader" + CLOSED_MEANWHILE, "new reader: data"), log);
    }

    @Test
    void closedConnectionsLeaveNoDescriptorsBehind() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(descriptors), "no " + descriptors);
        try (GreenServerSocket listener = listen()) {
            connectAndClose(listener);
            long before = count(descriptors);
            for (int i = 0; i < 200; i++) {
                connectAndClose(listener);
            }

            for (int tries = 0; count(descriptors) > before && tries < 200; tries++) {
                Eventlet.sleep(Duration.ofMillis(10));
            }
            assertTrue(count(descriptors) <= before, () -> "more descriptors than " + before);
        }
    }

    private static void connectAndClose(GreenServerSocket listener) throws IOException {
        try (GreenSocket client = Eventlet.connect(listener.localAddress());
                GreenSocket server = listener.accept().socket()) {
            GreenThread<byte[]> reader = Eventlet.spawn(() -> client.recv(1));
            Eventlet.sleep();
            server.sendAll(bytes("x"));
            reader.await();
        }
    }

    private static long count(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
