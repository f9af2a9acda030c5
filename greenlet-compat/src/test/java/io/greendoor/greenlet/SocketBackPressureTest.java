package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** A peer that reads slowly slows the sender down, and nobody else. */
class SocketBackPressureTest extends SocketTestCase {
    private static final int SIZE = 8 << 20;
    private static final int TICKS = 10;

    @Test
    void sendAllWaitsForASlowPeerWhileOthersRun() throws Exception {
        byte[] data = new byte[SIZE];
        new Random(1).nextBytes(data);
        CountDownLatch ticked = new CountDownLatch(TICKS);
        try (PlainPair pair = connectedToPlainPeer()) {
            pair.green().setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
            pair.plain().setOption(StandardSocketOptions.SO_RCVBUF, 1 << 16);
            OtherThread<Long> peer = OtherThread.start("slow peer", () -> {
                OtherThread.await(ticked);
                return checksumOf(pair.plain());
            });
            GreenThread<Void> ticker = Eventlet.spawn(() -> {
                for (int i = 0; i < TICKS; i++) {
                    Eventlet.sleep(Duration.ofMillis(1));
                    ticked.countDown();
                }
                log.add("ticked " + TICKS + " times");
            });
            GreenThread<Void> sender = Eventlet.spawn(() -> {
                log.add("sends");
                pair.green().sendAll(data);
                pair.green().shutdownOutput();
                log.add("sent");
            });
            sender.await();
            ticker.await();

            CRC32 checksum = new CRC32();
            checksum.update(data);
            assertEquals(checksum.getValue(), peer.join());
        }

        assertEquals(List.of("sends", "ticked 10 times", "sent"), log);
    }

    private static long checksumOf(SocketChannel plain) throws Exception {
        CRC32 checksum = new CRC32();
        ByteBuffer small = ByteBuffer.allocate(5000);
        while (plain.read(small) >= 0) {
            checksum.update(small.flip());
            small.clear();
        }
        return checksum.getValue();
    }

    @Test
    void recvKeepsUpWithAPeerThatSendsALot() throws Exception {
        byte[] data = new byte[SIZE];
        new Random(2).nextBytes(data);
        try (PlainPair pair = connectedToPlainPeer()) {
            OtherThread<Void> peer = OtherThread.start("fast peer", () -> {
                pair.plain().write(ByteBuffer.wrap(data));
                pair.plain().shutdownOutput();
                return null;
            });
            ByteBuffer received = ByteBuffer.allocate(SIZE);
            while (received.hasRemaining() && pair.green().recvInto(received) > 0) {
                Eventlet.sleep();
            }
            assertEquals(0, pair.green().recv(1).length);
            assertEquals(ByteBuffer.wrap(data), received.flip());
            peer.join();
        }
    }
}
