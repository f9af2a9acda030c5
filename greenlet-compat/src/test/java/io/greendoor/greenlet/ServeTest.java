package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServeTest extends SocketTestCase {
    private final List<GreenSocket> clients = new ArrayList<>();

    @Test
    void stopServeLetsServeReturnAndLeavesTheListenerOpen() throws Exception {
        try (GreenServerSocket listener = listen()) {
            connect(listener, "first");
            connect(listener, "stop");
            Eventlet.serve(listener, (socket, peer) -> {
                String said = text(socket.recv(100));
                log.add("handler got " + said);
                if (said.equals("stop")) {
                    throw new StopServe();
                }
            });
            log.add("served");
            assertEquals("", recvAll(clients.get(1)));

            connect(listener, "another");
            try (GreenSocket socket = listener.accept().socket()) {
                log.add("accepted " + text(socket.recv(100)));
            }
        }
        closeClients();

        assertEquals(List.of("handler got first", "handler got stop", "served", "accepted another"), log);
    }

    @Test
    void aHandlersExceptionIsThrownFromServe() throws Exception {
        IOException failure = new IOException("of the handler");
        try (GreenServerSocket listener = listen()) {
            connect(listener, "x");

            Throwable thrown = assertThrows(
                    Throwable.class,
                    () -> Eventlet.serve(listener, (socket, peer) -> {
                        throw failure;
                    }));

            assertSame(failure, thrown);
            assertEquals("", recvAll(clients.get(0)));
            connect(listener, "the listener is open");
            listener.accept().socket().close();
        }
        closeClients();
    }

    @Test
    void aGreenletExitEndsItsConnectionOnly() throws Exception {
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = serve(listener, (socket, peer) -> {
                String said = text(socket.recv(100));
                if (said.equals("exit")) {
                    throw new GreenletExit();
                }
                socket.sendAll(bytes("you said " + said));
            });
            connect(listener, "exit");
            connect(listener, "hello");

            assertEquals("", recvAll(clients.get(0)));
            assertEquals("you said hello", recvAll(clients.get(1)));
            assertFalse(server.isDead());
            server.kill();
        }
        closeClients();
    }

    @Test
    void noMoreConnectionsThanTheBoundAreServedAtOnce() throws Exception {
        Event<Void> gate = new Event<>();
        int[] running = new int[1];
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = Eventlet.spawn(() -> Eventlet.serve(
                    listener,
                    (socket, peer) -> {
                        log.add("handler " + ++running[0]);
                        gate.await();
                        running[0]--;
                    },
                    2));
            for (int i = 0; i < 5; i++) {
                connect(listener, "x");
            }
            Eventlet.sleep(MOMENT);
            log.add("gate opens");
            gate.send(null);
            for (GreenSocket client : clients) {
                assertEquals("", recvAll(client));
            }
            server.kill();
        }
        closeClients();

        assertEquals(List.of("handler 1", "handler 2", "gate opens"), log.subList(0, 3));
        assertEquals(6, log.size());
        assertTrue(log.stream().noneMatch("handler 3"::equals), log::toString);
    }

    @Test
    void theHandlerGetsThePeersAddressAndItsSocketIsClosedAfterwards() throws Exception {
        List<SocketAddress> peers = new ArrayList<>();
        List<GreenSocket> served = new ArrayList<>();
        try (GreenServerSocket listener = listen()) {
            GreenThread<Void> server = serve(listener, (socket, peer) -> {
                peers.add(peer);
                served.add(socket);
            });
            GreenSocket client = connect(listener, "x");
            assertEquals("", recvAll(client));
            server.kill();

            assertEquals(List.of(client.localAddress()), peers);
            assertFalse(served.get(0).isOpen());
        }
        closeClients();
    }

    @Test
    void closingTheListenerEndsServeWithAnIOException() throws Exception {
        GreenServerSocket listener = listen();
        GreenThread<Void> server = serve(listener, (socket, peer) -> {});
        Eventlet.sleep();
        listener.close();

        assertThrows(IOException.class, server::await);
    }

    @Test
    void aHandlerThatFailsAfterServeHasReturnedDisturbsNobody() throws Exception {
        Event<Void> gate = new Event<>();
        try (GreenServerSocket listener = listen()) {
            connect(listener, "late");
            connect(listener, "stop");
            Eventlet.serve(listener, (socket, peer) -> {
                if (text(socket.recv(100)).equals("stop")) {
                    throw new StopServe();
                }
                gate.await();
                log.add("fails");
                throw new IllegalStateException("expected: a handler that fails late");
            });
            log.add("served");
            gate.send(null);
            Eventlet.sleep(MOMENT);
            log.add("undisturbed");
        }
        closeClients();

        assertEquals(List.of("served", "fails", "undisturbed"), log);
    }

    @Test
    void aConcurrencyOfNoneIsRefused() throws Exception {
        try (GreenServerSocket listener = listen()) {
            assertThrows(IllegalArgumentException.class, () -> Eventlet.serve(listener, (socket, peer) -> {}, 0));
            assertThrows(NullPointerException.class, () -> Eventlet.serve(listener, null));
        }
    }

    private static GreenThread<Void> serve(GreenServerSocket listener, Handler handler) {
        return Eventlet.spawn(() -> Eventlet.serve(listener, handler));
    }

    private GreenSocket connect(GreenServerSocket listener, String says) throws IOException {
        GreenSocket client = Eventlet.connect(listener.localAddress());
        clients.add(client);
        client.sendAll(bytes(says));
        return client;
    }

    private void closeClients() throws IOException {
        for (GreenSocket client : clients) {
            client.close();
        }
    }
}
