package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import io.greendoor.scheduler.TimeoutCancelled;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * eventlet's functions by name. Each works on the calling thread's loop; one that waits lets other tasks run
 * meanwhile, and on a plain thread runs that thread's loop until it is answered.
 */
public final class Eventlet {

    private static final int CONCURRENCY = 1000;

    private Eventlet() {}

    /** Runs a task as a green thread, soon: after everything that is ready now. Does not switch. */
    public static GreenThread<Void> spawn(Task task) {
        return spawnAfter(Duration.ZERO, task);
    }

    /** As {@link #spawn(Task)}, for a task with a result. */
    public static <T> GreenThread<T> spawn(Callable<T> task) {
        return spawnAfter(Duration.ZERO, task);
    }

    /**
     * Runs a task as a plain greenlet, soon: without a result to wait for, and a little cheaper. What it throws is
     * logged.
     */
    public static Greenlet spawnN(Task task) {
        Objects.requireNonNull(task, "task");
        Greenlet greenlet = new Greenlet(new Work(task), Greenlet.hub());
        start(greenlet, Duration.ZERO);
        return greenlet;
    }

    /** As {@link #spawn(Task)}, once {@code delay} has passed, even if the caller has ended by then. */
    public static GreenThread<Void> spawnAfter(Duration delay, Task task) {
        return spawnAfter(delay, returningNull(task));
    }

    /** As {@link #spawn(Callable)}, once {@code delay} has passed, even if the caller has ended by then. */
    public static <T> GreenThread<T> spawnAfter(Duration delay, Callable<T> task) {
        Objects.requireNonNull(delay, "delay");
        GreenThread<T> thread = new GreenThread<>(task);
        start(thread, delay);
        return thread;
    }

    /** As {@link #spawnAfter(Duration, Task)}, but not if the calling greenlet is dead by then. */
    public static GreenThread<Void> spawnAfterLocal(Duration delay, Task task) {
        return spawnAfterLocal(delay, returningNull(task));
    }

    /** As {@link #spawnAfter(Duration, Callable)}, but not if the calling greenlet is dead by then. */
    public static <T> GreenThread<T> spawnAfterLocal(Duration delay, Callable<T> task) {
        GreenThread<T> thread = new GreenThread<>(task);
        Greenlet spawner = getCurrent();
        Scheduler.current().scheduleStart(delay, thread.coroutine(), () -> !spawner.isDead());
        return thread;
    }

    static Callable<Void> returningNull(Task task) {
        Objects.requireNonNull(task, "task");
        return new Work(task);
    }

    private static void start(Greenlet greenlet, Duration delay) {
        Scheduler scheduler = Scheduler.current();
        if (delay.isZero() || delay.isNegative()) {
            scheduler.start(greenlet.coroutine());
        } else {
            scheduler.scheduleStart(delay, greenlet.coroutine());
        }
    }

    /** Lets everything that is ready run, and returns. In a callback of the loop it returns at once. */
    @Suspendable
    public static void sleep() {
        sleep(Duration.ZERO);
    }

    /**
     * Waits; zero or less: as {@link #sleep()}.
     *
     * @throws IllegalStateException in a callback of the loop, which must not wait
     */
    @Suspendable
    public static void sleep(Duration duration) {
        Objects.requireNonNull(duration, "duration");
        boolean yields = duration.isZero() || duration.isNegative();
        if (!yields) {
            Coroutines.delay(duration);
        } else if (!isInCallback()) {
            Coroutines.yieldNow();
        }
    }

    static boolean isInCallback() {
        Coroutine current = Coroutine.current();
        return current == current.scheduler().hub();
    }

    /** Kills a greenlet with a new {@link GreenletExit}; see {@link #kill(Greenlet, Throwable)}. */
    @Suspendable
    public static void kill(Greenlet victim) {
        kill(victim, new GreenletExit());
    }

