package io.greendoor.greenlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What tests of sockets share: each runs once for every {@link SocketFamily}. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
@ParameterizedClass
@EnumSource(SocketFamily.class)
abstract class SocketTestCase {
    static final Duration MOMENT = Duration.ofMillis(20);

    final List<String> log = new ArrayList<>();

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

    /** Logs what a task's call gives, or what it throws. */
    @Suspendable
    GreenThread<Void> spawnLogging(String name, Call call) {
        GreenThread<Void> thread = Eventlet.spawn(() -> logOutcome(name, call));
        Eventlet.sleep();
        return thread;
    }

    @Suspendable
    void logOutcome(String name, Call call) {
        try {
            log.add(name + ": " + shown(call.call()));
        } catch (GreenletExit killed) {
            log.add(name + " was killed");
        } catch (Throwable thrown) {
            log.add(name + " threw " + thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        }
    }

    private static Object shown(Object result) {
        return result instanceof byte[] bytes ? text(bytes) : result;
    }

    @FunctionalInterface
    interface Call {
        @Suspendable
        Object call() throws Exception;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
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
