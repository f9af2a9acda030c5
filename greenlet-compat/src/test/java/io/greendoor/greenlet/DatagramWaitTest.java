package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How a wait for a datagram ends: by a datagram, a timeout, a kill, a close; and that it is its thread's own. */
class DatagramWaitTest extends LoggingTestCase {
    private static final String USER = "not the owner";

    private static GreenDatagramSocket open() throws IOException {
        return new GreenDatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    }

    @Test
    void aWaitTimesOutAndTheSocketIsAsItWas() throws Exception {
        try (GreenDatagramSocket socket = open()) {
            socket.setTimeout(MOMENT);
            long start = System.nanoTime();
            SocketTimeoutException timeout = assertThrows(SocketTimeoutException.class, () -> socket.recvFrom(10));

            assertTrue(System.nanoTime() - start >= MOMENT.toNanos());
            assertTrue(Eventlet.isTimeout(timeout));
            assertEquals("timed out after PT0.02S", timeout.getMessage());
            socket.sendTo(bytes("late"), socket.localAddress());
            assertEquals("late", text(socket.recvFrom(10).data()));
        }
    }

    @Test
    void zeroTakesWhatIsThereAndNullWaitsForEver() throws Exception {
        try (GreenDatagramSocket socket = open()) {
            socket.setTimeout(Duration.ZERO);
            assertThrows(SocketTimeoutException.class, () -> socket.recvFrom(1));
            socket.sendTo(new byte[0], socket.localAddress());
            socket.sendTo(bytes("data"), socket.localAddress());
            assertEquals(0, socket.recvFrom(10).data().length);
            assertEquals("data", text(socket.recvFrom(10).data()));

            socket.setTimeout(null);
            GreenThread<Void> receiver = spawnLogging("receiver", () -> socket.recv(10));
            Eventlet.sleep(MOMENT);
            log.add("root");
            socket.sendTo(bytes("at last"), socket.localAddress());
            receiver.await();
        }

        assertEquals(List.of("root", "receiver: at last"), log);
    }

    @Test
    void aTimeoutThatIsNotHitLeavesNoTimer() throws Exception {
        try (GreenDatagramSocket socket = open()) {
            socket.setTimeout(Duration.ofHours(1));
            GreenThread<Void> receiver = spawnLogging("receiver", () -> socket.recv(10));
            assertEquals(1, Hubs.getHub().timers().size());
            socket.sendTo(bytes("data"), socket.localAddress());
            receiver.await();

            assertEquals(List.of(), Hubs.getHub().timers());
            assertEquals(List.of(), Hubs.getHub().listeners());
        }
    }

    @Test
    void closingWakesWhoeverWaits() throws Exception {
        GreenDatagramSocket socket = open();
        GreenThread<Void> receiver = spawnLogging("receiver", () -> socket.recvFrom(10));
        socket.close();
        log.add("closed");
        receiver.await();
        socket.close();

        assertEquals(
                List.of(
                        "closed",
                        "receiver threw SocketException: the socket was closed by another task while this one waited for it"),
                log);
    }

    @Test
    void aClosedOneSaysSoAndThatIsNoTimeout() throws Exception {
        GreenDatagramSocket socket = open();
        InetSocketAddress address = (InetSocketAddress) socket.localAddress();
        assertTrue(socket.isOpen());
        assertEquals("GreenDatagramSocket[" + address + "]", socket.toString());
        socket.connect(address);
        assertEquals("GreenDatagramSocket[" + address + " to " + address + "]", socket.toString());
        socket.close();

        assertSaysClosed(() -> socket.recvFrom(1));
        assertSaysClosed(() -> socket.recv(0));
        assertSaysClosed(() -> socket.send(bytes("x")));
        assertSaysClosed(() -> socket.sendTo(bytes("x"), address));
        assertSaysClosed(() -> socket.connect(address));
        assertSaysClosed(() -> socket.setOption(StandardSocketOptions.SO_RCVBUF, 1000));
        assertFalse(socket.isOpen());
        assertEquals(address, socket.localAddress());
        assertEquals("GreenDatagramSocket[" + address + " to " + address + ", closed]", socket.toString());
    }

    private static void assertSaysClosed(Executable call) {
        IOException refusal = assertThrows(IOException.class, call);
        assertFalse(Eventlet.isTimeout(refusal));
        assertEquals("the socket is closed", refusal.getMessage());
    }

    @Test
    void aKilledReceiverLosesNoDatagram() throws Exception {
        try (GreenDatagramSocket socket = open()) {
            GreenThread<Void> receiver = spawnLogging("receiver", () -> socket.recv(10));
            socket.sendTo(bytes("data"), socket.localAddress());
            receiver.kill(); // it may be on its way
            spawnLogging("next", () -> socket.recv(10)).await();
        }

        assertEquals(List.of("receiver was killed", "next: data"), log);
    }

    @Test
    void aSecondReceiverIsRefusedAndTheFirstUnharmed() throws Exception {
        try (GreenDatagramSocket socket = open()) {
            GreenThread<Void> first = spawnLogging("first", () -> socket.recv(10));
            IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> socket.recv(10));
            assertTrue(refusal.getMessage().contains("another task already waits to read"), refusal::getMessage);
            socket.sendTo(bytes("data"), socket.localAddress());
            first.await();
        }

        assertEquals(List.of("first: data"), log);
    }

    @Test
    void anotherThreadsUseIsRefusedByAMessageThatNamesBoth() throws Exception {
        try (GreenDatagramSocket socket = open()) {
            assertRefused(() -> socket.recvFrom(1));
            assertRefused(() -> socket.recv(1));
            assertRefused(() -> socket.sendTo(bytes("x"), socket.localAddress()));
            assertRefused(() -> socket.send(bytes("x")));
            assertRefused(() -> socket.connect(socket.localAddress()));
            assertRefused(() -> socket.setTimeout(null));
            assertRefused(() -> socket.setOption(StandardSocketOptions.SO_BROADCAST, true));
            assertRefused(socket::close);

            assertTrue(OtherThread.run(socket::isOpen));
            assertEquals(socket.localAddress(), OtherThread.run(socket::localAddress));
            socket.sendTo(bytes("unharmed"), socket.localAddress());
            assertEquals("unharmed", text(socket.recv(10)));
        }
    }

    private static void assertRefused(Executable use) throws Exception {
        OtherThread<IllegalStateException> other =
                OtherThread.start(USER, () -> assertThrows(IllegalStateException.class, use));
        String message = other.join().getMessage();
        assertTrue(message.contains('"' + FreshLoop.THREAD_NAME + '"'), message);
        assertTrue(message.contains('"' + USER + '"'), message);
    }
}
