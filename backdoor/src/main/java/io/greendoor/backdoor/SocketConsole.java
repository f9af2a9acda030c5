package io.greendoor.backdoor;

import io.greendoor.greenlet.Args;
import io.greendoor.greenlet.ConnInfo;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.greenlet.Hubs;
import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The prompt on one connection, as a greenlet: eventlet's {@code SocketConsole}. The first {@link #switchTo} starts
 * it; it ends, with the connection closed, when the client leaves.
 *
 * <p>Made on the thread whose loop the socket is on. What its commands print goes to the connection, and what they
 * read comes from it, by whatever way it is switched to, and without the application's streams being touched.
 */
public class SocketConsole extends Greenlet {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    private final GreenSocket socket;
    private final SocketAddress peer;
    private final Settings settings;
    private final @Nullable Lobby shared;
    private final Consumer<SocketConsole> whenEnded;
    private @Nullable Session session;

    /**
     * Makes the console of a connection; its parent is the current greenlet.
     *
     * @param desc the connection; the console closes it
     * @param hostport the client's address, for the log
     * @param locals the names that commands see: live, in both directions
     */
    public SocketConsole(GreenSocket desc, SocketAddress hostport, Map<String, Object> locals) {
        this(new ConnInfo(desc, hostport), Settings.of(Objects.requireNonNull(locals, "locals")), null, ended -> {});
    }

    /**
     * Makes the console of a connection.
     *
     * @param shared what it has in common with others; null: it is for itself
     * @param whenEnded is told, on the loop, when the session has ended
     */
    SocketConsole(ConnInfo connection, Settings settings, @Nullable Lobby shared, Consumer<SocketConsole> whenEnded) {
        this.socket = Objects.requireNonNull(connection.socket(), "desc");
        this.peer = Objects.requireNonNull(connection.address(), "hostport");
        this.settings = settings;
        this.shared = shared;
        this.whenEnded = whenEnded;
    }

    /** Starts it soon, from the loop and with the loop as its parent: nobody waits for it. */
    void start() {
        LOG.log(Level.INFO, Peer.opened(peer));
        Hubs.getHub().execute(() -> {
            setParent(getCurrent());
            switchTo();
        });
    }

    /** Ends its session, telling the client. On the loop. */
    @Suspendable
    void close() {
        end("the backdoor is closing");
    }

    /** Ends its session, saying {@code why} to the client. On the loop. */
    @Suspendable
    void end(String why) {
        Session begun = session;
        if (begun != null) {
            begun.end("\n" + why + "\n");
        }
    }

    /** What others are told of its session; null while that has not begun. */
    @Nullable
    Visit visit() {
        Session begun = session;
        return begun == null ? null : begun.visit();
    }

    @Override
    @Suspendable
    protected final @Nullable Object run(Args args) throws Exception {
        Lobby lobby = shared == null ? Lobby.ofCaller(settings.imports()) : shared;
        try {
            converse(lobby);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "the connection of " + Peer.text(peer) + " failed", e);
        } finally {
            if (shared == null) {
                lobby.close();
            }
            LOG.log(Level.INFO, Peer.closed(peer));
            whenEnded.accept(this);
        }
        return null;
    }

    @Suspendable
    private void converse(Lobby lobby) throws IOException {
        Session begun = new Session(this, socket, peer, settings, lobby);
        session = begun;
        Coroutine.current().onSwitchOut(this::switchOut);
        begun.run();
    }

    /**
     * Called on the loop whenever the console gives up control, before other tasks run: what its command assigned to the
     * locals is written to the map, so that they see it.
     */
    public void switchOut() {
        Session begun = session;
        if (begun != null) {
            begun.switchedOut();
        }
    }
}
