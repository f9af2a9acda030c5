package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenThread;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server with a door, on a loop thread of its own, and its clients. */
final class DoorFixture implements AutoCloseable {
    final Map<String, Object> locals;

    private final LoopThread loop = new LoopThread();
    private final List<DoorClient> clients = new ArrayList<>();
    private final SocketAddress wanted;
    private GreenServerSocket listening;
    private GreenThread<Void> server;

    private DoorFixture(Transport transport, Map<String, Object> locals) throws Exception {
        this.wanted = transport.freeAddress();
        this.locals = locals;
    }

    /** A server whose sessions share a map of locals, which is empty. */
    static DoorFixture open(Transport transport) throws Exception {
        return open(transport, new ConcurrentHashMap<>());
    }

    /** A server whose sessions share {@code locals}. */
    static DoorFixture open(Transport transport, Map<String, Object> locals) throws Exception {
        DoorFixture door = new DoorFixture(transport, locals);
        door.serve(door.locals);
        return door;
    }

    /** A server whose sessions have no names but their own. */
    static DoorFixture openWithoutLocals(Transport transport) throws Exception {
        DoorFixture door = new DoorFixture(transport, Map.of());
        door.serve(null);
        return door;
    }

    /** A server whose sessions are as {@code settings} say. */
    static DoorFixture open(Transport transport, Settings settings) throws Exception {
        DoorFixture door = new DoorFixture(transport, settings.sessionLocals());
        door.run(() -> {
            door.listening = Eventlet.listen(door.wanted);
            Door opened = new Door(door.listening, settings);
            door.server = Eventlet.spawn(opened::serve);
            return null;
        });
        return door;
    }

    private void serve(@Nullable Map<String, Object> shared) throws Exception {
        run(() -> {
            listening = Eventlet.listen(wanted);
            server = Eventlet.spawn(() -> {
                if (shared == null) {
                    Backdoor.backdoorServer(listening);
                } else {
                    Backdoor.backdoorServer(listening, shared);
                }
            });
            return null;
        });
    }

    SocketAddress address() {
        return listening.localAddress();
    }

    /** Connects, and leaves everything that the server says to be read. */
    DoorClient connect() throws IOException {
        DoorClient client = new DoorClient(address());
        clients.add(client);
        return client;
    }

    /** Connects, and reads the banner and the first prompt. */
    DoorClient client() throws IOException {
        DoorClient client = connect();
        client.readUntilPrompt();
        return client;
    }

    /** Runs {@code work} as a green task of the server's application. */
    <T> T run(Callable<T> work) throws Exception {
        return loop.run(work);
    }

    GreenServerSocket listening() {
        return listening;
    }

    GreenThread<Void> server() {
        return server;
    }

    void assertAlive() throws Exception {
        loop.assertAlive();
    }

    @Override
    public void close() throws IOException {
        try (loop) {
            for (DoorClient client : clients) {
                client.close();
            }
            closeDoor();
        }
        if (wanted instanceof UnixDomainSocketAddress unix) {
            Files.delete(unix.getPath().getParent()); // fails unless the socket's file is gone
        }
    }

    private void closeDoor() {
        try {
            run(() -> {
                server.kill();
                listening.close();
                return null;
            });
            loop.assertAlive();
        } catch (Exception e) {
            throw new AssertionError("the server is not alive", e);
        }
    }
}
