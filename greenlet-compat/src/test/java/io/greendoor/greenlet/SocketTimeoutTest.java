package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SocketTimeoutTest extends SocketTestCase {

    @Test
    void recvWithoutDataTimesOutAndTheSocketIsAsItWas() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().setTimeout(MOMENT);

            assertTimesOutAfterAMoment(() -> pair.client().recv(1));
            assertTimesOutAfterAMoment(() -> pair.client().recvInto(ByteBuffer.allocate(1)));
            assertTimesOutAfterAMoment(() -> pair.client().recv(0));
            assertTimesOutAfterAMoment(() -> pair.client().inputStream().read());

            pair.server().sendAll(bytes("late"));
            assertEquals("late", text(pair.client().recv(10)));
        }
    }

    @Test
    void acceptWithoutAClientTimesOutAndTheListenerIsAsItWas() throws Exception {
        try (GreenServerSocket listener = listen()) {
            listener.setTimeout(MOMENT);

            assertTimesOutAfterAMoment(listener::accept);

            try (GreenSocket client = Eventlet.connect(listener.localAddress());
                    GreenSocket server = listener.accept().socket()) {
                client.sendAll(bytes("late"));
                assertEquals("late", text(server.recv(10)));
            }
        }
    }

    @Test
    void sendToAPeerThatIsFullTimesOutAndGoesOnWhenThatReads() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.green().setTimeout(MOMENT);
            long sent = fill(pair.green());

            ByteBuffer tooMuch = ByteBuffer.allocate(16 << 20);
            assertThrows(SocketTimeoutException.class, () -> pair.green().sendAll(tooMuch));

            readFully(pair, ByteBuffer.allocate((int) sent + tooMuch.position()));
            assertEquals(1, pair.green().send(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void whatIsThereIsReceivedWithoutAnyTimeToWait() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().setTimeout(Duration.ZERO);
            for (String message : List.of("one", "two")) {
                pair.server().sendAll(bytes(message));
                assertEquals(message, text(pair.client().recv(10)));
            }
            assertThrows(SocketTimeoutException.class, () -> pair.client().recv(10));
        }
    }

    @Test
    void whatCameWhileTheLoopWasHeldPastTheTimeoutIsReceived() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.plain().write(ByteBuffer.wrap(bytes("one")));
            assertEquals("one", text(pair.green().recv(10)));
            pair.green().setTimeout(MOMENT);
            GreenThread<Void> holder = Eventlet.spawn(() -> {
                pair.plain().write(ByteBuffer.wrap(bytes("two")));
                long begun = System.nanoTime();
                while (System.nanoTime() - begun <= MOMENT.toNanos()) {
                    Thread.onSpinWait(); // holds the loop, for as long as the receiver would wait
                }
            });

            assertEquals("two", text(pair.green().recv(10)));
            holder.await();
        }
    }

    private static void readFully(PlainPair pair, ByteBuffer buffer) throws Exception {
        while (buffer.hasRemaining()) {
            assertTrue(pair.plain().read(buffer) > 0);
        }
    }

    /** Sends until a send times out, and says how much went. */
    private static long fill(GreenSocket socket) throws Exception {
        long sent = 0;
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        while (true) {
            long start = System.nanoTime();
            try {
                sent += socket.send(chunk.clear());
            } catch (SocketTimeoutException full) {
                assertTrue(System.nanoTime() - start >= MOMENT.toNanos());
                return sent;
            }
        }
    }

    @Test
    void othersRunUntilATimeout() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().setTimeout(MOMENT);
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.client().recv(1));
            log.add("root");
            reader.await();
        }

        assertEquals(List.of("root", "reader threw SocketTimeoutException: timed out after PT0.02S"), log);
    }

    @Test
    void zeroTakesWhatIsThereAndDoesNotWait() throws Exception {
        try (GreenServerSocket listener = listen()) {
            listener.setTimeout(Duration.ZERO);
            assertThrows(SocketTimeoutException.class, listener::accept);
            try (GreenSocket client = Eventlet.connect(listener.localAddress());
                    GreenSocket server = listener.accept().socket()) {
                client.setTimeout(Duration.ZERO);
                assertThrows(SocketTimeoutException.class, () -> client.recv(1));
                server.sendAll(bytes("data"));
                assertEquals("data", text(client.recv(10)));
                assertThrows(SocketTimeoutException.class, () -> client.recv(1));
                assertThrows(SocketTimeoutException.class, () -> client.sendAll(new byte[16 << 20]));
            }
        }
    }

    @Test
    void nullWaitsForEver() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().setTimeout(Duration.ofMillis(1));
            pair.client().setTimeout(null);
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.client().recv(10));
            Eventlet.sleep(MOMENT);
            log.add("root");
            pair.server().sendAll(bytes("at last"));
            reader.await();
        }

        assertEquals(List.of("root", "reader: at last"), log);
    }

    @Test
    void aTimeoutOfTheTasksOwnEndsAWaitToo() throws Exception {
        try (Pair pair = connectedPair()) {
            assertEquals(
                    "no data",
                    Eventlet.withTimeout(MOMENT, () -> text(pair.client().recv(10)), "no data"));

            pair.server().sendAll(bytes("late"));
            assertEquals("late", text(pair.client().recv(10)));
        }
    }

    @Test
    void aReaderThatIsSwitchedToByHandDoesNotTimeOut() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().setTimeout(Duration.ofSeconds(15));
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.client().recv(10));
            reader.switchTo();
            reader.switchTo("stray");
            Eventlet.sleep();
            log.add("root");
            pair.server().sendAll(bytes("data"));
            reader.await();
        }

        assertEquals(List.of("root", "reader: data"), log);
    }

    private static void assertTimesOutAfterAMoment(Executable call) {
        long start = System.nanoTime();
        SocketTimeoutException timeout = assertThrows(SocketTimeoutException.class, call);
        long took = System.nanoTime() - start;

        assertTrue(took >= MOMENT.toNanos(), () -> "after " + took + " ns");
        assertTrue(Eventlet.isTimeout(timeout));
        assertEquals("timed out after PT0.02S", timeout.getMessage());
    }
}
