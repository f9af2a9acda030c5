package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own TLS sockets, on threads of their own, as peers. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class TlsJdkPeersTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LARGE = 4 << 20;
    private static final SSLContext SERVER = TlsTestCase.SERVER; // made before a test's time begins
    private static final SSLContext CLIENT = TlsTestCase.CLIENT;

    private static SSLServerSocket plainListener(String version) throws IOException {
        SSLServerSocket listener =
                (SSLServerSocket) SERVER.getServerSocketFactory().createServerSocket(0, 1, LOOPBACK);
        listener.setEnabledProtocols(new String[] {version});
        return listener;
    }

    private static SSLSocket plainClient(GreenServerSocket listener, String version) throws IOException {
        SSLSocket client = (SSLSocket) CLIENT.getSocketFactory().createSocket(LOOPBACK, TlsTestCase.port(listener));
        client.setEnabledProtocols(new String[] {version});
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {TlsTestCase.TLS_1_2, TlsTestCase.TLS_1_3})
    void aGreenServerAnswersAClientWhichReadsToTheEnd(String version) throws Exception {
        try (GreenServerSocket listener = Eventlet.listen("localhost", 0)) {
            OtherThread<String> client = OtherThread.start("client", () -> {
                try (SSLSocket socket = plainClient(listener, version)) {
                    socket.getOutputStream().write(SocketTestCase.bytes("hello"));
                    return SocketTestCase.text(socket.getInputStream().readAllBytes());
                }
            });
            try (GreenSocket socket = Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)) {
                socket.sendAll(SocketTestCase.bytes("you said " + SocketTestCase.text(socket.recv(100))));
            }

            assertEquals("you said hello", client.join());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TlsTestCase.TLS_1_2, TlsTestCase.TLS_1_3})
    void aGreenClientReadsWhatAServerSendsToTheEnd(String version) throws Exception {
        try (SSLServerSocket listener = plainListener(version)) {
            OtherThread<Integer> server = OtherThread.start("server", () -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    byte[] got = socket.getInputStream().readNBytes(5);
                    socket.getOutputStream().write(SocketTestCase.bytes("you said " + SocketTestCase.text(got)));
                    socket.shutdownOutput();
                    return socket.getInputStream().read();
                }
            });
            try (GreenSocket socket =
                    Eventlet.wrapSsl(Eventlet.connect("localhost", listener.getLocalPort()), CLIENT, false)) {
                socket.sendAll(SocketTestCase.bytes("hello"));
                assertEquals("you said hello", SocketTestCase.recvAll(socket));
            }

            assertEquals(-1, server.join());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TlsTestCase.TLS_1_2, TlsTestCase.TLS_1_3})
    void muchDataGoesBothWaysAtOnce(String version) throws Exception {
        byte[] data = new byte[LARGE];
        new Random(5).nextBytes(data);
        try (GreenServerSocket listener = Eventlet.listen("localhost", 0)) {
            OtherThread<Long> client = OtherThread.start("client", () -> {
                try (SSLSocket socket = plainClient(listener, version)) {
                    socket.startHandshake();
                    OtherThread<Void> writer = OtherThread.start("client's writer", () -> {
                        socket.getOutputStream().write(data);
                        return null;
                    });
                    long sum = TlsTestCase.checksumOf(socket.getInputStream().readNBytes(LARGE));
                    writer.join();
                    return sum;
                }
            });
            try (GreenSocket socket = Eventlet.wrapSsl(listener.accept().socket(), SERVER, true)) {
                GreenThread<Long> reader = Eventlet.spawn(() -> TlsTestCase.checksumOf(socket, LARGE, 10_000));
                socket.sendAll(data);
                assertEquals(TlsTestCase.checksumOf(data), reader.await());
            }
            assertEquals(TlsTestCase.checksumOf(data), client.join());
        }
    }

    @Test
    void aClientThatDoesNotTrustUsFailsAndSoDoWe() throws Exception {
        try (GreenServerSocket listener = Eventlet.listen("localhost", 0)) {
            OtherThread<SSLException> client = OtherThread.start("client", () -> {
                try (SSLSocket socket = (SSLSocket) Certificate.SOMEBODY_ELSE
                        .trustingContext()
                        .getSocketFactory()
                        .createSocket(LOOPBACK, TlsTestCase.port(listener))) {
                    return assertThrows(SSLException.class, socket::startHandshake);
                }
            });
            SSLException failure = assertThrows(
                    SSLHandshakeException.class,
                    () -> Eventlet.wrapSsl(listener.accept().socket(), SERVER, true));

            assertTrue(failure.getMessage().contains("certificate_unknown"), failure::toString);
            assertTrue(client.join().getMessage().contains("PKIX"), client.join()::toString);
        }
    }
}
