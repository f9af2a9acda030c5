package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class ListenTest {
    @TempDir
    Path directory;

    @Test
    void localhostIsTheAddressThatEverybodyMeans() throws Exception {
        try (GreenServerSocket listener = Eventlet.listen("localhost", 0)) {
            InetSocketAddress address = (InetSocketAddress) listener.localAddress();
            assertEquals("127.0.0.1", address.getAddress().getHostAddress());
            for (String name : List.of("localhost", "127.0.0.1", "LOCALHOST")) {
                try (GreenSocket client = Eventlet.connect(name, address.getPort())) {
                    assertEquals(address.getPort(), ((InetSocketAddress) client.peerAddress()).getPort());
                }
            }
            InetSocketAddress unresolved = InetSocketAddress.createUnresolved("localhost", address.getPort());
            Eventlet.connect(unresolved).close();
        }
    }

    @Test
    void portZeroIsAFreePort() throws Exception {
        try (GreenServerSocket one = Eventlet.listen("127.0.0.1", 0);
                GreenServerSocket another = Eventlet.listen("127.0.0.1", 0)) {
            assertNotEquals(0, ((InetSocketAddress) one.localAddress()).getPort());
            assertNotEquals(one.localAddress(), another.localAddress());
        }
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThrows(BindException.class, () -> Eventlet.listen("127.0.0.1", taken.getLocalPort()));
        }
    }

    @Test
    void aPortCanBeListenedOnAgainAtOnce() throws Exception {
        SocketAddress lingering = portWithALingeringConnection();

        Eventlet.listen(lingering).close();
    }

    @Test
    void withoutReuseAPortWithALingeringConnectionIsRefused() throws Exception {
        SocketAddress lingering = portWithALingeringConnection();

        assertThrows(BindException.class, () -> Eventlet.listen(lingering, ListenOptions.DEFAULT.reuseAddress(false)));
    }

    @Suspendable
    private static SocketAddress portWithALingeringConnection() throws IOException {
        try (GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0);
                GreenSocket client = Eventlet.connect(listener.localAddress())) {
            listener.accept().socket().close(); // this end closes first, so the connection lingers
            assertEquals(0, client.recv(1).length);
            return listener.localAddress();
        }
    }

    @Test
    void aPortMayBeSharedWhenBothSaySo() throws Exception {
        ListenOptions shared = ListenOptions.DEFAULT.reusePort(true).backlog(5);
        try (GreenServerSocket one = Eventlet.listen(new InetSocketAddress("127.0.0.1", 0), shared)) {
            Eventlet.listen(one.localAddress(), shared).close();
            assertThrows(BindException.class, () -> Eventlet.listen(one.localAddress()));
        }
        assertThrows(IllegalArgumentException.class, () -> ListenOptions.DEFAULT.backlog(0));
    }

    @Test
    void theFileOfAUnixSocketIsItsOwnersOnlyAndGoesWhenItIsClosed() throws Exception {
        Path path = directory.resolve("socket");
        GreenServerSocket listener = listen(path);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(List.of(path), filesIn(directory));
        Eventlet.connect(listener.localAddress()).close();
        listener.close();
        assertEquals(List.of(), filesIn(directory));
    }

    @Test
    void closingTwiceDoesNotRemoveTheFileOfWhoeverCameAfter() throws Exception {
        Path path = directory.resolve("socket");
        GreenServerSocket first = listen(path);
        first.close();
        try (GreenServerSocket second = listen(path)) {
            first.close();

            Eventlet.connect(second.localAddress()).close();
        }
    }

    @Test
    void aStaleSocketFileIsReplaced() throws Exception {
        Path path = directory.resolve("socket");
        bindPlainly(path).close(); // the JDK leaves the file
        assertTrue(Files.exists(path));

        try (GreenServerSocket listener = listen(path)) {
            Eventlet.connect(listener.localAddress()).close();
        }
    }

    @Test
    void aLiveSocketFileIsRefusedByAMessageThatNamesIt() throws Exception {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel live = bindPlainly(path)) {
            BindException refusal = assertThrows(BindException.class, () -> listen(path));

            assertTrue(refusal.getMessage().contains(path.toString()), refusal::getMessage);
            live.accept().close();
            SocketChannel.open(live.getLocalAddress()).close();
        }
    }

    @Test
    void aLiveSocketWithoutRoomForMoreConnectionsIsRefusedToo() throws Exception {
        Path path = directory.resolve("socket");
        List<SocketChannel> clients = new ArrayList<>();
        try (ServerSocketChannel live = bindPlainly(path)) {
            fillBacklog(live, clients);

            assertThrows(BindException.class, () -> listen(path));
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void connectingToAListenerWithoutRoomFailsRatherThanMakingADeadSocket() throws Exception {
        Path path = directory.resolve("socket");
        List<SocketChannel> clients = new ArrayList<>();
        try (ServerSocketChannel live = bindPlainly(path)) {
            fillBacklog(live, clients);

            IOException failure = assertThrows(IOException.class, () -> Eventlet.connect(live.getLocalAddress()));

            assertFalse(Eventlet.isTimeout(failure));
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static void fillBacklog(ServerSocketChannel live, List<SocketChannel> clients) throws IOException {
        boolean room = true;
        while (room) {
            SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
            client.configureBlocking(false);
            try {
                room = client.connect(live.getLocalAddress());
            } catch (SocketException full) {
                room = false;
            }
            if (room) {
                clients.add(client);
            } else {
                client.close();
            }
        }
    }

    @Test
    void whatIsNoSocketIsNotOverwritten() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());

        for (Path taken : List.of(file, link, fifo, directory)) {
            BindException refusal = assertThrows(BindException.class, () -> listen(taken), taken::toString);
            assertTrue(refusal.getMessage().contains(taken.toString()), refusal::getMessage);
        }

        assertEquals("precious", Files.readString(link));
        assertEquals(List.of(fifo, file, link), filesIn(directory));
    }

    @Test
    void aPathThatIsTooLongToConnectToIsRefused() throws Exception {
        Path path = directory.resolve("s".repeat(120));

        assertThrows(IOException.class, () -> listen(path));

        assertEquals(List.of(), filesIn(directory));
    }

    @Test
    void aDirectoryThatIsMissingIsAnIOException() {
        assertThrows(IOException.class, () -> listen(directory.resolve("missing/socket")));
    }

    @Test
    void theFileIsRemovedWhenTheJvmEnds() throws Exception {
        Path path = directory.resolve("socket");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListeningJvm.class.getName(),
                        path.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());

        assertEquals(0, process.waitFor(), output);
        assertEquals("listening: true", output.strip());
        assertFalse(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Listens, and ends without closing. */
    static final class ListeningJvm {
        private ListeningJvm() {}

        public static void main(String[] args) throws IOException {
            Path path = Path.of(args[0]);
            listen(path);
            System.out.println("listening: " + Files.exists(path));
        }
    }

    private static GreenServerSocket listen(Path path) throws IOException {
        return Eventlet.listen(UnixDomainSocketAddress.of(path));
    }

    private static ServerSocketChannel bindPlainly(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 1);
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
