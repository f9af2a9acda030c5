package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program openssl, as a peer on both sides. */
class TlsOpenSslTest extends TlsTestCase {
    private static final String CLOSE_NOTIFY_RECEIVED = "<<< TLS %s, Alert [length 0002], warning close_notify";

    @BeforeEach
    void requireOpenSsl() {
        assumeTrue(OpenSsl.isInstalled() || System.getenv("CI") != null, "openssl is not installed");
    }

    private OpenSsl startClient(GreenServerSocket listener, String version, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("s_client"));
        arguments.addAll(
                family == SocketFamily.TCP
                        ? List.of("-connect", "127.0.0.1:" + port(listener))
                        : List.of("-unix", listener.localAddress().toString()));
        arguments.addAll(List.of("-CAfile", pem(), "-verify_return_error", "-msg", option(version)));
        arguments.addAll(List.of(more));
        return OpenSsl.start(directory, arguments);
    }

    /** One that sends each line back in reverse, and serves one client only. */
    private OpenSsl startServer(String version, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("s_server"));
        arguments.addAll(
                family == SocketFamily.TCP
                        ? List.of("-accept", "127.0.0.1:0")
                        : List.of("-unix", socketFile().getFileName().toString())); // it cannot show a long one
        arguments.addAll(List.of("-cert", pem(), "-naccept", "1", "-msg", option(version)));
        arguments.addAll(List.of(more));
        return OpenSsl.start(directory, arguments);
    }

    @Suspendable
    private SocketAddress addressOf(OpenSsl server) {
        server.awaitOutput("ACCEPT ");
        server.awaitOutput("\n");
        return family == SocketFamily.TCP
                ? new InetSocketAddress(
                        "127.0.0.1",
                        Integer.parseInt(server.output().replaceAll("(?s).*ACCEPT 127\\.0\\.0\\.1:(\\d+)\n.*", "$1")))
                : UnixDomainSocketAddress.of(socketFile());
    }

    private Path socketFile() {
        return directory.resolve("openssl-socket");
    }

    private String pem() {
        return Certificate.LOCALHOST.writePem(directory).toString();
    }

    private static String option(String version) {
        return version.equals(TLS_1_3) ? "-tls1_3" : "-tls1_2";
    }

    private static String closeNotifyReceived(String version) {
        return String.format(CLOSE_NOTIFY_RECEIVED, version.substring("TLSv".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aClientIsAnsweredAndToldTheEnd(String version) throws Exception {
        try (GreenServerSocket listener = listen();
                OpenSsl client = startClient(listener, version)) {
            try (GreenSocket socket = Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)) {
                client.type("hello\n");
                assertEquals("hello\n", text(socket.recv(100)));
                socket.sendAll(bytes("welcome\n"));
            }
            client.awaitEnd();

            assertTrue(client.output().contains("welcome\n"), client::output);
            assertTrue(client.output().contains(closeNotifyReceived(version)), client::output);
            assertTrue(client.output().contains("Verify return code: 0 (ok)"), client::output);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aClientThatEndsIsReadToTheEnd(String version) throws Exception {
        try (GreenServerSocket listener = listen();
                OpenSsl client = startClient(listener, version);
                GreenSocket socket = Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)) {
            client.type("hello\n");
            assertEquals("hello\n", text(socket.recv(100)));
            client.type("Q\n");

            assertEquals(0, socket.recv(100).length);
            client.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aServerAnswersUsAndIsToldTheEnd(String version) throws Exception {
        try (OpenSsl server = startServer(version, "-rev")) {
            try (GreenSocket socket = Eventlet.wrapSsl(Eventlet.connect(addressOf(server)), CLIENT, false)) {
                socket.sendAll(bytes("hello\n"));
                assertEquals("olleh\n", text(socket.recv(100)));
            }
            server.awaitEnd();

            assertTrue(server.output().contains(closeNotifyReceived(version)), server::output);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aServerThatEndsIsReadToTheEnd(String version) throws Exception {
        try (OpenSsl server = startServer(version, "-rev");
                GreenSocket socket = Eventlet.wrapSsl(Eventlet.connect(addressOf(server)), CLIENT, false)) {
            socket.sendAll(bytes("CLOSE\n"));

            assertEquals(0, socket.recv(100).length);
            server.awaitOutput("CONNECTION CLOSED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aServerThatIsToldToQuitCutsTheStreamShort(String version) throws Exception {
        try (OpenSsl server = startServer(version);
                GreenSocket socket = Eventlet.wrapSsl(Eventlet.connect(addressOf(server)), CLIENT, false)) {
            server.type("pay 1000\n");
            assertEquals("pay 1000\n", text(socket.recv(100)));
            server.type("Q\n"); // it closes the connection first, and then has nowhere to send its close_notify to

            SSLException cut = assertThrows(SSLException.class, () -> socket.recv(100));
            assertTrue(cut.getMessage().contains("without a close_notify"), cut::getMessage);
        }
    }

    /** K: it updates its keys, and asks us to do so as well. */
    @ParameterizedTest
    @ValueSource(strings = {"k", "K"})
    void aClientMayUpdateTheKeys(String command) throws Exception {
        try (GreenServerSocket listener = listen();
                OpenSsl client = startClient(listener, TLS_1_3)) {
            try (GreenSocket socket = Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)) {
                client.type("before\n");
                assertEquals("before\n", text(socket.recv(100)));
                client.type(command + "\n");
                client.awaitOutput("KEYUPDATE");
                client.type("after\n");
                assertEquals("after\n", text(socket.recv(100)));
                client.awaitOutput(">>> TLS 1.3, Handshake [length 0005], KeyUpdate");
                if (command.equals("K")) {
                    client.awaitOutput("<<< TLS 1.3, Handshake [length 0005], KeyUpdate");
                }
                socket.sendAll(bytes("answer\n"));
                client.awaitOutput("answer\n");
            }
            client.awaitEnd();
        }
    }

    /** A reader that waited for the writer, to answer, would lock both ends up if the peer did so too. */
    @Test
    void theKeysMayBeUpdatedWhileAWriterIsHeldUpAmidARecord() throws Exception {
        Pair plain = connectedPair();
        plain.server().setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
        try (GreenServerSocket listener = listen();
                OpenSsl client = startClient(listener, TLS_1_3);
                Relay relay = new Relay(listener.accept().socket(), plain.client(), 1000);
                GreenSocket socket = Eventlet.wrapSsl(plain.server(), SERVER, true)) {
            relay.holdBack();
            GreenThread<Void> writer = spawnLogging("writer", () -> {
                socket.sendAll(new byte[4 << 20]);
                return "sent";
            });
            client.type("before\n");
            log.add("got " + text(socket.recv(100)));
            client.type("K\n");
            client.awaitOutput("KEYUPDATE");
            client.type("after\n");
            log.add("got " + text(socket.recv(100)));
            relay.resumeBack();
            writer.await();
            socket.sendAll(bytes("with new keys\n"));
            client.awaitOutput("<<< TLS 1.3, Handshake [length 0005], KeyUpdate");
            client.awaitOutput("with new keys\n");
        }

        assertEquals(List.of("got before\n", "got after\n", "writer: sent"), log);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherHandshakeIsRefused(boolean asServer) throws Exception {
        try (GreenServerSocket listener = listen();
                OpenSsl peer = asServer ? startClient(listener, TLS_1_2) : startServer(TLS_1_2);
                GreenSocket socket = asServer
                        ? Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)
                        : Eventlet.wrapSsl(Eventlet.connect(addressOf(peer)), CLIENT, false)) {
            peer.type("before\n");
            assertEquals("before\n", text(socket.recv(100)));
            peer.type(asServer ? "R\n" : "r\n");

            for (int i = 0; i < 2; i++) {
                SSLException refusal = assertThrows(SSLException.class, () -> socket.recv(100));
                assertEquals("the peer asked for another handshake, which is refused", refusal.getMessage());
            }
            assertThrows(IOException.class, () -> socket.sendAll(bytes("x")));
            peer.awaitOutput(closeNotifyReceived(TLS_1_2));
        }
    }

    @Test
    void aClientThatDoesNotTrustUsTellsSo() throws Exception {
        try (GreenServerSocket listener = listen();
                OpenSsl client = startClient(listener, TLS_1_3)) {
            GreenSocket socket = listener.accept().socket();

            SSLHandshakeException failure = assertThrows(
                    SSLHandshakeException.class,
                    () -> Eventlet.wrapSsl(socket, Certificate.SOMEBODY_ELSE.context(), true));

            assertEquals("the peer refused the handshake by the alert unknown_ca", failure.getMessage());
            assertFalse(socket.isOpen());
            client.awaitEnd();
        }
    }

    @Test
    void aServerThatWeDoNotTrustIsTold() throws Exception {
        try (OpenSsl server = startServer(TLS_1_3)) {
            GreenSocket socket = Eventlet.connect(addressOf(server));

            assertThrows(
                    SSLHandshakeException.class,
                    () -> Eventlet.wrapSsl(socket, Certificate.SOMEBODY_ELSE.trustingContext(), false));

            server.awaitOutput("fatal certificate_unknown");
        }
    }
}
