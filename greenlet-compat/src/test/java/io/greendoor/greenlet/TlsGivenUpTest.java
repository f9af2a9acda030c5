package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits that are given up, by a kill or a timeout, and records that come in pieces. */
class TlsGivenUpTest extends TlsTestCase {
    private static final int LARGE = 16 << 20;

    /** A TLS connection through somebody in between. */
    private record Relayed(Pair pair, Relay relay) implements Closeable {
        @Override
        @Suspendable
        public void close() throws IOException {
            relay.close();
            pair.close();
        }
    }

    @Suspendable
    private Relayed connect(int atOnce) throws IOException {
        Pair left = connectedPair();
        Pair right = connectedPair();
        Relay relay = new Relay(left.server(), right.client(), atOnce);
        Pair ends = new Pair(left.client(), right.server());
        return new Relayed(wrapped(ends, engine(CLIENT, true, TLS_1_3), engine(SERVER, false, TLS_1_3)), relay);
    }

    @Test
    void recordsThatComeByteByByteArePutTogether() throws Exception {
        try (Relayed relayed = connect(1)) {
            Pair pair = relayed.pair();
            pair.client().sendAll(bytes("hello"));
            pair.client().sendAll(bytes(" there"));
            pair.client().shutdownOutput();

            assertEquals("hello there", recvAll(pair.server()));
        }
    }

    @Test
    void severalRecordsThatComeAtOnceAreTakenApart() throws Exception {
        try (Relayed relayed = connect(10_000)) {
            Pair pair = relayed.pair();
            relayed.relay().holdForth();
            pair.client().sendAll(bytes("hello"));
            pair.client().sendAll(bytes(" there"));
            pair.client().close();
            relayed.relay().handOn(relayed.relay().held());

            assertEquals("hello", text(pair.server().recv(100)));
            assertEquals(" there", text(pair.server().recv(100)));
            assertEquals(0, pair.server().recv(100).length);
        }
    }

    @Test
    void aReaderThatIsKilledAmidARecordLeavesItToTheNext() throws Exception {
        try (Relayed relayed = connect(10_000)) {
            Pair pair = relayed.pair();
            relayed.relay().holdForth();
            pair.client().sendAll(bytes("the whole record"));
            byte[] record = relayed.relay().held();
            relayed.relay().handOn(Arrays.copyOf(record, record.length / 2));
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.server().recv(100));
            Eventlet.sleep(MOMENT);
            reader.kill();
            GreenThread<Void> next =
                    spawnLogging("next reader", () -> pair.server().recv(100));
            relayed.relay().handOn(Arrays.copyOfRange(record, record.length / 2, record.length));
            next.await();
        }

        assertEquals(List.of("reader was killed", "next reader: the whole record"), log);
    }

    @Test
    void aReaderWhoseTimeIsUpAmidARecordLeavesItToTheNext() throws Exception {
        try (Relayed relayed = connect(10_000)) {
            Pair pair = relayed.pair();
            relayed.relay().holdForth();
            pair.client().sendAll(bytes("the whole record"));
            byte[] record = relayed.relay().held();
            relayed.relay().handOn(Arrays.copyOf(record, 7));

            pair.server().setTimeout(MOMENT);
            SocketTimeoutException timeout = assertThrows(
                    SocketTimeoutException.class, () -> pair.server().recv(100));
            assertEquals("timed out after PT0.02S", timeout.getMessage());
            assertEquals(
                    "nothing",
                    Eventlet.withTimeout(
                            Duration.ofMillis(1), () -> text(pair.server().recv(100)), "nothing"));
            pair.server().setTimeout(null);
            relayed.relay().handOn(Arrays.copyOfRange(record, 7, record.length));
            assertEquals("the whole record", text(pair.server().recv(100)));
        }
    }

    @Test
    void zeroTakesWhatIsThereAndDoesNotWait() throws Exception {
        try (Relayed relayed = connect(10_000)) {
            Pair pair = relayed.pair();
            relayed.relay().holdForth();
            pair.server().setTimeout(Duration.ZERO);
            assertThrows(SocketTimeoutException.class, () -> pair.server().recv(1));
            pair.client().sendAll(bytes("data"));
            relayed.relay().handOn(relayed.relay().held());
            assertEquals("da", text(pair.server().recv(2)));
            assertEquals("ta", text(pair.server().recv(10)));
            assertThrows(SocketTimeoutException.class, () -> pair.server().recv(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aWriterThatIsKilledAmidARecordLeavesNoBrokenOne(String version) throws Exception {
        byte[] data = random();
        try (Pair pair = connectedTlsPair(version)) {
            ByteBuffer sent = ByteBuffer.wrap(data);
            GreenThread<Void> writer = spawnLogging("writer", () -> {
                pair.client().sendAll(sent);
                return "all";
            });
            Eventlet.sleep(MOMENT);
            writer.kill();
            assertTrue(sent.position() > 0 && sent.hasRemaining(), sent::toString);

            GreenThread<byte[]> receiver = Eventlet.spawn(() -> receive(pair.server()));
            pair.client().sendAll(bytes("and more"));
            pair.client().shutdownOutput();

            byte[] expected = Arrays.copyOf(data, sent.position() + 8);
            System.arraycopy(bytes("and more"), 0, expected, sent.position(), 8);
            assertArrayEquals(expected, receiver.await());
        }

        assertEquals(List.of("writer was killed"), log);
    }

    @Test
    void aWriterThatIsKilledAmidARecordLeavesItToClose() throws Exception {
        byte[] data = random();
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            ByteBuffer sent = ByteBuffer.wrap(data);
            GreenThread<Void> writer = Eventlet.spawn(() -> pair.client().sendAll(sent));
            Eventlet.sleep(MOMENT);
            writer.kill();
            GreenThread<byte[]> receiver = Eventlet.spawn(() -> receive(pair.server()));
            pair.client().close();

            assertArrayEquals(Arrays.copyOf(data, sent.position()), receiver.await());
        }
    }

    @Test
    void aWriterWhoseTimeIsUpGoesOnWhereItWas() throws Exception {
        byte[] data = random();
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            ByteBuffer sent = ByteBuffer.wrap(data);
            pair.client().setTimeout(MOMENT);
            for (int i = 0; i < 3; i++) {
                SocketTimeoutException timeout = assertThrows(
                        SocketTimeoutException.class, () -> pair.client().sendAll(sent));
                assertEquals("timed out after PT0.02S", timeout.getMessage());
            }
            pair.client().setTimeout(null);
            GreenThread<byte[]> receiver = Eventlet.spawn(() -> receive(pair.server()));
            pair.client().sendAll(sent);
            pair.client().shutdownOutput();

            assertArrayEquals(data, receiver.await());
        }
    }

    private static byte[] random() {
        byte[] data = new byte[LARGE];
        new Random(4).nextBytes(data);
        return data;
    }

    @Suspendable
    private static byte[] receive(GreenSocket socket) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        for (byte[] got = socket.recv(1 << 16); got.length > 0; got = socket.recv(1 << 16)) {
            received.write(got);
        }
        return received.toByteArray();
    }
}
