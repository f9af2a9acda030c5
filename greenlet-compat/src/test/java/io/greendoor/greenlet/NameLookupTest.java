package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To look a name up never holds the loop. */
class NameLookupTest extends LoggingTestCase {
    private static final Addresses NO_LOOKUPS = new Addresses(host -> {
        throw new AssertionError(host + " was looked up");
    });

    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @TempDir
    Path directory;

    /** A look-up that blocks its thread until the test lets it answer. */
    private Addresses slow(String... answer) {
        return new Addresses(host -> {
            asked.countDown();
            try {
                OtherThread.await(answered);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            ended.countDown();
            return parsed(answer);
        });
    }

    private static Addresses fixed(String... answer) {
        return new Addresses(host -> parsed(answer));
    }

    private static InetAddress[] parsed(String... answer) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[answer.length];
        for (int i = 0; i < answer.length; i++) {
            addresses[i] = InetAddress.getByName(answer[i]);
        }
        return addresses;
    }

    private static SocketAddress name(int port) {
        return Addresses.unresolved("some.test", port);
    }

    private static int port(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    @Test
    void othersRunWhileAClientsLookUpIsOnItsWay() throws Exception {
        try (GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0)) {
            int port = port(listener.localAddress());
            GreenThread<Void> client = spawnLogging(
                    "client",
                    () -> Dialer.connect(name(port), slow("127.0.0.1")).peerAddress());
            for (int i = 0; i < 3; i++) {
                Eventlet.sleep(Duration.ofMillis(1));
                log.add("tick");
            }
            answered.countDown();
            client.await();

            assertEquals(List.of("tick", "tick", "tick", "client: /127.0.0.1:" + port), log);
        }
    }

    @Test
    void othersRunWhileAServersLookUpIsOnItsWay() throws Exception {
        spawnLogging("server", () -> {
            try (GreenServerSocket listener = Eventlet.listen(name(0), ListenOptions.DEFAULT, slow("127.0.0.1"))) {
                return ((InetSocketAddress) listener.localAddress()).getAddress();
            }
        });
        assertOthersRun("server: /127.0.0.1");
    }

    @Test
    void othersRunWhileALookUpForDatagramsIsOnItsWay() throws Exception {
        spawnLogging("receiver", () -> {
            try (GreenDatagramSocket socket = GreenDatagramSocket.bind(name(0), slow("127.0.0.1"))) {
                int port = port(socket.localAddress());
                socket.connect(name(port)); // looked up too
                socket.sendTo(bytes("by name"), name(port));
                return socket.recv(100);
            }
        });
        assertOthersRun("receiver: by name");
    }

    private void assertOthersRun(String outcome) throws InterruptedException {
        OtherThread.await(asked);
        Eventlet.sleep(Duration.ofMillis(1));
        log.add("tick");
        answered.countDown();
        while (log.size() < 2) {
            Eventlet.sleep(Duration.ofMillis(1));
        }
        assertEquals(List.of("tick", outcome), log);
    }

