package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.ConnInfo;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of {@link Backdoor}, and {@link SocketConsole} used directly. */
@Timeout(60)
class BackdoorCallsTest {
    private final LoopThread loop;
    private final Map<String, Object> locals = new ConcurrentHashMap<>();

    BackdoorCallsTest() throws Exception {
        loop = new LoopThread();
    }

    @AfterEach
    void theServerLives() throws Exception {
        try (loop) {
            loop.assertAlive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void anAddressThatOthersReachIsRefusedWithTheCure(String host) throws Exception {
        GreenServerSocket open = loop.run(() -> Eventlet.listen(host, 0));

        SecurityException refusal = assertThrows(
                SecurityException.class,
                () -> loop.run(() -> {
                    Backdoor.backdoorServer(open, locals);
                    return null;
                }));

        assertTrue(refusal.getMessage().contains("localhost"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("unix"), refusal.getMessage());
        assertFalse(open.isOpen());
    }

    @Test
    void nullsAreRefused() throws Exception {
        GreenServerSocket socket = loop.run(() -> Eventlet.listen("localhost", 0));

        assertThrows(NullPointerException.class, () -> Backdoor.backdoorServer(null));
        assertThrows(NullPointerException.class, () -> Backdoor.backdoorServer(socket, null));
        assertThrows(NullPointerException.class, () -> Backdoor.backdoor(null));
        assertThrows(NullPointerException.class, () -> Backdoor.backdoor(null, locals));
        loop.run(() -> {
            socket.close();
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource
    void twoDoorsInOneProgramDoNotKnowEachOther(Transport transport) throws Exception {
        try (DoorFixture one = DoorFixture.open(transport);
                DoorFixture other = DoorFixture.open(transport)) {
            one.locals.put("name", "one");
            other.locals.put("name", "other");
            DoorClient ofOne = one.client();
            DoorClient ofOther = other.client();

            assertEquals("\"one\"\n", ofOne.type("name"));
            assertEquals("\"other\"\n", ofOther.type("name"));
            assertEquals("\"one\"\n", ofOne.type("_"));
        }
    }

    @Test
    void aSocketsFileIsItsOwnersAndGoesWhenTheServerIsKilled() throws Exception {
        try (DoorFixture door = DoorFixture.open(Transport.UNIX)) {
            Path file = ((UnixDomainSocketAddress) door.address()).getPath();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

            door.run(() -> {
                door.server().kill();
                return null;
            });

            assertFalse(Files.exists(file));
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneConnectionMayBeGivenASession(Transport transport) throws Exception {
        locals.put("n", 20);
        GreenServerSocket listening = loop.run(() -> Eventlet.listen(transport.freeAddress()));
        try (DoorClient client = new DoorClient(listening.localAddress())) {
            loop.run(() -> {
                ConnInfo connection = listening.accept();
                listening.close();
                Backdoor.backdoor(connection, locals);
                return null;
            });

            assertTrue(client.readUntilPrompt().endsWith("(InteractiveConsole)\n>>> "));
            assertEquals("21\n", client.type("n + 1"));
            client.send("exit()\n");
            assertEquals("", client.readToEnd());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSocketConsoleIsAGreenletThatReturnsToWhoSwitchedToIt(Transport transport) throws Exception {
        GreenServerSocket listening = loop.run(() -> Eventlet.listen(transport.freeAddress()));
        try (DoorClient client = new DoorClient(listening.localAddress())) {
            SocketConsole console = loop.run(() -> {
                ConnInfo connection = listening.accept();
                listening.close();
                SocketConsole made = new SocketConsole(connection.socket(), connection.address(), locals);
                io.greendoor.greenlet.Hubs.getHub().execute(made::switchTo);
                return made;
            });

            client.readUntilPrompt();
            assertEquals("2\n", client.type("1+1"));
            assertFalse(console.isDead());
            client.send("exit()\n");
            assertEquals("", client.readToEnd());
            Await.until(console::isDead, () -> console + " is not dead");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLogSaysWhoCameAndWent(Transport transport) throws Exception {
        try (LogLines log = new LogLines("io.greendoor.backdoor")) {
            String server;
            try (DoorFixture door = DoorFixture.open(transport)) {
                server = door.address() instanceof InetSocketAddress inet
                        ? "127.0.0.1:" + inet.getPort()
                        : ((UnixDomainSocketAddress) door.address()).getPath().toString();
                DoorClient client = door.client();
                client.send("exit()\n");
                client.readToEnd();
                log.await("INFO backdoor closed");
            }

            String lines = String.join("\n", log.lines());
            String peer = transport == Transport.TCP ? " to 127\\.0\\.0\\.1:\\d+" : "";
            String opened = transport == Transport.TCP ? "backdoor" + peer : "backdoor opened";
            assertTrue(
                    lines.matches("INFO backdoor server listening on \\Q" + server + "\\E\nINFO " + opened
                            + "\nINFO backdoor closed" + peer),
                    lines);
        }
    }

    @Test
    void anIpv6AddressIsLoggedInBrackets() throws Exception {
        try (LogLines log = new LogLines("io.greendoor.backdoor")) {
            GreenServerSocket listening =
                    loop.run(() -> Eventlet.listen(new InetSocketAddress(InetAddress.getByName("::1"), 0)));
            loop.run(() -> {
                Eventlet.spawnN(() -> Backdoor.backdoorServer(listening, locals));
                return null;
            });
            int port = ((InetSocketAddress) listening.localAddress()).getPort();

            log.await("INFO backdoor server listening on [0:0:0:0:0:0:0:1]:" + port);
            loop.run(() -> {
                listening.close();
                return null;
            });
        }
    }
}
