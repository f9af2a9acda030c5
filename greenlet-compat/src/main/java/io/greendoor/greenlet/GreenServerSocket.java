package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A listening stream socket, TCP or unix-domain, whose {@link #accept} lets other tasks run while it waits. Made by
 * {@link Eventlet#listen}. It belongs to the thread whose loop it was made on.
 */
public class GreenServerSocket implements Closeable {

    private final GreenChannel<ServerSocketChannel> channel;
    private final SocketAddress address;
    private final @Nullable UnixSocketFile file;
    private final Event<Void> closed = new Event<>();

    GreenServerSocket(ServerSocketChannel bound, SocketAddress address, @Nullable UnixSocketFile file)
            throws IOException {
        this.channel = new GreenChannel<>(bound);
        this.address = address;
        this.file = file;
    }

    /**
     * Accepts a connection, waiting for one. While the process has no descriptor to spare, it goes on trying, with
     * pauses of 100 ms to a second between, and says so in the log.
     *
     * @throws java.net.SocketTimeoutException when the time is up
     */
    @Suspendable
    public ConnInfo accept() throws IOException {
        Shortage shortage = null;
        while (true) {
            IOException failure;
            try {
                SocketChannel accepted = channel.open().accept();
                if (accepted != null) {
                    return welcome(accepted);
                }
                channel.await(SelectionKey.OP_ACCEPT);
                continue;
            } catch (IOException e) {
                if (!Shortage.isReasonFor(e)) {
                    throw e;
                }
                failure = e;
            }
            if (shortage == null) {
                shortage = new Shortage(address, closed);
            }
            shortage.pause(failure, channel.timeout());
        }
    }

    private ConnInfo welcome(SocketChannel accepted) throws IOException {
        try {
            // A unix-domain socket was bound under another name, which is what the system would tell.
            GreenSocket socket = file == null ? new GreenSocket(accepted) : new GreenSocket(accepted, address);
            return new ConnInfo(socket, socket.peerAddress());
        } catch (IOException e) {
            accepted.close();
            throw e;
        }
    }

    /** The address that it listens on, with the port that was chosen; also after it was closed. From any thread. */
    public SocketAddress localAddress() {
        return address;
    }

    /**
     * Closes it, and removes the file of a unix-domain socket. A task that waits for it gets an {@link IOException}.
     * Idempotent.
     */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.open(); // the thread may close it
            closed.send(null);
            if (file != null) {
                file.remove();
            }
        }
        channel.close();
    }

    /** Whether it has not been closed. From any thread. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Bounds each wait in {@link #accept} from now on.
     *
     * @param timeout null: for ever; zero: do not wait
     */
    public void setTimeout(@Nullable Duration timeout) {
        channel.setTimeout(timeout);
    }

    @Override
    public String toString() {
        return "GreenServerSocket[" + address + (channel.isOpen() ? "]" : ", closed]");
    }
}