    /**
     * Throws into a greenlet, where it waits, and goes on after it, and everything that is ready now, has run. One
     * that has not started never runs; for a dead one nothing happens; on oneself it is thrown in place. The victim
     * may catch it and live on.
     */
    @Suspendable
    public static void kill(Greenlet victim, Throwable throwable) {
        Objects.requireNonNull(throwable, "throwable");
        if (!victim.isDead()) {
            victim.throwTo(throwable, true);
        }
    }

    /** The greenlet that calls. */
    public static Greenlet getCurrent() {
        return Greenlet.getCurrent();
    }

    /** Listens on a TCP or unix-domain address, with {@link ListenOptions#DEFAULT}. */
    @Suspendable
    public static GreenServerSocket listen(SocketAddress address) throws IOException {
        return listen(address, ListenOptions.DEFAULT);
    }

    /**
     * Listens on a TCP port.
     *
     * @param host a name or numeric address; {@code localhost} is 127.0.0.1
     * @param port 0: one that is free, told by {@link GreenServerSocket#localAddress()}
     */
    @Suspendable
    public static GreenServerSocket listen(String host, int port) throws IOException {
        return listen(Addresses.unresolved(host, port));
    }

    /**
     * Listens on a TCP or unix-domain address. The file of a unix-domain socket can be used by its owner only (mode
     * 0600), replaces one that nobody answers on, and is removed when the socket is closed or the JVM ends.
     */
    @Suspendable
    public static GreenServerSocket listen(SocketAddress address, ListenOptions options) throws IOException {
        return listen(address, options, Addresses.SYSTEM);
    }

