package io.greendoor.backdoor;

import io.greendoor.greenlet.ConnInfo;
import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One listening socket of the backdoor's, and the sessions that came in through it. The loop's thread only. */
final class Door {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    /** What the task that accepts is called. */
    static final String LISTENER = "the door's listener";

    private static final int MAX_SESSIONS = 256;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final GreenServerSocket listening;
    private final Settings settings;
    private final Set<SocketConsole> sessions = new LinkedHashSet<>();
    private @Nullable Event<Void> whenEmpty;

    Door(GreenServerSocket listening, Settings settings) {
        this.listening = listening;
        this.settings = settings;
    }

    /** Accepts clients until the socket is closed, or the calling task is killed; closes it then. Sessions go on. */
    @Suspendable
    void serve() throws IOException {
        Coroutines.nameTask(LISTENER);
        try (listening;
                Lobby lobby = Lobby.ofCaller(settings.imports())) {
            requireLocal();
            LOG.log(Level.INFO, Peer.listening(listening.localAddress()));
            while (listening.isOpen()) {
                acceptOne(lobby);
            }
        }
    }

    /** Throws {@link SecurityException} when other machines can reach it. */
    void requireLocal() {
        SocketAddress address = listening.localAddress();
        if (!Peer.isLocal(address)) {
            throw new SecurityException("the backdoor would be open to the network on " + Peer.text(address)
                    + ", and whoever connects can run any code here: listen on \"localhost\" or on a unix-domain socket,"
                    + " and reach that through ssh");
        }
    }

    /** Whatever becomes of one client, the next is welcome. */
    @Suspendable
    private void acceptOne(Lobby lobby) {
        try {
            admit(listening.accept(), lobby);
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

    private void admit(ConnInfo connection, Lobby lobby) {
        if (sessions.size() >= MAX_SESSIONS && !makeRoom()) {
            LOG.log(
                    Level.WARNING,
                    "refused {0}: there are {1} sessions",
                    Peer.text(connection.address()),
                    MAX_SESSIONS);
            Eventlet.spawnN(() -> refuse(connection.socket()));
        } else {
            SocketConsole console = new SocketConsole(connection, settings, lobby, this::ended);
            sessions.add(console);
            console.start();
        }
    }

    /** Ends a session that others can do best without; false if there is none. */
    private boolean makeRoom() {
        Map<Visit, SocketConsole> guests = new LinkedHashMap<>();
        for (SocketConsole each : sessions) {
            Visit visit = each.visit();
            if (visit != null) {
                guests.put(visit, each);
            }
        }
        Visit leaving = Room.leaving(List.copyOf(guests.keySet()));
        SocketConsole console = guests.get(leaving);
        if (leaving == null || console == null) {
            return false;
        }
        sessions.remove(console); // it is on its way, however long the client takes for its last words
        String why = "this session ends to make room for another: there are " + MAX_SESSIONS + ", and it "
                + (leaving.hasEntered() ? "has been idle for the longest time" : "has entered nothing yet");
        LOG.log(Level.WARNING, "ended a session {0}: {1}", leaving.client(), why);
        Eventlet.spawnN(() -> console.end(why));
        return true;
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

    /** Ends the sessions, saying so to each, and waits until they have ended, but not for ever. */
    @Suspendable
    void endSessions(Duration bound) {
        if (!sessions.isEmpty()) {
            Event<Void> allEnded = new Event<>();
            whenEmpty = allEnded;
            List.copyOf(sessions).forEach(SocketConsole::close);
            allEnded.await(bound);
        }
    }

    private void ended(SocketConsole console) {
        sessions.remove(console);
        if (sessions.isEmpty() && whenEmpty != null && !whenEmpty.ready()) {
            whenEmpty.send(null);
        }
    }
}
