package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.GreenDatagramSocket.Datagram;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link GreenDatagramSocket} sends and receives. */
class DatagramTest extends LoggingTestCase {

    private static GreenDatagramSocket open() throws IOException {
        return new GreenDatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    }

    private static int port(GreenDatagramSocket socket) {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    @Test
    void whatIsSentIsReceivedWithTheSendersAddressWhileOthersRun() throws Exception {
        try (GreenDatagramSocket server = open();
                GreenDatagramSocket client = open()) {
            GreenThread<Void> echo = Eventlet.spawn(() -> {
                log.add("server receives");
                Datagram got = server.recvFrom(100);
                log.add("server got " + text(got.data()));
                assertEquals(client.localAddress(), got.address());
                server.sendTo(bytes("you said " + text(got.data())), got.address());
            });
            Eventlet.sleep();
            log.add("client sends");
            assertEquals(5, client.sendTo(bytes("hello"), server.localAddress()));
            Datagram answer = client.recvFrom(100);
            log.add("client got " + text(answer.data()));
            assertEquals(server.localAddress(), answer.address());
            echo.await();
        }

        assertEquals(List.of("server receives", "client sends", "server got hello", "client got you said hello"), log);
    }

    @Test
    void itTalksToASocketOfTheJdks() throws Exception {
        try (DatagramSocket plain = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
                GreenDatagramSocket green = open()) {
            OtherThread<Void> peer = OtherThread.start("plain peer", () -> {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                plain.receive(packet);
                plain.send(new DatagramPacket(packet.getData(), 1, packet.getLength() - 1, packet.getSocketAddress()));
                return null;
            });
            green.sendTo(bytes("xyz"), plain.getLocalSocketAddress());

            assertEquals(new Datagram(bytes("yz"), plain.getLocalSocketAddress()), green.recvFrom(100));
            peer.join();
        }
    }

    @Test
    void aDatagramThatIsLongerThanAskedForIsCutAndItsRestIsLost() throws Exception {
        try (GreenDatagramSocket server = open();
                GreenDatagramSocket client = open()) {
            for (String each : List.of("abcdef", "ghi", "dropped whole", "jkl")) {
                client.sendTo(bytes(each), server.localAddress());
            }

            assertEquals("abcd", text(server.recvFrom(4).data()));
            assertEquals("ghi", text(server.recvFrom(3).data()));
            assertEquals(new Datagram(new byte[0], client.localAddress()), server.recvFrom(0));
            assertEquals("jkl", text(server.recvFrom(Integer.MAX_VALUE).data()));
        }
    }

    @Test
    void anEmptyDatagramIsReceivedToo() throws Exception {
        try (GreenDatagramSocket server = open();
                GreenDatagramSocket client = open()) {
            GreenThread<Void> receiver =
                    spawnLogging("receiver", () -> server.recvFrom(10).data().length);
            assertEquals(0, client.sendTo(new byte[0], server.localAddress()));
            client.sendTo(bytes("next"), server.localAddress());
            receiver.await();

            assertEquals("next", text(server.recvFrom(10).data()));
        }

        assertEquals(List.of("receiver: 0"), log);
    }

    @Test
    void theLongestDatagramThereIsArrivesAndALongerOneIsRefusedByItsLength() throws Exception {
        byte[] longest = new byte[65_507];
        longest[65_506] = 7;
        try (GreenDatagramSocket server = open();
                GreenDatagramSocket client = open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
            client.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 18);
            assertEquals(longest.length, client.sendTo(longest, server.localAddress()));
            assertArrayEquals(longest, server.recvFrom(100_000).data());

            SocketException refusal =
                    assertThrows(SocketException.class, () -> client.sendTo(new byte[65_508], server.localAddress()));
            assertTrue(refusal.getMessage().contains("65508 bytes"), refusal::getMessage);
        }
    }

    @Test
    void manyTasksSendOnOneSocketAndEveryDatagramArrivesOnce() throws Exception {
        int senders = 50;
        try (GreenDatagramSocket server = open();
                GreenDatagramSocket client = open()) {
            List<GreenThread<Integer>> tasks = IntStream.range(0, senders)
                    .mapToObj(i -> Eventlet.spawn(() -> client.sendTo(new byte[] {(byte) i}, server.localAddress())))
                    .toList();
            boolean[] got = new boolean[senders];
            for (int i = 0; i < senders; i++) {
                int sender = server.recvFrom(10).data()[0];
                assertTrue(!got[sender], () -> sender + " came twice");
                got[sender] = true;
            }
            for (GreenThread<Integer> task : tasks) {
                assertEquals(1, task.await());
            }
        }
    }

