package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a TLS connection begins, and fails to. */
class TlsHandshakeTest extends TlsTestCase {

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aClientThatDoesNotTrustTheServerTellsItAndBothClose(String version) throws Exception {
        SSLContext distrusting = Certificate.SOMEBODY_ELSE.trustingContext();
        try (Pair plain = connectedPair()) {
            GreenThread<SSLException> server =
                    Eventlet.spawn(() -> failure(plain.server(), engine(SERVER, false, version)));
            SSLException client = failure(plain.client(), engine(distrusting, true, version));

            assertTrue(client instanceof SSLHandshakeException, client::toString);
            assertTrue(client.getMessage().contains("PKIX path building failed"), client::toString);
            assertTrue(server.await().getMessage().contains("certificate_unknown"), server.await()::toString);
            assertFalse(plain.client().isOpen());
            assertFalse(plain.server().isOpen());
        }
    }

    /** What shaking hands throws. */
    @Suspendable
    private static SSLException failure(GreenSocket plain, SSLEngine engine) throws IOException {
        try {
            Eventlet.wrapSsl(plain, engine);
            throw new AssertionError("they have shaken hands");
        } catch (SSLException failure) {
            return failure;
        }
    }

    @Test
    void endsThatHaveNoVersionInCommonBothFail() throws Exception {
        try (Pair plain = connectedPair()) {
            GreenThread<SSLException> server =
                    Eventlet.spawn(() -> failure(plain.server(), engine(SERVER, false, TLS_1_2)));
            SSLException client = failure(plain.client(), engine(CLIENT, true, TLS_1_3));

            assertTrue(client.getMessage().contains("protocol_version"), client::toString);
            server.await();
        }
    }

    @Test
    void aClientThatSpeaksNoTlsIsQuoted() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.plain().write(ByteBuffer.wrap(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));

            SSLException failure = failure(pair.green(), engine(SERVER, false, TLS_1_3));

            assertEquals(
                    "the peer does not speak TLS; it began by \"GET / HTTP/1.1..Host: localhost....\"",
                    failure.getMessage());
            assertFalse(pair.green().isOpen());
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsQuoted() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.plain().write(ByteBuffer.wrap(bytes("220 mail.example ESMTP ready for your very long message\r\n")));

            SSLException failure = failure(pair.green(), engine(CLIENT, true, TLS_1_3));

