package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a TLS connection ends: by close_notify, or cut short. */
class TlsCloseTest extends TlsTestCase {
    private static final String TCP_MAKES_ROOM = "TCP makes room in its buffers when it likes";
    private static final String CLOSED_MEANWHILE =
            " threw SocketException: the socket was closed by another task while this one waited for it";

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void thePeerOfAClosedSocketReadsToTheEnd(String version) throws Exception {
        try (Pair pair = connectedTlsPair(version)) {
            pair.client().sendAll(bytes("last words"));
            pair.client().close();

            assertEquals("last words", recvAll(pair.server()));
            assertEquals(0, pair.server().recv(1).length);
            assertEquals(-1, pair.server().recvInto(ByteBuffer.allocate(1)));
            assertFalse(pair.server().isReset());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void anEndWithoutCloseNotifyIsAnExceptionEachTime(String version) throws Exception {
        Pair plain = connectedPair();
        try (Pair pair = wrapped(plain, engine(CLIENT, true, version), engine(SERVER, false, version))) {
            pair.client().sendAll(bytes("pay 1000"));
            plain.client().shutdownOutput();

            assertEquals("pay 1000", text(pair.server().recv(100)));
            for (int i = 0; i < 2; i++) {
                SSLException cut =
                        assertThrows(SSLException.class, () -> pair.server().recv(100));
                assertEquals(
                        "the peer closed the connection without a close_notify:"
                                + " what was received may have been cut short",
                        cut.getMessage());
            }
            assertFalse(pair.server().isReset());
        }
    }

    @Test
    void aResetIsAnExceptionToo() throws Exception {
        assumeTrue(family == SocketFamily.TCP, "SO_LINGER is TCP's");
        Pair plain = connectedPair();
        try (Pair pair = overTls(plain)) {
            plain.client().setOption(StandardSocketOptions.SO_LINGER, 0);
            plain.client().close();

            SSLException cut =
                    assertThrows(SSLException.class, () -> pair.server().recv(100));
            assertTrue(cut.getMessage().startsWith("the peer reset the connection"), cut::getMessage);
            assertTrue(pair.server().isReset());
        }
    }

    @Test
    void aHalfClosedConnectionGoesOnTheOtherWay() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            pair.client().sendAll(bytes("request"));
            pair.client().shutdownOutput();
            pair.client().shutdownOutput();

            assertEquals("request", recvAll(pair.server()));
            pair.server().sendAll(bytes("answer"));
            assertEquals("answer", text(pair.client().recv(100)));
            IOException refusal =
                    assertThrows(IOException.class, () -> pair.client().sendAll(bytes("more")));
            assertTrue(refusal.getMessage().contains("the output was shut down"), refusal::getMessage);
            pair.server().close();
            assertEquals(0, pair.client().recv(1).length);
        }
    }

    @Test
    void beforeTls13ToCloseOneWayClosesTheOther() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_2)) {
            pair.client().sendAll(bytes("request"));
            pair.client().shutdownOutput();

            assertEquals("request", recvAll(pair.server()));
            assertThrows(IOException.class, () -> pair.server().sendAll(bytes("answer")));
            assertEquals(0, pair.client().recv(1).length);
        }
    }

    /** Session tickets, for one: a reset in answer to them would take with it what is on its way. */
    @Test
    void whatTheTlsOfThePeerHasSentAndNobodyReadDoesNotHarmWhatWasSent() throws Exception {
        byte[] data = new byte[300_000];
        new Random(3).nextBytes(data);
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            GreenThread<Void> sender = Eventlet.spawn(() -> {
                pair.client().sendAll(data);
                pair.client().close();
            });
            Eventlet.sleep(MOMENT);
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            for (byte[] got = pair.server().recv(5000);
                    got.length > 0;
                    got = pair.server().recv(5000)) {
                received.write(got);
                Eventlet.sleep();
            }
            sender.await();

            assertArrayEquals(data, received.toByteArray());
        }
    }

    @Test
    void closingWakesABlockedWriterAndReaderAtOnceAndThePeerSeesThatItWasCutShort() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            spawnLogging("writer", () -> {
                pair.client().sendAll(new byte[16 << 20]);
                return "sent";
            });
            spawnLogging("reader", () -> pair.client().recv(1));
            Eventlet.sleep(MOMENT);
            log.add("closes");
            pair.client().close();
            Eventlet.sleep();
            logOutcome("peer", () -> {
                while (pair.server().recv(1 << 16).length > 0) {
                    Eventlet.sleep();
                }
                return "the end";
            });
        }

        assertEquals(List.of("closes", "reader" + CLOSED_MEANWHILE, "writer" + CLOSED_MEANWHILE), log.subList(0, 3));
        assertTrue(log.get(3).startsWith("peer threw SSLException"), () -> log.get(3));
    }

    @Test
    void aPeerThatDoesNotReadHoldsCloseUpForThreeSecondsAtMostAndOthersRun() throws Exception {
        assumeTrue(family == SocketFamily.UNIX, TCP_MAKES_ROOM);
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            GreenThread<Void> closing = spawnClosingWhenFull(pair.client());
            log.add("others run");
            long start = System.nanoTime();
            closing.await();

            assertTrue(System.nanoTime() - start < Duration.ofSeconds(6).toNanos());
            assertFalse(pair.client().isOpen());
        }

        assertEquals(List.of("others run", "close: done"), log);
    }

    @Test
    void theSocketsOwnTimeoutBoundsCloseToo() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            fill(pair.client());
            long start = System.nanoTime();
            pair.client().close();

            assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
        }
    }

    @Suspendable
    private GreenThread<Void> spawnClosingWhenFull(GreenSocket socket) throws IOException {
        fill(socket);
        socket.setTimeout(null);
        return spawnLogging("close", () -> {
            socket.close();
            return "done";
        });
    }

    /** Sends until the system takes no more, for a while, which leaves a part of a record behind. */
    private static void fill(GreenSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16); // or else it may grow
        socket.setTimeout(MOMENT);
        ByteBuffer data = ByteBuffer.allocate(16 << 20);
        for (int still = 0, before = -1; still < 5; still = data.position() > before ? 0 : still + 1) {
            before = data.position();
            assertThrows(SocketTimeoutException.class, () -> socket.sendAll(data));
        }
    }

    @Test
    void aCallbackOfTheLoopMayCloseAndDoesNotWait() throws Exception {
        try (Pair full = connectedTlsPair(TLS_1_3);
                Pair pair = connectedTlsPair(TLS_1_3)) {
            fill(full.client());
            full.client().setTimeout(null);
            Event<Void> closed = new Event<>();
            Hubs.getHub().execute(() -> {
                try {
                    pair.client().close();
                    full.client().close();
                    closed.send(null);
                } catch (Throwable thrown) {
                    closed.sendException(thrown);
                }
            });
            closed.await();

            assertEquals(0, pair.server().recv(1).length);
            assertFalse(full.client().isOpen());
        }
    }

    @Test
    void aTaskThatIsKilledWhileItClosesHasClosed() throws Exception {
        assumeTrue(family == SocketFamily.UNIX, TCP_MAKES_ROOM);
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            GreenThread<Void> closing = spawnClosingWhenFull(pair.client());
            closing.kill();

            assertFalse(pair.client().isOpen());
        }

        assertEquals(List.of("close was killed"), log);
    }
}