    @Test
    void badArgumentsAreRefused() throws Exception {
        SocketAddress unix = UnixDomainSocketAddress.of("/tmp/x");
        try (GreenDatagramSocket socket = open()) {
            IllegalArgumentException negative = assertThrows(IllegalArgumentException.class, () -> socket.recvFrom(-2));
            assertEquals("cannot receive -2 bytes", negative.getMessage());
            assertThrows(IllegalArgumentException.class, () -> socket.setTimeout(MOMENT.negated()));
            assertThrows(NullPointerException.class, () -> socket.sendTo(null, socket.localAddress()));
            assertThrows(NullPointerException.class, () -> socket.sendTo(new byte[1], null));
            assertThrows(NullPointerException.class, () -> socket.connect(null));
            assertThrows(NullPointerException.class, () -> new GreenDatagramSocket(null));
            assertThrows(IllegalArgumentException.class, () -> socket.sendTo(new byte[1], unix));
            assertThrows(IllegalArgumentException.class, () -> socket.connect(unix));
            IllegalArgumentException noInternet =
                    assertThrows(IllegalArgumentException.class, () -> new GreenDatagramSocket(unix));
            assertTrue(noInternet.getMessage().contains("/tmp/x"), noInternet::getMessage);
            assertThrows(BindException.class, () -> new GreenDatagramSocket(socket.localAddress()));
        }
    }

    @Test
    void oneWithoutAnAddressCanBeReachedOnAllOfThisHosts() throws Exception {
        try (GreenDatagramSocket anywhere = new GreenDatagramSocket();
                GreenDatagramSocket client = open()) {
            assertNotEquals(0, port(anywhere));
            client.sendTo(bytes("x"), new InetSocketAddress("127.0.0.1", port(anywhere)));
            client.sendTo(bytes("y"), anywhere.localAddress());

            assertEquals(new Datagram(bytes("x"), client.localAddress()), anywhere.recvFrom(10));
            assertEquals("y", text(anywhere.recvFrom(10).data()));
        }
    }

    @Test
    void localhostIs127001() throws Exception {
        InetSocketAddress localhost = InetSocketAddress.createUnresolved("localhost", 0);
        try (GreenDatagramSocket server = new GreenDatagramSocket(localhost);
                GreenDatagramSocket client = GreenDatagramSocket.bind(localhost)) {
            assertEquals(new InetSocketAddress("127.0.0.1", port(server)), server.localAddress());

            client.sendTo(bytes("x"), InetSocketAddress.createUnresolved("LocalHost", port(server)));
            assertEquals(client.localAddress(), server.recvFrom(1).address());
        }
    }

    @Test
    void aConnectedOneTalksToItsPeerOnly() throws Exception {
        try (GreenDatagramSocket server = open();
                GreenDatagramSocket stranger = open();
                GreenDatagramSocket client = new GreenDatagramSocket()) {
            assertNull(client.peerAddress());
            assertThrows(IllegalStateException.class, () -> client.send(bytes("to nobody")));
            client.connect(InetSocketAddress.createUnresolved("localhost", port(server)));
            assertEquals(server.localAddress(), client.peerAddress());
            assertEquals(new InetSocketAddress("127.0.0.1", port(client)), client.localAddress());

            client.send(bytes("hello"));
            assertEquals(new Datagram(bytes("hello"), client.localAddress()), server.recvFrom(10));
            stranger.sendTo(bytes("unheard"), client.localAddress());
            client.sendTo(bytes("again"), server.localAddress());
            server.sendTo(bytes("answer"), server.recvFrom(10).address());
            assertEquals("answer", text(client.recv(10)));

            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> client.sendTo(bytes("x"), stranger.localAddress()));
            assertTrue(refusal.getMessage().contains(stranger.localAddress().toString()), refusal::getMessage);
            client.connect(stranger.localAddress());
            client.send(bytes("now to you"));
            assertEquals("now to you", text(stranger.recvFrom(10).data()));
        }
    }

    @Test
    void aPeerThatIsGoneIsToldToAConnectedOneWhichCanBeUsedOn() throws Exception {
        GreenDatagramSocket gone = open();
        try (GreenDatagramSocket client = open()) {
            client.sendTo(bytes("x"), gone.localAddress());
            gone.close();
            client.sendTo(bytes("nobody says that this is lost"), gone.localAddress());
            client.connect(gone.localAddress());
            GreenThread<Void> receiver = spawnLogging("receiver", () -> client.recv(10));
            client.send(bytes("x"));
            receiver.await();
            client.send(bytes("y"));
            assertThrows(PortUnreachableException.class, () -> client.recv(10));

            try (GreenDatagramSocket back = new GreenDatagramSocket(gone.localAddress())) {
                client.send(bytes("anybody?"));
                assertEquals("anybody?", text(back.recvFrom(10).data()));
            }
        }

        assertEquals(List.of("receiver threw PortUnreachableException: nobody listens on " + gone.localAddress()), log);
    }
}
