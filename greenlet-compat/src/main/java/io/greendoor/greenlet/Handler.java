package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.net.SocketAddress;

/** What {@link Eventlet#serve} does with a connection. */
@FunctionalInterface
public interface Handler {

    /**
     * Serves one connection, on a green thread of its own; the socket is closed afterwards.
     *
     * @throws StopServe to end the server in good order
     * @throws Exception anything else ends the server by being thrown from {@code serve}
     */
    @Suspendable
    void handle(GreenSocket socket, SocketAddress peer) throws Exception;
}
