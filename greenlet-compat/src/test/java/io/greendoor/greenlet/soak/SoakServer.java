package io.greendoor.greenlet.soak;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenQueue;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The server's side of a soak test, with a loop and a thread of its own. It echoes, in another pattern. */
@Suspendable
final class SoakServer implements Callable<Void> {
    private static final int CONCURRENCY = 10;
    private static final int HEADER = Long.BYTES;
    private static final Duration SLOWLY = Duration.ofMillis(1);

    private final List<SocketAddress> listenOn;
    private final Map<Long, Ledger> ledgers;
    private final Event<List<SocketAddress>> addresses = new Event<>();
    private final Event<Void> stop = new Event<>();
    private final GreenQueue<Throwable> handled = new GreenQueue<>();

    /** @param ledgers by their numbers; others add to it */
    SoakServer(List<SocketAddress> listenOn, Map<Long, Ledger> ledgers) {
        this.listenOn = listenOn;
        this.ledgers = ledgers;
    }

    /** Where it listens, as soon as it does. */
    List<SocketAddress> addresses() {
        return addresses.await();
    }

    /** Waits until so many more connections have ended, and throws what one failed with. */
    void awaitHandled(int count) {
        for (int i = 0; i < count; i++) {
            Throwable failure = handled.get(Duration.ofSeconds(20));
            if (failure != null) {
                throw new AssertionError("a handler failed", failure);
            }
        }
    }

    void stop() {
        stop.send(null);
    }

    @Override
    public Void call() throws IOException {
        List<GreenServerSocket> listeners = new ArrayList<>();
        List<GreenThread<Void>> servers = new ArrayList<>();
        for (SocketAddress each : listenOn) {
            GreenServerSocket listener = Eventlet.listen(each);
            listeners.add(listener);
            servers.add(Eventlet.spawn(() -> Eventlet.serve(listener, (socket, peer) -> handle(socket), CONCURRENCY)));
        }
        addresses.send(listeners.stream().map(GreenServerSocket::localAddress).toList());
        stop.await();
        servers.get(0).kill();
        for (GreenServerSocket each : listeners) {
            each.close();
        }
        Eventlet.sleep();
        Left.assertNothing();
        return null;
    }

    private void handle(GreenSocket socket) {
        Throwable failure = null;
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            boolean more = true;
            while (more && header.hasRemaining()) {
                more = socket.recvInto(header) >= 0;
            }
            if (more) {
                serve(socket, ledgers.get(header.flip().getLong()));
            }
        } catch (IOException peerIsGone) {
            // it has reset the connection, or closed it: the ledger tells whether it may
        } catch (GreenletExit exits) {
            throw exits;
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            handled.putNowait(failure);
        }
    }

    private static void serve(GreenSocket socket, Ledger ledger) throws IOException {
        Pattern pattern = new Pattern(ledger.id);
        boolean slow = ledger.server == Ledger.Server.READS_SLOWLY;
        ByteBuffer buffer = ByteBuffer.allocate(slow ? 2000 : 16_000);
        boolean echoes = true;
        while (true) {
            int count = socket.recvInto(buffer.clear());
            if (count < 0) {
                break;
            }
            pattern.check(buffer.array(), count, ledger.received);
            ledger.received += count;
            echoes = echoes
                    && (ledger.server.isOrderly() && ledger.server != Ledger.Server.HALF_CLOSES
                            || ledger.received <= ledger.breakAt);
            if (echoes) {
                echo(socket, ledger, count);
            } else if (breaksOff(socket, ledger)) {
                return;
            }
            if (slow) {
                Eventlet.sleep(SLOWLY);
            }
        }
        ledger.handled = !socket.isReset();
    }

    private static void echo(GreenSocket socket, Ledger ledger, int count) throws IOException {
        ByteBuffer echo = ByteBuffer.wrap(new Pattern(~ledger.id).bytes(ledger.echoed, count));
        try {
            socket.sendAll(echo);
        } finally {
            ledger.echoed += echo.position();
        }
    }

    private static boolean breaksOff(GreenSocket socket, Ledger ledger) throws IOException {
        switch (ledger.server) {
            case DROPS -> socket.close();
            case RESETS -> {
                SoakClient.lingerNot(socket);
                socket.close();
            }
            case EXITS -> throw new GreenletExit();
            default -> {
                socket.shutdownOutput();
                return false;
            }
        }
        return true;
    }
}
