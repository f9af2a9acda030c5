package io.greendoor.greenlet.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.greendoor.greenlet.Eventlet;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On {@code loom} a task that blocks in one of the JDK's clients lets the others run; plain sockets are in {@code LoomTest}. */
class BlockingNetworkTest extends BlockingTestCase {
    private final CountDownLatch release = new CountDownLatch(1);
    private ExecutorService handlers;
    private HttpServer server;
    private URI uri;

    /** On plain threads; it answers when it is told to. */
    @BeforeEach
    void startServer() throws IOException {
        assumeLoom();
        handlers = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.createContext("/", exchange -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("answer".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            release.countDown();
            server.stop(0);
            handlers.shutdown();
        }
    }

    @Test
    void anHttpUrlConnection() {
        assertGivesWay(
                () -> {
                    HttpURLConnection connection =
                            (HttpURLConnection) uri.toURL().openConnection();
                    try (InputStream body = connection.getInputStream()) {
                        assertEquals("answer", new String(body.readAllBytes(), UTF_8));
                    }
                },
                release::countDown);
    }

    @Test
    void anHttpClient() {
        HttpClient client = HttpClient.newHttpClient();

        assertGivesWay(
                () -> {
                    HttpResponse<String> response =
                            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                    assertEquals("answer", response.body());
                },
                release::countDown);
    }

    /** What is chained to its future runs on the client's own threads, which are not the loop's. */
    @Test
    void anHttpClientsFuture() {
        HttpClient client = HttpClient.newHttpClient();
        Thread loop = Thread.currentThread();

        assertGivesWay(
                () -> {
                    CompletableFuture<Thread> chained = client.sendAsync(
                                    HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .thenApply(response -> Thread.currentThread());
                    Thread its = chained.get();
                    assertNotSame(loop, its);
                    assertNotSame(Thread.currentThread(), its);
                },
                release::countDown);
    }

    @Test
    void aSocketChannelInBlockingMode() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback());
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            assertGivesWay(
                    () -> assertEquals(1, client.read(ByteBuffer.allocate(1))),
                    () -> accepted.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aDatagramSocket() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(loopback());
                DatagramSocket sender = new DatagramSocket(loopback())) {
            assertGivesWay(
                    () -> receiver.receive(new DatagramPacket(new byte[1], 1)),
                    () -> sender.send(new DatagramPacket(new byte[1], 1, receiver.getLocalSocketAddress())));
        }
    }

    /** So the JDK does with virtual threads: what is thrown into a task comes as an interrupt, and that ends the connection. */
    @Test
    void aTimeoutThatFiresInASocketsReadClosesTheSocket() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket accepted = listener.accept()) {
            Eventlet.spawn(() -> {
                        boolean ended = Eventlet.withTimeout(Duration.ofMillis(10), () -> read(client), "timed out")
                                .equals("timed out");
                        log.add("ended " + ended);
                    })
                    .await();

            assertTrue(client.isClosed());
            assertFalse(accepted.isClosed());
            assertEquals("ended true", log.get(log.size() - 1));
        }
    }

    private String read(Socket socket) throws IOException {
        try {
            return "read " + socket.getInputStream().read();
        } catch (SocketException interrupted) {
            log.add(interrupted.getMessage());
            Eventlet.sleep();
            return "not reached";
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
