package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two green ends that talk TLS on one loop. */
class TlsEchoTest extends TlsTestCase {
    private static final int LARGE = 6 << 20;

    @Test
    void whatOneEndSendsTheOtherReceivesWhileOthersRun() throws Exception {
        Event<Void> receiving = new Event<>();
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = Eventlet.spawn(() -> {
                try (GreenSocket socket = Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)) {
                    log.add("server receives");
                    receiving.send(null);
                    byte[] got = socket.recv(100);
                    log.add("server got " + text(got));
                    socket.sendAll(bytes("you said " + text(got)));
                }
            });
            GreenThread<Void> client = Eventlet.spawn(() -> {
                try (GreenSocket socket = Eventlet.wrapSsl(Eventlet.connect(listener.localAddress()), CLIENT, false)) {
                    receiving.await();
                    log.add("client sends");
                    socket.sendAll(bytes("hello"));
                    log.add("client got " + recvAll(socket));
                }
            });
            server.await();
            client.await();
        }

        assertEquals(List.of("server receives", "client sends", "server got hello", "client got you said hello"), log);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void muchDataGoesBothWaysAtOnce(String version) throws Exception {
        try (Pair pair = connectedTlsPair(version)) {
            byte[] there = random(1);
            byte[] back = random(2);
            GreenThread<Long> server = Eventlet.spawn(() -> checksumOf(pair.server(), LARGE, 5000));
            GreenThread<Long> client = Eventlet.spawn(() -> checksumOf(pair.client(), LARGE, 50_000));
            GreenThread<Void> sender = Eventlet.spawn(() -> pair.server().sendAll(back));
            pair.client().sendAll(there);
            sender.await();

            assertEquals(checksumOf(there), server.await());
            assertEquals(checksumOf(back), client.await());
        }
    }

    private static byte[] random(int seed) {
        byte[] data = new byte[LARGE];
        new Random(seed).nextBytes(data);
        return data;
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void recvTakesNoMoreThanAskedFor(String version) throws Exception {
        try (Pair pair = connectedTlsPair(version)) {
            pair.client().sendAll(bytes("abcdef"));
            ByteBuffer three = ByteBuffer.allocate(5).position(2);

            assertEquals("ab", text(pair.server().recv(2)));
            assertEquals(0, pair.server().recv(0).length);
            assertEquals(3, pair.server().recvInto(three));
            assertArrayEquals(new byte[] {0, 0, 'c', 'd', 'e'}, three.array());
            assertEquals("f", text(pair.server().recv(1000)));
        }
    }

    @Test
    void buffersOfAllKindsCanBeSentAndReceivedInto() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(40_000);
            ByteBuffer readOnly = ByteBuffer.wrap(bytes("read-only")).asReadOnlyBuffer();
            pair.client().sendAll(readOnly);
            pair.client()
                    .sendAll(ByteBuffer.allocateDirect(6).put(bytes("direct")).flip());

            assertEquals(9, pair.server().recvInto(direct));
            assertEquals(6, pair.server().recvInto(direct));
            assertEquals(
                    "read-onlydirect",
                    StandardCharsets.UTF_8.decode(direct.flip()).toString());
            assertEquals(0, readOnly.remaining());
        }
    }

    @Test
    void aReaderWaitsForDataOfNoLength() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            GreenThread<Void> reader =
                    spawnLogging("reader", () -> pair.server().recv(0).length);
            log.add("sends");
            pair.client().sendAll(bytes("x"));
            reader.await();
            assertEquals("x", text(pair.server().recv(10)));
        }

        assertEquals(List.of("sends", "reader: 0"), log);
    }

    @Test
    void itHasTheAddressesAndOptionsOfTheSocketThatItWraps() throws Exception {
        Pair plain = connectedPair();
        try (Pair pair = overTls(plain)) {
            assertEquals(plain.client().localAddress(), pair.client().localAddress());
            assertEquals(plain.client().peerAddress(), pair.client().peerAddress());
            pair.client().setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
            assertTrue(pair.client().isOpen());
            assertEquals("TLS over " + plain.client(), pair.client().toString());
        }
    }

    @Test
    void manyConnectionsAreServedAtOnce() throws Exception {
        int clients = 20;
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = Eventlet.spawn(() -> Eventlet.serve(listener, (socket, peer) -> {
                try (GreenSocket wrapped = Eventlet.wrapSsl(socket, SERVER, true)) {
                    for (byte[] got = wrapped.recv(10); got.length > 0; got = wrapped.recv(10)) {
                        wrapped.sendAll(got);
                    }
                }
            }));
            List<GreenThread<String>> threads = IntStream.range(0, clients)
                    .mapToObj(i -> Eventlet.spawn(() -> {
                        try (GreenSocket socket =
                                Eventlet.wrapSsl(Eventlet.connect(listener.localAddress()), CLIENT, false)) {
                            socket.sendAll(bytes("one "));
                            Eventlet.sleep();
                            socket.sendAll(bytes("client " + i));
                            socket.shutdownOutput();
                            return recvAll(socket);
                        }
                    }))
                    .toList();

            for (int i = 0; i < clients; i++) {
                assertEquals("one client " + i, threads.get(i).await());
            }
            server.kill();
        }
    }
}
