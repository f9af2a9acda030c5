package io.greendoor.examples;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/**
 * Keeps a {@link WordServer} busy: a connection that sends a line of words at irregular intervals, and reads the
 * answers.
 */
public final class BusyClient {

    private static final String[] WORDS = {"green", "door", "loop", "switch", "spawn", "fiber", "park", "hub", "telnet"
    };

    private final SocketAddress server;
    private final Random random;
    private long sent;
    private long answered;

    /**
     * Makes one.
     *
     * @param server where to connect
     * @param seed of the words and intervals
     */
    public BusyClient(SocketAddress server, long seed) {
        this.server = server;
        this.random = new Random(seed);
    }

    /** Connects and goes on until the connection ends. Runs as a green task. */
    @Suspendable
    public void run() throws IOException {
        try (GreenSocket socket = Eventlet.connect(server)) {
            GreenThread<Void> reader = Eventlet.spawn(() -> countAnswers(socket));
            try {
                talk(socket);
            } finally {
                reader.kill();
            }
        }
    }

    @Suspendable
    private void talk(GreenSocket socket) throws IOException {
        while (true) {
            socket.sendAll(line().getBytes(StandardCharsets.UTF_8));
            sent++;
            Eventlet.sleep(Duration.ofMillis(50 + random.nextInt(200)));
        }
    }

    @Suspendable
    private Void countAnswers(GreenSocket socket) throws IOException {
        for (byte[] bytes = socket.recv(1024); bytes.length > 0; bytes = socket.recv(1024)) {
            for (byte b : bytes) {
                answered += b == '\n' ? 1 : 0;
            }
        }
        return null;
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            line.append(WORDS[random.nextInt(WORDS.length)]).append(i == 0 ? '\n' : ' ');
        }
        return line.toString();
    }

    /** How many lines it has sent. */
    public long sent() {
        return sent;
    }

    /** How many answers it got. */
    public long answered() {
        return answered;
    }

    @Override
    public String toString() {
        return "BusyClient[" + sent + " sent, " + answered + " answered]";
    }
}
