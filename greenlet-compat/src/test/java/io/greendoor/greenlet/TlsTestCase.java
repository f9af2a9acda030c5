package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** What tests of TLS share. */
abstract class TlsTestCase extends SocketTestCase {
    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";

    static final SSLContext SERVER = Certificate.LOCALHOST.context();
    static final SSLContext CLIENT = Certificate.LOCALHOST.trustingContext();

    /** Both ends of a TLS connection of that version. */
    @Suspendable
    Pair connectedTlsPair(String version) throws IOException {
        return wrapped(connectedPair(), engine(CLIENT, true, version), engine(SERVER, false, version));
    }

    @Suspendable
    static Pair overTls(Pair plain) throws IOException {
        return wrapped(plain, engine(CLIENT, true, TLS_1_3), engine(SERVER, false, TLS_1_3));
    }

    @Suspendable
    static Pair wrapped(Pair plain, SSLEngine client, SSLEngine server) throws IOException {
        GreenThread<GreenSocket> accepting = Eventlet.spawn(() -> Eventlet.wrapSsl(plain.server(), server));
        GreenSocket connected = Eventlet.wrapSsl(plain.client(), client);
        return new Pair(connected, accepting.await());
    }

    static SSLEngine engine(SSLContext context, boolean clientMode, String version) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(clientMode);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    static int port(GreenServerSocket listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    static long checksumOf(byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(data);
        return checksum.getValue();
    }

    @Suspendable
    static long checksumOf(GreenSocket socket, int size, int atOnce) throws IOException {
        CRC32 checksum = new CRC32();
        for (int left = size; left > 0; ) {
            byte[] got = socket.recv(Math.min(left, atOnce));
            assertTrue(got.length > 0, "the stream ended early");
            checksum.update(got);
            left -= got.length;
        }
        return checksum.getValue();
    }
}