            assertEquals(
                    "the peer does not speak TLS; it began by \"220 mail.example ESMTP ready for your ve\"",
                    failure.getMessage());
        }
    }

    @Test
    void nonsenseInsideOfTlsIsRefused() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.plain().write(ByteBuffer.wrap(new byte[] {22, 3, 1, 0, 5, 1, 2, 3, 4, 5}));

            failure(pair.green(), engine(SERVER, false, TLS_1_3));
            assertFalse(pair.green().isOpen());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatGoesAwayIsToldApart(boolean clientMode) throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.plain().shutdownOutput();

            SSLException failure = failure(pair.green(), engine(clientMode ? CLIENT : SERVER, clientMode, TLS_1_3));

            assertEquals("the peer closed the connection during the TLS handshake", failure.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatSaysNothingTimesOut(boolean clientMode) throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.green().setTimeout(MOMENT);

            SocketTimeoutException timeout = assertThrows(
                    SocketTimeoutException.class,
                    () -> Eventlet.wrapSsl(pair.green(), clientMode ? CLIENT : SERVER, !clientMode));

            assertEquals("timed out after PT0.02S", timeout.getMessage());
            assertFalse(pair.green().isOpen());
        }
    }

    @Test
    void aTaskThatIsKilledAmidAHandshakeHasClosed() throws Exception {
        try (PlainPair pair = connectedToPlainPeer()) {
            GreenThread<Void> shaking = spawnLogging("server", () -> Eventlet.wrapSsl(pair.green(), SERVER, true));
            Eventlet.sleep(MOMENT);
            shaking.kill();

            assertFalse(pair.green().isOpen());
        }

        assertEquals(List.of("server was killed"), log);
    }

    @Test
    void whatIsCostlyInAHandshakeDoesNotHoldTheLoop() throws Exception {
        SlowTrust trust = new SlowTrust();
        try (Pair plain = connectedPair()) {
            GreenThread<Void> server = spawnLogging(
                    "server",
                    () -> Eventlet.wrapSsl(plain.server(), SERVER, true).isOpen());
            GreenThread<Void> client = spawnLogging(
                    "client",
                    () -> Eventlet.wrapSsl(plain.client(), trust.context(), false)
                            .isOpen());
            trust.asked.await();
            log.add("the client looks at the certificate");
            for (int tick = 1; tick <= 3; tick++) {
                Eventlet.sleep(Duration.ofMillis(1));
                log.add("tick " + tick);
            }
            trust.answer.countDown();
            client.await();
            server.await();
        }

        assertEquals(List.of("the client looks at the certificate", "tick 1", "tick 2", "tick 3"), log.subList(0, 4));
        assertTrue(log.containsAll(List.of("client: true", "server: true")), log::toString);
    }

    /** To end the engine properly would mean to wait for the other thread, on the loop. */
    @Test
    void aTaskThatIsKilledWhileItsEngineIsAtWorkOnAnotherThreadDoesNotHoldTheLoop() throws Exception {
        SlowTrust trust = new SlowTrust();
        try (Pair plain = connectedPair()) {
            GreenThread<Void> server = spawnLogging("server", () -> Eventlet.wrapSsl(plain.server(), SERVER, true));
            GreenThread<Void> client =
                    spawnLogging("client", () -> Eventlet.wrapSsl(plain.client(), trust.context(), false));
            trust.asked.await();
            client.kill();
            server.await();
            log.add("the client looks at the certificate still");
            trust.answer.countDown();

            assertFalse(plain.client().isOpen());
        }

        assertEquals(
                List.of(
                        "client was killed",
                        "server threw SSLHandshakeException: the peer closed the connection during the TLS handshake",
                        "the client looks at the certificate still"),
                log);
    }

    @Test
    void aClientThatHasConnectedToANameRefusesACertificateForAnother() throws Exception {
        assumeTrue(family == SocketFamily.TCP, "there are no names");
        SSLContext server = Certificate.SOMEBODY_ELSE.context();
        SSLContext client = Certificate.SOMEBODY_ELSE.trustingContext();
        try (GreenServerSocket listener = listen()) {
            spawnLogging("server", () -> Eventlet.wrapSsl(listener.accept().socket(), server, true));
            GreenSocket connected = Eventlet.connect("localhost", port(listener));

            SSLHandshakeException failure =
                    assertThrows(SSLHandshakeException.class, () -> Eventlet.wrapSsl(connected, client, false));

            assertTrue(failure.getMessage().contains("localhost"), failure::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void aClientThatHasConnectedToTheNameInTheCertificateOrToANumberDoesNot(String host) throws Exception {
        assumeTrue(family == SocketFamily.TCP, "there are no names");
        try (GreenServerSocket listener = listen()) {
            GreenThread<GreenSocket> server =
                    Eventlet.spawn(() -> Eventlet.wrapSsl(listener.accept().socket(), SERVER, true));
            try (GreenSocket client = Eventlet.wrapSsl(Eventlet.connect(host, port(listener)), CLIENT, false)) {
                client.sendAll(bytes("hello"));
                assertEquals("hello", text(server.await().recv(10)));
            }
            server.await().close();
        }
    }

    @Test
    void anEngineOfTheCallersDecidesAboutEverything() throws Exception {
        SSLEngine client = engine(Certificate.LOCALHOST.context(), true, TLS_1_3);
        SSLEngine server = engine(SERVER, false, TLS_1_3);
        server.setNeedClientAuth(true);
        speaks(client, "h2", "greendoor");
        speaks(server, "greendoor");
        try (Pair pair = wrapped(connectedPair(), client, server)) {
            pair.client().sendAll(bytes("hello"));
            assertEquals("hello", text(pair.server().recv(10)));

            X509Certificate shown = (X509Certificate) server.getSession().getPeerCertificates()[0];
            assertEquals("CN=localhost", shown.getSubjectX500Principal().getName());
            assertEquals("greendoor", client.getApplicationProtocol());
        }
    }

    private static void speaks(SSLEngine engine, String... protocols) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void aServerThatWantsACertificateRefusesAClientWithout(String version) throws Exception {
        SSLEngine server = engine(SERVER, false, version);
        server.setNeedClientAuth(true);
        try (Pair plain = connectedPair()) {
            GreenThread<SSLException> refusal = Eventlet.spawn(() -> failure(plain.server(), server));
            // with TLS 1.3 the client has done its part before the server looks at it
            SSLException client = assertThrows(
                    SSLException.class,
                    () -> Eventlet.wrapSsl(plain.client(), engine(CLIENT, true, version))
                            .recv(1));

            assertTrue(
                    client.getMessage().matches(".*(bad_certificate|certificate_required|handshake_failure).*"),
                    client::toString);
            refusal.await();
        }
    }

    @Test
    void anEngineThatDoesNotKnowWhichEndItIsIsRefused() throws Exception {
        try (Pair plain = connectedPair()) {
            IllegalStateException refusal = assertThrows(
                    IllegalStateException.class, () -> Eventlet.wrapSsl(plain.client(), CLIENT.createSSLEngine()));

            assertTrue(refusal.getMessage().contains("mode"), refusal::getMessage);
            assertFalse(plain.client().isOpen());
        }
    }

    @Test
    void aSocketThatSpeaksTlsIsRefusedAndUnharmed() throws Exception {
        try (Pair pair = connectedTlsPair(TLS_1_3)) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> Eventlet.wrapSsl(pair.client(), CLIENT, false));

            assertEquals("this socket speaks TLS already: " + pair.client(), refusal.getMessage());
            pair.client().sendAll(bytes("unharmed"));
            assertEquals("unharmed", text(pair.server().recv(10)));
        }
    }

    @Test
    void aClosedSocketSaysSo() throws Exception {
        Pair plain = connectedPair();
        plain.close();

        IOException refusal = assertThrows(IOException.class, () -> Eventlet.wrapSsl(plain.client(), CLIENT, false));

        assertEquals("the socket is closed", refusal.getMessage());
    }

    @Test
    void aConnectionThatWasPlainAtFirstGoesOnInTls() throws Exception {
        try (Pair plain = connectedPair()) {
            plain.client().sendAll(bytes("STARTTLS\n"));
            assertEquals("STARTTLS\n", text(plain.server().recv(100)));
            plain.server().sendAll(bytes("ready\n"));
            assertEquals("ready\n", text(plain.client().recv(100)));
            try (Pair pair = overTls(plain)) {
                pair.client().sendAll(bytes("secret"));
                assertEquals("secret", text(pair.server().recv(100)));
            }
        }
    }

    @Test
    void aSecondConnectionResumesTheSessionOfTheFirst() throws Exception {
        assumeTrue(family == SocketFamily.TCP, "sessions are remembered by host and port");
        SSLContext client = Certificate.LOCALHOST.trustingContext();
        long[] created = new long[2];
        try (GreenServerSocket listener = listen()) {
            for (int i = 0; i < 2; i++) {
                SSLEngine engine = client.createSSLEngine("localhost", port(listener));
                engine.setUseClientMode(true);
                GreenThread<GreenSocket> server =
                        Eventlet.spawn(() -> Eventlet.wrapSsl(listener.accept().socket(), SERVER, true));
                try (GreenSocket socket = Eventlet.wrapSsl(Eventlet.connect(listener.localAddress()), engine)) {
                    server.await().sendAll(bytes("x"));
                    assertEquals("x", text(socket.recv(1)));
                }
                server.await().close();
                created[i] = engine.getSession().getCreationTime();
                Eventlet.sleep(Duration.ofMillis(5)); // a session's age is told in milliseconds
            }
        }

        assertEquals(created[0], created[1]);
    }

    @Test
    void whatAManagerThrowsIsTheCause() throws Exception {
        RuntimeException broken = new IllegalStateException("the trust manager is broken");
        SlowTrust trust = new SlowTrust();
        trust.failure = broken;
        trust.answer.countDown();
        try (Pair plain = connectedPair()) {
            spawnLogging("server", () -> Eventlet.wrapSsl(plain.server(), SERVER, true));

            Throwable thrown =
                    assertThrows(Exception.class, () -> Eventlet.wrapSsl(plain.client(), trust.context(), false));

            while (thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            assertSame(broken, thrown);
            assertFalse(plain.client().isOpen());
        }
    }
}
