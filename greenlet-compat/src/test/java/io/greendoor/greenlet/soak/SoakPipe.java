package io.greendoor.greenlet.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenPipe;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Random;

/** A pipe: one task fills it, one empties it, both may be killed, and now and then the reader closes it early. */
@Suspendable
final class SoakPipe {
    private final Random random;
    private final Pattern pattern;
    private final long total;
    private final long breakAt; // where the reader closes it
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private long offset; // of what comes after `pending`
    private long received;
    private boolean atEnd;
    private boolean broken;

    SoakPipe(long key, Random random) {
        this.random = random;
        this.pattern = new Pattern(key);
        this.total = random.nextInt(400_000);
        this.breakAt = random.nextInt(3) == 0 ? random.nextInt(100_000) : Long.MAX_VALUE;
    }

    /** Returns how many bytes came through. */
    long run() throws IOException {
        Pipe pipe = Pipe.open();
        try (GreenPipe sink = new GreenPipe(pipe.sink());
                GreenPipe source = new GreenPipe(pipe.source())) {
            source.setTimeout(Duration.ofMillis(random.nextInt(4)));
            GreenThread<Void> reader = Eventlet.spawn(() -> read(source));
            GreenThread<Void> writer = Eventlet.spawn(() -> write(sink));
            while (!reader.isDead() || !writer.isDead()) {
                Eventlet.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
                if (random.nextBoolean()) {
                    reader = killed(reader) ? Eventlet.spawn(() -> read(source)) : reader;
                } else {
                    writer = killed(writer) ? Eventlet.spawn(() -> write(sink)) : writer;
                }
            }
            reader.await();
            writer.await();
        }
        if (breakAt > total) {
            assertTrue(atEnd && !broken);
            assertEquals(total, received);
        }
        assertTrue(received <= offset - pending.remaining());
        return received;
    }

    /** Whether it was before it had done its work. */
    private static boolean killed(GreenThread<Void> task) {
        task.kill();
        try {
            task.await();
            return false;
        } catch (GreenletExit killed) {
            return true;
        }
    }

    private void write(GreenPipe sink) throws IOException {
        try {
            while (!broken && (pending.hasRemaining() || refill())) {
                sink.sendAll(pending);
            }
        } catch (IOException e) {
            broken = true;
            assertTrue(breakAt <= total && e.getMessage().equals("Broken pipe"), e::toString);
        }
        sink.close();
    }

    private boolean refill() {
        int count = (int) Math.min(total - offset, 1 + random.nextInt(100_000));
        pending = ByteBuffer.wrap(pattern.bytes(offset, count));
        offset += count;
        return count > 0;
    }

    private void read(GreenPipe source) throws IOException {
        while (!atEnd && received < breakAt) {
            try {
                byte[] got = source.recv(1 + random.nextInt(30_000));
                pattern.check(got, got.length, received);
                received += got.length;
                atEnd = got.length == 0;
            } catch (SocketTimeoutException quiet) {
                // it has a timeout in order to meet it
            }
        }
        source.close();
    }
}