    @Suspendable
    static GreenServerSocket listen(SocketAddress address, ListenOptions options, Addresses addresses)
            throws IOException {
        Objects.requireNonNull(options, "options");
        SocketAddress resolved = addresses.resolve(address);
        ServerSocketChannel channel = resolved instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            return bind(channel, resolved, options);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static GreenServerSocket bind(ServerSocketChannel channel, SocketAddress address, ListenOptions options)
            throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            return new GreenServerSocket(channel, unix, UnixSocketFile.bind(channel, unix, options.backlog()));
        }
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
        if (options.reusePort()) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.bind(address, options.backlog());
        return new GreenServerSocket(channel, channel.getLocalAddress(), null);
    }

    /**
     * Connects to a TCP or unix-domain address. One that is a name still is looked up on another thread; if the name
     * has several addresses, they are tried in order.
     *
     * @throws IOException what the first of them failed with, the others' failures suppressed into it
     */
    @Suspendable
    public static GreenSocket connect(SocketAddress address) throws IOException {
        return Dialer.connect(address, Addresses.SYSTEM);
    }

    /** Connects to a TCP port, as {@link #connect(SocketAddress)}; {@code localhost} is 127.0.0.1. */
    @Suspendable
    public static GreenSocket connect(String host, int port) throws IOException {
        return connect(Addresses.unresolved(host, port));
    }

    /** Serves connections, at most 1000 at once; see {@link #serve(GreenServerSocket, Handler, int)}. */
    @Suspendable
    public static void serve(GreenServerSocket socket, Handler handler) throws IOException {
        serve(socket, handler, CONCURRENCY);
    }

    /**
     * Accepts connections for ever, and runs the handler for each on a green thread of its own. The connection is
     * closed when the handler returns. What a handler throws ends the server by being thrown here, but for {@link
     * StopServe}, which lets this return, and {@link GreenletExit}, which ends that connection only. The listening
     * socket is left open.
     *
     * @param concurrency at most so many connections at once; further ones wait to be accepted
     */
    @Suspendable
    public static void serve(GreenServerSocket socket, Handler handler, int concurrency) throws IOException {
        Objects.requireNonNull(socket, "socket");
        new Server(socket, handler, concurrency).run();
    }

    /**
     * Makes a connected socket, TCP or unix-domain, speak TLS: eventlet's {@code wrap_ssl}. Shakes hands before it
     * returns, each wait bounded by the socket's timeout; what is costly in that, and the managers of the context, run on
     * another thread. Where strangers connect, call it in the task that serves the one connection, since it throws
     * when they do not speak TLS.
     *
     * <p>A client that has connected to a name (not to a numeric or unix-domain address) tells it to the server, and
     * refuses a certificate that is for another one. To decide that yourself, or about protocols, ALPN and
     * certificates of clients, use {@link #wrapSsl(GreenSocket, SSLEngine)}.
     *
     * <p>The socket returned is like any other, with these differences:
     *
     * <ul>
     *   <li>The end of the stream is the peer's close_notify. If the connection ends without, or is reset, to receive
     *       throws an {@link SSLException}, since somebody may have cut it short.
     *   <li>{@link GreenSocket#shutdownOutput} and {@link GreenSocket#close} send a close_notify. The latter waits at
     *       most three seconds for a peer that does not read, and not at all while another task is sending: then the
     *       peer sees the connection cut short. It does not wait for the peer's close_notify.
     *   <li>Before TLS 1.3, a close_notify ends both directions.
     *   <li>A send that is given up midway (a timeout, a kill) has taken what it has moved the buffer's position over;
     *       the rest of that goes out before what is sent next.
     *   <li>{@link java.net.StandardSocketOptions#TCP_NODELAY} is on.
     * </ul>
     *
     * @param socket not to be used any more, since the one returned has taken over its connection
     * @param serverSide whether this end is the server
     * @return a socket to use, and close, in place of the other
     * @throws SSLException when the ends cannot agree, or do not trust each other; the peer is told. Then, as after a
     *     timeout or a kill, the socket is closed
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8446">RFC 8446, TLS 1.3</a>
     */
    @Suspendable
    public static GreenSocket wrapSsl(GreenSocket socket, SSLContext context, boolean serverSide) throws IOException {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(context, "context");
        return TlsSocket.wrap(socket, TlsSocket.engine(socket, context, serverSide));
    }

    /**
     * As {@link #wrapSsl(GreenSocket, SSLContext, boolean)}, by an engine that was made and set up by the caller: whether
     * it is the client, whether it looks at the name in a certificate, and whatever else there is in {@link
     * javax.net.ssl.SSLParameters}. To be asked about the peer and the session, afterwards.
     *
     * @param engine a new one; used on the socket's loop, and in the handshake by other threads
     * @throws IllegalStateException when nobody has called its {@link SSLEngine#setUseClientMode}
     */
    @Suspendable
    public static GreenSocket wrapSsl(GreenSocket socket, SSLEngine engine) throws IOException {
        return TlsSocket.wrap(Objects.requireNonNull(socket, "socket"), Objects.requireNonNull(engine, "engine"));
    }

    /**
     * Runs a task with a bound on how long it may wait.
     *
     * @return its result
     * @throws Timeout when the time is up
     */
    @Suspendable
    public static <T> @Nullable T withTimeout(Duration timeout, Callable<T> task) {
        Timeout bound = new Timeout(timeout);
        try {
            return task.call();
        } catch (Exception e) {
            throw Sneaky.raise(e);
        } finally {
            bound.cancel();
        }
    }

    /**
     * As {@link #withTimeout(Duration, Callable)}, but returns {@code timeoutValue} when this bound, and not somebody
     * else's, is up.
     */
    @Suspendable
    public static <T> @Nullable T withTimeout(Duration timeout, Callable<T> task, @Nullable T timeoutValue) {
        Timeout bound = new Timeout(timeout);
        try {
            return task.call();
        } catch (Throwable thrown) {
            if (thrown == bound) {
                return timeoutValue;
            }
            throw Sneaky.raise(thrown);
        } finally {
            bound.cancel();
        }
    }

    /** Whether it says that a time limit was exceeded: ours, or one of the JDK's. */
    public static boolean isTimeout(Throwable throwable) {
        return throwable instanceof Timeout
                || throwable instanceof TimeoutCancelled
                || throwable instanceof SocketTimeoutException
                || throwable instanceof TimeoutException;
    }
}
