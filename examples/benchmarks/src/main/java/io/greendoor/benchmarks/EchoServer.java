package io.greendoor.benchmarks;

import com.sun.management.ThreadMXBean;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.Handler;
import io.greendoor.greenlet.ListenOptions;
import io.greendoor.scheduler.Suspendable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An echo server in a JVM of its own. It listens on a free port of the loopback address, which it prints, and answers
 * questions on its standard input: {@code heap}, the bytes on its heap; {@code allocated}, the bytes that the loop's
 * thread has ever allocated; {@code messages}, how many it has sent back. It ends with its standard input.
 */
final class EchoServer {

    private static final int BACKLOG = 4096;
    private static final int MAX_CONNECTIONS = 100_000;
    private static final int RECEIVE_BYTES = 65_536;
    private static final int BUFFER_BYTES = 8_192;

    private static long messages; // of the loop's thread, read now and then by another

    private EchoServer() {}

    /** How it is written. */
    enum Kind {
        /** Green threads on one thread, {@code recv} and {@code sendAll}. */
        GREEN,
        /** The same with {@code recvInto}, and a buffer of each connection's own. */
        GREEN_INTO,
        /** As {@link #GREEN}, and each wait has a time limit. */
        GREEN_TIMEOUT,
        /** The JDK's virtual threads on its own scheduler. */
        VIRTUAL_THREADS
    }

    /**
     * Serves.
     *
     * @param arguments the name of a {@link Kind}
     */
    public static void main(String[] arguments) throws Exception {
        Kind kind = Kind.valueOf(arguments[0]);
        Thread loop = Thread.currentThread();
        Thread answers = new Thread(() -> answer(loop), "answers");
        answers.setDaemon(true);
        answers.start();
        if (kind == Kind.VIRTUAL_THREADS) {
            serveOnVirtualThreads();
        } else {
            serveOnGreenThreads(kind);
        }
    }

    private static void answer(Thread loop) {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(
                        switch (question) {
                            case "heap" -> Heap.used();
                            case "allocated" -> allocatedBy(loop);
                            case "messages" -> messages;
                            default -> throw new IllegalArgumentException("not a question: " + question);
                        });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(0);
    }

    private static long allocatedBy(Thread thread) {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(thread.getId());
    }

    private static void serveOnGreenThreads(Kind kind) throws IOException {
        GreenServerSocket listening = Eventlet.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ListenOptions.DEFAULT.backlog(BACKLOG));
        System.out.println(((InetSocketAddress) listening.localAddress()).getPort());
        Handler echo = kind == Kind.GREEN_INTO ? (client, peer) -> echoInto(client) : (client, peer) -> echo(client);
        Eventlet.serve(
                listening,
                (client, peer) -> {
                    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    if (kind == Kind.GREEN_TIMEOUT) {
                        client.setTimeout(Duration.ofSeconds(30));
                    }
                    echo.handle(client, peer);
                },
                MAX_CONNECTIONS);
    }

    @Suspendable
    private static void echo(GreenSocket client) throws IOException {
        for (byte[] data = client.recv(RECEIVE_BYTES); data.length > 0; data = client.recv(RECEIVE_BYTES)) {
            client.sendAll(data);
            messages++;
        }
    }

    @Suspendable
    private static void echoInto(GreenSocket client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (client.recvInto(buffer) >= 0) {
            client.sendAll(buffer.flip());
            buffer.clear();
            messages++;
        }
    }

    private static void serveOnVirtualThreads() throws IOException, ReflectiveOperationException {
        try (ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            System.out.println(listening.getLocalPort());
            // By reflection, as this compiles for Java 17
            var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                start.invoke(null, (Runnable) () -> echo(client));
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (SocketException reset) {
            // The load is over: its end closes connections with a message under way.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
