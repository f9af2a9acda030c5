package io.greendoor.backdoor;

import io.greendoor.greenlet.ConnInfo;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.Hubs;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One listening socket of the backdoor's, and what its sessions share. The loop's thread only. */
final class Door {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int MAX_SESSIONS = 256;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final GreenServerSocket listening;
    private final @Nullable Map<String, Object> locals;
    private int sessions;

    /**
     * Makes one.
     *
     * @param locals shared by all sessions; null: each has a map of its own
     */
    Door(GreenServerSocket listening, @Nullable Map<String, Object> locals) {
        this.listening = listening;
        this.locals = locals;
    }

    /** Accepts clients until the socket is closed, or the calling task is killed; closes it then. */
    @Suspendable
    void serve() throws IOException {
        try (listening;
                Interpreters interpreters = Interpreters.ofCaller()) {
            requireLocal();
            LOG.log(Level.INFO, Peer.listening(listening.localAddress()));
            while (listening.isOpen()) {
                acceptOne(interpreters);
            }
        }
    }

    private void requireLocal() {
        SocketAddress address = listening.localAddress();
        if (!Peer.isLocal(address)) {
            throw new SecurityException("the backdoor would be open to the network on " + Peer.text(address)
                    + ", and whoever connects can run any code here: listen on \"localhost\" or on a unix-domain socket,"
                    + " and reach that through ssh");
        }
    }

    /** Whatever becomes of one client, the next is welcome. */
    @Suspendable
    private void acceptOne(Interpreters interpreters) throws IOException {
        try {
            admit(listening.accept(), interpreters);
        } catch (IOException e) {
            if (listening.isOpen()) {
                LOG.log(
                        Level.WARNING,
                        () -> "cannot accept on " + Peer.text(listening.localAddress()) + ", trying again",
                        e);
                Eventlet.sleep(PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void admit(ConnInfo connection, Interpreters interpreters) {
        if (sessions >= MAX_SESSIONS) {
            LOG.log(Level.WARNING, "refused {0}: there are {1} sessions", Peer.text(connection.address()), sessions);
            Eventlet.spawnN(() -> refuse(connection.socket()));
            return;
        }
        sessions++;
        open(connection, locals == null ? new ConcurrentHashMap<>() : locals, interpreters, () -> sessions--);
    }

    @Suspendable
    private static void refuse(GreenSocket socket) throws IOException {
        try (socket) {
            socket.setTimeout(Duration.ofSeconds(1));
            socket.sendAll(
                    ("too many sessions: " + MAX_SESSIONS + " are open, and one must end before another can begin\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Starts the console of a connection, from the loop and with the loop as its parent: nobody waits for it. */
    static void open(
            ConnInfo connection, Map<String, Object> locals, @Nullable Interpreters shared, Runnable whenClosed) {
        LOG.log(Level.INFO, Peer.opened(connection.address()));
        Hubs.getHub()
                .execute(() -> new SocketConsole(connection.socket(), connection.address(), locals, shared, whenClosed)
                        .switchTo());
    }
}
