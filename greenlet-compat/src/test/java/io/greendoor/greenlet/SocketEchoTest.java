package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SocketEchoTest extends SocketTestCase {

    @Test
    void whatOneEndSendsTheOtherReceivesWhileOthersRun() throws Exception {
        Event<Void> receiving = new Event<>();
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = Eventlet.spawn(() -> {
                log.add("server accepts");
                try (GreenSocket socket = listener.accept().socket()) {
                    log.add("server receives");
                    receiving.send(null);
                    byte[] got = socket.recv(100);
                    log.add("server got " + text(got));
                    socket.sendAll(bytes("you said " + text(got)));
                }
            });
            GreenThread<Void> client = Eventlet.spawn(() -> {
                log.add("client connects");
                try (GreenSocket socket = Eventlet.connect(listener.localAddress())) {
                    receiving.await();
                    log.add("client sends");
                    socket.sendAll(bytes("hello"));
                    log.add("client got " + recvAll(socket));
                }
            });
            server.await();
            client.await();
        }

        assertEquals(
                List.of(
                        "server accepts",
                        "client connects",
                        "server receives",
                        "client sends",
                        "server got hello",
                        "client got you said hello"),
                log);
    }

    @Test
    void manyConnectionsAreServedAtOnce() throws Exception {
        int clients = 50;
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = Eventlet.spawn(() -> Eventlet.serve(listener, (socket, peer) -> {
                for (byte[] got = socket.recv(10); got.length > 0; got = socket.recv(10)) {
                    socket.sendAll(got);
                }
            }));
            List<GreenThread<String>> threads = IntStream.range(0, clients)
                    .mapToObj(i -> Eventlet.spawn(() -> {
                        try (GreenSocket socket = Eventlet.connect(listener.localAddress())) {
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

    @Test
    void recvTakesNoMoreThanAskedFor() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().sendAll(bytes("abcdef"));
            ByteBuffer three = ByteBuffer.allocate(5).position(2);

            assertEquals("ab", text(pair.server().recv(2)));
            assertEquals(3, pair.server().recvInto(three));
            assertArrayEquals(new byte[] {0, 0, 'c', 'd', 'e'}, three.array());
            assertEquals("f", text(pair.server().recv(1000)));
        }
    }

    @Test
    void badSizesAreRefused() throws Exception {
        try (Pair pair = connectedPair()) {
            assertThrows(IllegalArgumentException.class, () -> pair.client().recv(-1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> pair.client().recvInto(ByteBuffer.allocate(1).position(1)));
            assertThrows(IllegalArgumentException.class, () -> pair.client().setTimeout(Duration.ofMillis(-1)));
            assertEquals(0, pair.client().send(ByteBuffer.allocate(0)));
            pair.client().sendAll(new byte[0]);
        }
    }

    @Test
    void bothEndsKnowTheAddresses() throws Exception {
        try (GreenServerSocket listener = listen();
                GreenSocket client = Eventlet.connect(listener.localAddress())) {
            ConnInfo accepted = listener.accept();
            try (GreenSocket server = accepted.socket()) {
                assertEquals(listener.localAddress(), client.peerAddress());
                assertEquals(client.localAddress(), server.peerAddress());
                assertEquals(server.peerAddress(), accepted.address());
                assertEquals(listener.localAddress(), server.localAddress());
            }
        }
    }

    @Test
    void anEndReadsWhileItWrites() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenThread<String> reader = Eventlet.spawn(() -> recvAll(pair.client()));
            Eventlet.sleep();
            pair.client().sendAll(bytes("there"));
            assertEquals("there", text(pair.server().recv(100)));
            pair.server().sendAll(bytes("and back"));
            pair.server().shutdownOutput();

            assertEquals("and back", reader.await());
        }
    }

    @Test
    void nobodyListeningIsAnIOException() throws Exception {
        GreenServerSocket listener = listen();
        SocketAddress address = listener.localAddress();
        listener.close();

        IOException refusal = assertThrows(IOException.class, () -> Eventlet.connect(address));

        assertFalse(Eventlet.isTimeout(refusal));
    }

    @Test
    void readersAndWritersOfTheJdkWorkOnItsStreams() throws Exception {
        try (Pair pair = connectedPair()) {
            GreenThread<Void> client = Eventlet.spawn(() -> {
                PrintWriter writer = new PrintWriter(
                        new OutputStreamWriter(pair.client().outputStream(), StandardCharsets.UTF_8), true);
                writer.println("first");
                Eventlet.sleep();
                writer.println("zweite Zeile, größer");
                pair.client().shutdownOutput();
            });
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(pair.server().inputStream(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
            }
            client.await();
        }

        assertEquals(List.of("first", "zweite Zeile, größer"), log);
    }

    @Test
    void objectStreamsOfTheJdkWorkOnItsStreams() throws Exception {
        assumeFalse(Hubs.getHub().engine().equals("quasar"), "this engine cannot leave the JDK's frames");
        try (Pair pair = connectedPair()) {
            GreenThread<Object> receiver = Eventlet.spawn(() -> {
                ObjectInputStream objects = new ObjectInputStream(pair.server().inputStream());
                return objects.readObject() + " and " + objects.readObject();
            });
            ObjectOutputStream objects = new ObjectOutputStream(pair.client().outputStream());
            Eventlet.sleep();
            objects.writeObject(List.of("a", "b"));
            objects.writeObject(Duration.ofSeconds(1));
            objects.flush();

            assertEquals("[a, b] and PT1S", receiver.await());
        }
    }

    @Test
    void singleBytesGoThroughTheStreamsUnsigned() throws Exception {
        try (Pair pair = connectedPair()) {
            pair.client().outputStream().write(0xff);
            pair.client().outputStream().write(7);
            pair.client().shutdownOutput();

            assertEquals(255, pair.server().inputStream().read());
            assertEquals(0, pair.server().inputStream().read(new byte[0]));
            assertEquals(7, pair.server().inputStream().read());
            assertEquals(-1, pair.server().inputStream().read());
        }
    }
}
