package io.greendoor.greenlet.soak;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

/** The client's side of one connection: a task that sends, one that receives, and trouble. */
// What has been sent is told by the position of `pending`, and what was received is counted before the next wait: so a
// task may be killed at each of its waits, and another go on in its place.
@Suspendable
final class SoakClient {
    private static final Duration SLOWLY = Duration.ofMillis(1);
    private static final Duration IN_VAIN = Duration.ofSeconds(15);
    private static final int KILLS = 6;
    private static final int SMALL = 50_000;

    private final Ledger ledger;
    private final Random random;
    private final Pattern pattern;
    private final Pattern echo;
    private final ByteBuffer incoming = ByteBuffer.allocate(20_000);
    private ByteBuffer pending;
    private long offset; // of what comes after `pending`
    private boolean gone; // closed on this side, before the end

    SoakClient(Ledger ledger, Random random) {
        this.ledger = ledger;
        this.random = random;
        this.pattern = new Pattern(ledger.id);
        this.echo = new Pattern(~ledger.id);
        this.pending = ByteBuffer.allocate(Long.BYTES).putLong(ledger.id).flip();
    }

    /** TCP's way to break a connection off; of a unix-domain socket it is to close it with something unread. */
    static void lingerNot(GreenSocket socket) throws IOException {
        if (socket.localAddress() instanceof InetSocketAddress) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    void run() throws Exception {
        try (GreenSocket socket = Eventlet.withTimeout(IN_VAIN, () -> Eventlet.connect(ledger.address))) {
            if (ledger.client == Ledger.Client.TIMEOUTS) {
                socket.setTimeout(Duration.ofMillis(random.nextInt(3)));
            } else {
                socket.setTimeout(IN_VAIN);
            }
            if (random.nextBoolean()) { // less fits in between, and there is more waiting
                socket.setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
                socket.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            }
            GreenThread<Void> sender = Eventlet.spawn(() -> withKills(() -> send(socket)));
            GreenThread<Void> receiver = Eventlet.spawn(() -> withKills(() -> receive(socket)));
            if (!ledger.client.isOrderly()) {
                breakOff(socket, sender);
            }
            sender.await();
            receiver.await();
        }
    }

    private void breakOff(GreenSocket socket, GreenThread<Void> sender) throws IOException {
        while (ledger.sent < ledger.breakAt && !sender.isDead()) {
            Eventlet.sleep();
        }
        if (ledger.client == Ledger.Client.RESETS) {
            lingerNot(socket);
        }
        gone = true;
        socket.close();
    }

    /** Kills the task that does it now and then, and puts another in its place. */
    private void withKills(Task task) {
        GreenThread<Void> worker = Eventlet.spawn(task);
        for (int i = 0; i < KILLS && ledger.client == Ledger.Client.KILLS; i++) {
            Eventlet.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
            if (worker.isDead()) {
                break;
            }
            worker.kill();
            try {
                worker.await();
                break; // it had done its work
            } catch (GreenletExit killed) {
                worker = Eventlet.spawn(task);
            }
        }
        worker.await();
    }

    private void send(GreenSocket socket) throws IOException {
        try {
            while (pending.hasRemaining() || refill()) {
                sendSome(socket);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            end(e);
        }
    }

    private boolean refill() {
        int count = (int) Math.min(ledger.total - offset, 1 + random.nextInt(40_000));
        pending = ByteBuffer.wrap(pattern.bytes(offset, count));
        offset += count;
        return count > 0;
    }

    private void sendSome(GreenSocket socket) throws IOException {
        try {
            if (random.nextBoolean()) {
                socket.sendAll(pending);
            } else {
                socket.send(pending);
            }
        } catch (SocketTimeoutException e) {
            requireExpected(e);
        } finally {
            ledger.sent = Math.max(0, offset - pending.remaining());
        }
    }

    private void receive(GreenSocket socket) throws IOException {
        try {
            boolean more = true;
            while (more) {
                more = receiveSome(socket);
                if (ledger.client == Ledger.Client.SLOW_READER) {
                    Eventlet.sleep(SLOWLY);
                }
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private boolean receiveSome(GreenSocket socket) throws IOException {
        incoming.clear().limit(1 + random.nextInt(incoming.capacity()));
        int[] count = new int[1];
        try {
            if (random.nextBoolean()) {
                count[0] = socket.recvInto(incoming);
            } else if (!Timeout.silently(IN_VAIN, () -> count[0] = socket.recvInto(incoming))) {
                throw new AssertionError("nothing comes: " + ledger);
            }
        } catch (SocketTimeoutException e) {
            requireExpected(e);
        }
        if (count[0] > 0) {
            echo.check(incoming.array(), count[0], ledger.back);
            ledger.back += count[0];
        }
        return count[0] >= 0;
    }

    private void requireExpected(SocketTimeoutException e) throws IOException {
        if (ledger.client != Ledger.Client.TIMEOUTS) {
            throw e;
        }
    }

    /** A failure is the end of it if either side was to break the connection off. */
    private void end(IOException e) throws IOException {
        if (e instanceof SocketTimeoutException || (ledger.server.isOrderly() && !gone)) {
            throw new IOException("unexpected: " + ledger, e);
        }
    }
}
