package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What tests of sockets share: each runs once for every {@link SocketFamily}. */
@ParameterizedClass
@EnumSource(SocketFamily.class)
abstract class SocketTestCase extends LoggingTestCase {
    @Parameter
    SocketFamily family;

    @TempDir
    Path directory;

    GreenServerSocket listen() throws IOException {
        return Eventlet.listen(family.freeAddress(directory));
    }

    /** Both ends of a connection. */
    record Pair(GreenSocket client, GreenSocket server) implements Closeable {
        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    @Suspendable
    Pair connectedPair() throws IOException {
        try (GreenServerSocket listener = listen()) {
            GreenSocket client = Eventlet.connect(listener.localAddress());
            return new Pair(client, listener.accept().socket());
        }
    }

    /** A green end and the other one, which is the JDK's own and blocks. */
    record PlainPair(GreenSocket green, SocketChannel plain) implements Closeable {
        @Override
        public void close() throws IOException {
            green.close();
            plain.close();
        }
    }

    @Suspendable
    PlainPair connectedToPlainPeer() throws IOException {
        try (GreenServerSocket listener = listen()) {
            SocketChannel plain = SocketChannel.open(listener.localAddress());
            return new PlainPair(listener.accept().socket(), plain);
        }
    }

    /** Receives until the end of the stream. */
    @Suspendable
    static String recvAll(GreenSocket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        for (byte[] got = socket.recv(100); got.length > 0; got = socket.recv(100)) {
            all.append(text(got));
        }
        return all.toString();
    }
}
