package io.greendoor.greenlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A socket belongs to the thread whose loop it is on. */
class SocketThreadsTest extends SocketTestCase {
    private static final String USER = "not the owner";

    @Test
    void anotherThreadsUseOfASocketIsRefusedByAMessageThatNamesBoth() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenSocket socket = pair.client();

            assertRefused(() -> socket.recv(1));
            assertRefused(() -> socket.recv(0));
            assertRefused(() -> socket.recvInto(ByteBuffer.allocate(1)));
            assertRefused(() -> socket.send(ByteBuffer.allocate(1)));
            assertRefused(() -> socket.sendAll(bytes("x")));
            assertRefused(() -> socket.inputStream().read());
            assertRefused(() -> socket.outputStream().write(1));
            assertRefused(socket::shutdownInput);
            assertRefused(socket::shutdownOutput);
            assertRefused(() -> socket.setTimeout(null));
            assertRefused(socket::close);

            pair.server().sendAll(bytes("unharmed"));
            assertEquals("unharmed", text(socket.recv(10)));
        }
    }

    @Test
    void anotherThreadsUseOfAListenerIsRefusedByAMessageThatNamesBoth() throws Exception {
        try (GreenServerSocket listener = listen()) {
            assertRefused(listener::accept);
            assertRefused(() -> listener.setTimeout(null));
            assertRefused(listener::close);

            Eventlet.connect(listener.localAddress()).close();
            listener.accept().socket().close();
        }
    }

    @Test
    void aGreenThreadOfAnotherThreadIsNamedByItsThread() throws Exception {
        try (Pair pair = connectedPair()) {
            assertRefused(() -> Eventlet.spawn(() -> pair.client().recv(1)).await());
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
    void itsAddressesAndWhetherItIsOpenMayBeAskedFromAnyThread() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenSocket socket = pair.client();
            List<Object> here = List.of(socket.localAddress(), socket.peerAddress(), socket.isOpen());

            assertEquals(
                    here, OtherThread.run(() -> List.of(socket.localAddress(), socket.peerAddress(), socket.isOpen())));
        }
    }

    @Test
    void whatNeedNotWaitMayBeDoneFromAnyThread() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenSocket socket = pair.client();
            ByteBuffer received = ByteBuffer.allocate(10);

            assertEquals(0, OtherThread.run(() -> socket.recvNowait(received)));
            pair.server().sendAll(bytes("ask"));
            socket.recv(0); // waits until it is there
            assertEquals(3, OtherThread.run(() -> socket.recvNowait(received)));
            assertEquals(6, OtherThread.run(() -> socket.sendNowait(ByteBuffer.wrap(bytes("answer")))));
            assertEquals("answer", text(pair.server().recv(10)));

            pair.server().close();
            socket.recv(0);
            assertEquals(-1, OtherThread.run(() -> socket.recvNowait(received)));
            assertEquals("ask", new String(received.array(), 0, received.position(), UTF_8));
        }
    }

    @Test
    void whatNeedNotWaitFailsOnAClosedSocket() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().close();

            assertThrows(SocketException.class, () -> pair.client().recvNowait(ByteBuffer.allocate(1)));
            assertThrows(SocketException.class, () -> pair.client().sendNowait(ByteBuffer.allocate(1)));
        }
    }
}
