package io.greendoor.backdoor;

import io.greendoor.greenlet.ConnInfo;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Java prompt inside a running program: eventlet's {@code backdoor}.
 *
 * <p>Whoever can connect can do whatever the program can. So it listens on loopback addresses and unix-domain sockets
 * only; note that other users of the machine can connect to a loopback port, but not to a unix-domain socket made by
 * {@code Eventlet.listen}.
 *
 * <pre>{@code
 * Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", app));
 * Eventlet.spawn(() -> Backdoor.backdoorServer(Eventlet.listen("localhost", 3000), locals));
 * }</pre>
 *
 * <p>The locals are live in both directions: what the application puts into the map is seen by the next command, and
 * assigning to one of its names at the prompt writes to the map, which therefore should be one for several threads,
 * such as a {@link ConcurrentHashMap}. Variables declared at the prompt belong to their session.
 *
 * <p>What happens is logged as INFO under {@code io.greendoor.backdoor}.
 */
public final class Backdoor {

    private Backdoor() {}

    /** A door for programs without green tasks: it runs on a thread of its own. */
    public static BackdoorServer.Builder server() {
        return new BackdoorServer.Builder();
    }

    /** As {@link #backdoorServer(GreenServerSocket, Map)}; each session has names of its own only. */
    @Suspendable
    public static void backdoorServer(GreenServerSocket sock) {
        serve(sock, Settings.of(null));
    }

    /**
     * Gives each client that connects a session at the prompt. Returns when the socket is closed; closes it when the
     * calling task is killed. Sessions outlive it.
     *
     * @param sock listens on a loopback or unix-domain address
     * @param locals the names that commands see, shared by all sessions
     * @throws SecurityException when the socket can be reached from other machines
     */
    @Suspendable
    public static void backdoorServer(GreenServerSocket sock, Map<String, Object> locals) {
        serve(sock, Settings.of(Objects.requireNonNull(locals, "locals")));
    }

    @Suspendable
    static void serve(GreenServerSocket sock, Settings settings) {
        Objects.requireNonNull(sock, "sock");
        try {
            new Door(sock, settings).serve();
        } catch (IOException e) {
            throw new UncheckedIOException("the backdoor's socket cannot be closed", e);
        }
    }

    /** As {@link #backdoor(ConnInfo, Map)}; the session has names of its own only. */
    public static void backdoor(ConnInfo conn) {
        backdoor(conn, new ConcurrentHashMap<>());
    }

    /**
     * Gives one connection a session at the prompt, and returns at once. The connection is closed when the session
     * ends.
     *
     * @param conn from {@link GreenServerSocket#accept()}, on this thread's loop
     * @param locals the names that commands see
     */
    public static void backdoor(ConnInfo conn, Map<String, Object> locals) {
        Objects.requireNonNull(locals, "locals");
        new SocketConsole(conn, Settings.of(locals), null, ended -> {}).start();
    }
}
