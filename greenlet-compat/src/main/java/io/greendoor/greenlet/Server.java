package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.io.IOException;
import java.util.Objects;

/** One call of {@link Eventlet#serve}: the accepting task, and what becomes of its connections. */
final class Server {

    private final GreenServerSocket socket;
    private final Handler handler;
    private final GreenSemaphore slots;
    private final Greenlet acceptor = Greenlet.getCurrent();
    private boolean serving;

    Server(GreenServerSocket socket, Handler handler, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("a server must serve 1 connection at once or more, not " + concurrency);
        }
        this.socket = socket;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.slots = new GreenSemaphore(concurrency);
    }

    @Suspendable
    void run() throws IOException {
        serving = true;
        try {
            while (true) {
                slots.acquire();
                ConnInfo connection = socket.accept();
                Eventlet.spawn(new Serving(connection)).link(handled -> slots.release());
            }
        } catch (StopServe stop) {
            return;
        } finally {
            serving = false;
        }
    }

    /** The task of a connection, which is known by its handler. */
    private final class Serving implements Task, StandIn {
        private final ConnInfo connection;

        private Serving(ConnInfo connection) {
            this.connection = connection;
        }

        @Override
        @Suspendable
        public void run() throws Exception {
            handle(connection);
        }

        @Override
        public Object principal() {
            return handler;
        }
    }

    /** Serves one connection. A failure is the server's, and is thrown where that accepts. */
    @Suspendable
    private void handle(ConnInfo connection) throws Exception {
        try (GreenSocket client = connection.socket()) {
            handler.handle(client, connection.address());
        } catch (GreenletExit ended) {
            return;
        } catch (Throwable failure) {
            if (!serving) {
                throw failure; // nobody serves any more: to the log
            }
            Eventlet.kill(acceptor, failure);
        }
    }
}
