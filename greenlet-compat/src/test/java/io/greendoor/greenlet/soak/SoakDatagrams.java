package io.greendoor.greenlet.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenDatagramSocket;
import io.greendoor.greenlet.GreenDatagramSocket.Datagram;
import io.greendoor.greenlet.GreenSemaphore;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** A sender of numbered datagrams, and one that sends each back; whoever waits for one may be killed. */
@Suspendable
final class SoakDatagrams {
    private static final int COUNT = 150;
    private static final int OUTSTANDING = 8; // so few that no buffer of the system's runs over
    private static final int LONGEST = 3000;

    private final Random random;
    private final GreenSemaphore room = new GreenSemaphore(OUTSTANDING);
    private final BitSet back = new BitSet();
    private int empty;
    private int emptyBack;

    SoakDatagrams(Random random) {
        this.random = random;
    }

    /** Returns how many came back: all. */
    int run() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress("127.0.0.1", 0);
        GreenThread<Void> echoing;
        try (GreenDatagramSocket asker = GreenDatagramSocket.bind(anyPort);
                GreenDatagramSocket echo = GreenDatagramSocket.bind(anyPort)) {
            echo.setTimeout(Duration.ofMillis(2));
            echoing = Eventlet.spawn(() -> echo(echo));
            GreenThread<Void> sending = Eventlet.spawn(() -> send(asker, echo));
            GreenThread<Void> receiving = Eventlet.spawn(() -> receive(asker));
            while (!receiving.isDead()) {
                Eventlet.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
                echoing = replaced(echoing, random.nextBoolean(), echo);
                if (random.nextInt(4) == 0) {
                    receiving.kill();
                    receiving = isAllBack() ? receiving : Eventlet.spawn(() -> receive(asker));
                }
            }
            if (!isAllBack()) {
                receiving.await(); // throws what it failed with
            }
            sending.await();
        }
        awaitClosed(echoing);
        assertEquals(COUNT, back.cardinality() + empty);
        assertEquals(empty, emptyBack);
        return COUNT;
    }

    private GreenThread<Void> replaced(GreenThread<Void> echoing, boolean kills, GreenDatagramSocket echo) {
        if (!kills) {
            return echoing;
        }
        echoing.kill();
        return Eventlet.spawn(() -> echo(echo));
    }

    private static void awaitClosed(GreenThread<Void> echoing) throws IOException {
        try {
            echoing.await();
        } catch (GreenletExit killed) {
            throw new IOException("the last echoing task was killed by nobody", killed);
        }
    }

    private void echo(GreenDatagramSocket echo) throws IOException {
        while (true) {
            Datagram got;
            try {
                got = echo.recvFrom(LONGEST);
            } catch (SocketTimeoutException quiet) {
                continue;
            } catch (IOException closed) {
                if (echo.isOpen()) {
                    throw closed;
                }
                return;
            }
            echo.sendTo(got.data(), got.address());
        }
    }

    private void send(GreenDatagramSocket asker, GreenDatagramSocket to) throws IOException {
        for (int number = 0; number < COUNT; number++) {
            room.acquire();
            if (random.nextInt(20) == 0) {
                empty++;
                asker.sendTo(new byte[0], to.localAddress());
            } else {
                asker.sendTo(numbered(number, random.nextInt(LONGEST - Integer.BYTES)), to.localAddress());
            }
        }
    }

    private static byte[] numbered(int number, int length) {
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(number)
                .put(new Pattern(number).bytes(0, length))
                .array();
    }

    private void receive(GreenDatagramSocket asker) throws IOException {
        while (!isAllBack()) {
            byte[] data = asker.recv(LONGEST);
            room.release();
            if (data.length == 0) {
                emptyBack++;
            } else {
                int number = ByteBuffer.wrap(data).getInt();
                new Pattern(number).check(withoutNumber(data), data.length - Integer.BYTES, 0);
                assertTrue(!back.get(number), () -> "datagram " + number + " came twice");
                back.set(number);
            }
        }
    }

    private static byte[] withoutNumber(byte[] numbered) {
        return Arrays.copyOfRange(numbered, Integer.BYTES, numbered.length);
    }

    private boolean isAllBack() {
        return back.cardinality() + emptyBack == COUNT;
    }
}