    @Test
    void aTimeoutInTheCallerAbandonsTheLookUp() throws Exception {
        try (GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0)) {
            SocketAddress name = name(port(listener.localAddress()));

            assertFalse(io.greendoor.greenlet.Timeout.silently(MOMENT, () -> Dialer.connect(name, slow("127.0.0.1"))));
            assertTrue(Hubs.getHub().timers().isEmpty());
            answered.countDown();
            OtherThread.await(ended);
            listener.setTimeout(MOMENT);

            assertThrows(IOException.class, listener::accept); // nobody has connected after all
        }
    }

    @Test
    void aSenderThatIsKilledDuringItsLookUpSendsNothing() throws Exception {
        try (GreenDatagramSocket receiver = GreenDatagramSocket.bind(new InetSocketAddress("127.0.0.1", 0));
                GreenDatagramSocket sender = new GreenDatagramSocket()) {
            GreenThread<Void> waiting = Eventlet.spawn(() -> logOutcome(
                    "sender",
                    () -> GreenDatagramSocket.bind(name(0), slow("127.0.0.1"))
                            .sendTo(bytes("never"), receiver.localAddress())));
            Eventlet.sleep();
            waiting.kill();
            answered.countDown();
            OtherThread.await(ended);
            sender.sendTo(bytes("first"), receiver.localAddress());

            assertEquals("first", text(receiver.recv(10)));
        }

        assertEquals(List.of("sender was killed"), log);
    }

    @Test
    void theAddressesOfANameAreTriedInOrder() throws Exception {
        try (GreenServerSocket listener = Eventlet.listen("127.0.0.3", 0)) {
            int port = port(listener.localAddress());
            try (GreenSocket client = Dialer.connect(name(port), fixed("127.0.0.2", "127.0.0.3", "127.0.0.4"))) {
                assertEquals(new InetSocketAddress("127.0.0.3", port), client.peerAddress());
            }
        }
    }

    @Test
    void whenNoneAnswersTheFirstFailureIsThrownWithTheOthers() throws Exception {
        GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0);
        int port = port(listener.localAddress());
        listener.close();

        ConnectException failure = assertThrows(
                ConnectException.class, () -> Dialer.connect(name(port), fixed("127.0.0.2", "127.0.0.1", "::1")));

        assertEquals(2, failure.getSuppressed().length);
        Hubs.getHub().listeners().forEach(each -> log.add(each.toString()));
        assertEquals(List.of(), log);
    }

    @Test
    void aNameThatNobodyKnowsIsTheVeryExceptionOfTheLookUp() {
        UnknownHostException unknown = new UnknownHostException("some.test");
        Addresses addresses = new Addresses(host -> {
            throw unknown;
        });

        assertSame(unknown, assertThrows(IOException.class, () -> Dialer.connect(name(1), addresses)));
        assertSame(unknown, assertThrows(IOException.class, () -> GreenDatagramSocket.bind(name(1), addresses)));
    }

    @Test
    void whatIsNoNameIsNotLookedUpAndWhatOnlyLooksLikeANumberIs() throws Exception {
        for (String literal : List.of("127.0.0.1", "255.255.255.255", "::1", "[::1]", "2001:DB8::1.2.3.4", "")) {
            SocketAddress address = Addresses.unresolved(literal, 80);
            assertEquals(new InetSocketAddress(InetAddress.getByName(literal), 80), NO_LOOKUPS.resolve(address));
        }
        assertThrows(UnknownHostException.class, () -> NO_LOOKUPS.resolve(Addresses.unresolved("fe80::x", 80)));
        assertEquals(
                "[localhost/127.0.0.1:80]",
                NO_LOOKUPS.resolveAll(Addresses.unresolved("localhost", 80)).toString());

        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        Addresses addresses = new Addresses(host -> {
            asked.add(host);
            return parsed("127.0.0.1");
        });
        List<String> names = List.of("300.1.1.1", "1.2.3.4.5", "127.1", "1", "a.b", "host:80");
        for (String each : names) {
            addresses.resolve(Addresses.unresolved(each, 80));
        }
        assertEquals(names, asked);
    }

    @Test
    void aBadPortIsRefusedBeforeAnythingIsLookedUp() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Eventlet.connect("some.test", 65_536));
        assertTrue(refusal.getMessage().contains("65536"), refusal::getMessage);
        assertThrows(IllegalArgumentException.class, () -> Eventlet.listen("some.test", -1));
        assertThrows(NullPointerException.class, () -> Eventlet.connect(null, 1));
    }

    @Test
    void noThreadsInTheTpoolDoNotMeanThatTheLoopLooksUp() throws Exception {
        Thread[] by = new Thread[1];
        Addresses addresses = new Addresses(host -> {
            by[0] = Thread.currentThread();
            return parsed("127.0.0.1");
        });
        Tpool.killAll();
        Tpool.setThreads(0);
        try {
            addresses.resolve(name(1));
        } finally {
            Tpool.setThreads(20);
        }

        assertNotEquals(Thread.currentThread(), by[0]);
    }

    /** The JDK's own look-up, in a JVM whose file of hosts is a named pipe that nobody has written to yet. */
    @Test
    void othersRunWhileTheSystemLooksUp() throws Exception {
        Path hosts = directory.resolve("hosts");
        assertEquals(0, new ProcessBuilder("mkfifo", hosts.toString()).start().waitFor());
        List<String> command = ChildJvm.command(
                System.getProperty("java.class.path"), "-Djdk.net.hosts.file=" + hosts, LookingUpJvm.class.getName());
        try (ChildJvm jvm = ChildJvm.start(command)) {
            log.add(jvm.readLine());
            Files.writeString(hosts, "127.0.0.2 several.test\n127.0.0.1 several.test\n");
            log.add(jvm.readLine());
            assertEquals(0, jvm.exitValue(), log::toString);
        }

        assertEquals(List.of("ticked", "connected to several.test/127.0.0.1"), log);
    }

    /** Connects by name while another task ticks. */
    static final class LookingUpJvm {
        private LookingUpJvm() {}

        public static void main(String[] args) throws IOException {
            GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0);
            int port = port(listener.localAddress());
            Eventlet.spawn(() -> {
                for (int i = 0; i < 3; i++) {
                    Eventlet.sleep(Duration.ofMillis(1));
                }
                System.out.println("ticked");
            });
            GreenSocket client = Eventlet.connect("several.test", port);
            InetSocketAddress peer = (InetSocketAddress) client.peerAddress();
            System.out.println("connected to " + peer.getAddress());
        }
    }
}
