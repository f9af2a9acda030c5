package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketOptionsTest extends SocketTestCase {

    @Test
    void aLingerOfZeroTurnsTheCloseIntoAReset() throws Exception {
        assumeTrue(family == SocketFamily.TCP, "SO_LINGER is TCP's");
        for (boolean abortive : new boolean[] {false, true}) {
            try (Pair pair = connectedPair()) {
                if (abortive) {
                    pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                pair.client().close();

                assertEquals(0, pair.server().recv(1).length);
                assertEquals(abortive, pair.server().isReset());
            }
        }
    }

    @Test
    void aLargerBufferTakesMore() throws Exception {
        assertTrue(sentWithoutWaiting(1 << 20) > 2 * sentWithoutWaiting(1 << 14));
    }

    private long sentWithoutWaiting(int bufferSize) throws Exception {
        try (Pair pair = connectedPair()) {
            pair.server().setOption(StandardSocketOptions.SO_RCVBUF, 1 << 14);
            pair.client().setOption(StandardSocketOptions.SO_SNDBUF, bufferSize);
            pair.client().setTimeout(MOMENT);
            ByteBuffer much = ByteBuffer.allocate(16 << 20);
            assertThrows(SocketTimeoutException.class, () -> pair.client().sendAll(much));
            return much.position();
        }
    }

    @Test
    void anOptionThatASocketDoesNotHaveIsRefusedByItsName() throws Exception {
        try (Pair pair = connectedPair()) {
            UnsupportedOperationException refusal = assertThrows(
                    UnsupportedOperationException.class,
                    () -> pair.client().setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
            assertTrue(refusal.getMessage().contains("IP_MULTICAST_LOOP"), refusal::getMessage);
            assertThrows(
                    IllegalArgumentException.class, () -> pair.client().setOption(StandardSocketOptions.SO_RCVBUF, -1));
        }
    }

    /** Connecting, accepting, sending and receiving with a timeout that is never hit. */
    @Test
    void aTimeoutThatIsNotHitLeavesNoTimerAndNoListener() throws Exception {
        Duration hour = Duration.ofHours(1);
        try (GreenServerSocket listener = listen()) {
            listener.setTimeout(hour);
            GreenThread<ConnInfo> acceptor = Eventlet.spawn(listener::accept);
            Eventlet.sleep();
            assertEquals(1, Hubs.getHub().timers().size());
            GreenSocket client = Eventlet.withTimeout(hour, () -> Eventlet.connect(listener.localAddress()));
            GreenSocket server = acceptor.await().socket();
            client.setTimeout(hour);
            server.setTimeout(hour);
            GreenThread<String> reader = Eventlet.spawn(() -> recvAll(server));
            GreenThread<Void> writer = Eventlet.spawn(() -> {
                client.sendAll(new byte[2 << 20]);
                client.shutdownOutput();
            });
            assertEquals(2 << 20, reader.await().length());
            writer.await();

            assertEquals(List.of(), Hubs.getHub().timers());
            assertEquals(List.of(), Hubs.getHub().listeners());
            client.close();
            server.close();
            assertFalse(client.isOpen());
        }
    }
}
