package io.greendoor.greenlet.soak;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Random;

/** The client's side of one connection, as a blocking socket of the JDK's, which two threads of Tpool use. */
@Suspendable
final class SoakPlainClient {
    private final Ledger ledger;
    private final Random random;

    SoakPlainClient(Ledger ledger, Random random) {
        this.ledger = ledger;
        this.random = random;
    }

    void run() throws IOException {
        try (SocketChannel socket = Tpool.execute(() -> SocketChannel.open(ledger.address))) {
            GreenThread<Void> sender = Eventlet.spawn(() -> Tpool.execute(() -> send(socket)));
            GreenThread<Void> receiver = Eventlet.spawn(() -> Tpool.execute(() -> receive(socket)));
            sender.await();
            receiver.await();
        }
    }

    private Void send(SocketChannel socket) throws IOException {
        Pattern pattern = new Pattern(ledger.id);
        long end = ledger.client == Ledger.Client.PLAIN ? ledger.total : ledger.breakAt;
        try {
            write(socket, ByteBuffer.allocate(Long.BYTES).putLong(ledger.id).flip());
            while (ledger.sent < end) {
                int count = (int) Math.min(end - ledger.sent, 1 + random.nextInt(40_000));
                write(socket, ByteBuffer.wrap(pattern.bytes(ledger.sent, count)));
                ledger.sent += count;
            }
            if (ledger.client == Ledger.Client.PLAIN) {
                socket.shutdownOutput();
            } else {
                if (ledger.address instanceof InetSocketAddress) {
                    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                socket.close();
            }
        } catch (IOException e) {
            requireBroken(e);
        }
        return null;
    }

    /** On a channel that blocks, write returns when all is written. */
    private static void write(SocketChannel socket, ByteBuffer data) throws IOException {
        socket.write(data);
        if (data.hasRemaining()) {
            throw new IOException("a blocking write has left " + data.remaining() + " bytes");
        }
    }

    private Void receive(SocketChannel socket) throws IOException {
        Pattern echo = new Pattern(~ledger.id);
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        try {
            for (int count = socket.read(buffer); count >= 0; count = socket.read(buffer.clear())) {
                echo.check(buffer.array(), count, ledger.back);
                ledger.back += count;
            }
        } catch (IOException e) {
            requireBroken(e);
        }
        return null;
    }

    private void requireBroken(IOException e) throws IOException {
        if (ledger.client.isOrderly() && ledger.server.isOrderly()) {
            throw new IOException("unexpected: " + ledger, e);
        }
    }
}
