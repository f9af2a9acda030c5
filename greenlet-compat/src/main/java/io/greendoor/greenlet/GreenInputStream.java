package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The input of a socket or a pipe as a stream. */
// The methods that InputStream has an implementation for are here because a frame of the JDK's cannot be left on every
// engine.
final class GreenInputStream extends InputStream {

    private static final int CHUNK = 8192;

    private final GreenStream source;
    private final Available available;

    /** How many bytes are known to be there. */
    @FunctionalInterface
    interface Available {
        int count() throws IOException;
    }

    GreenInputStream(GreenStream source, Available available) {
        this.source = source;
        this.available = available;
    }

    @Override
    @Suspendable
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @Suspendable
    public int read(byte[] bytes) throws IOException {
        return read(bytes, 0, bytes.length);
    }

    @Override
    @Suspendable
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : source.recvInto(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    @Suspendable
    public int readNBytes(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        ByteBuffer room = ByteBuffer.wrap(bytes, offset, length);
        boolean more = true;
        while (more && room.hasRemaining()) {
            more = source.recvInto(room) >= 0;
        }
        return room.position() - offset;
    }

    @Override
    @Suspendable
    public byte[] readNBytes(int length) throws IOException {
        if (length < 0) {
            throw new IllegalArgumentException("cannot read " + length + " bytes");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        transfer(length, all);
        return all.toByteArray();
    }

    @Override
    @Suspendable
    public byte[] readAllBytes() throws IOException {
        return readNBytes(Integer.MAX_VALUE);
    }

    @Override
    @Suspendable
    public long skip(long count) throws IOException {
        return transfer(count, OutputStream.nullOutputStream());
    }

    @Override
    @Suspendable
    public long transferTo(OutputStream out) throws IOException {
        return transfer(Long.MAX_VALUE, Objects.requireNonNull(out, "out"));
    }

    /** Moves so many bytes, or as many as come before the end. */
    @Suspendable
    private long transfer(long count, OutputStream out) throws IOException {
        byte[] chunk = new byte[(int) Math.max(0, Math.min(count, CHUNK))];
        long moved = 0;
        while (moved < count) {
            int got = read(chunk, 0, (int) Math.min(count - moved, chunk.length));
            if (got < 0) {
                return moved;
            }
            out.write(chunk, 0, got);
            moved += got;
        }
        return moved;
    }

    @Override
    public int available() throws IOException {
        return available.count();
    }

    @Override
    @Suspendable
    public void close() throws IOException {
        source.close();
    }
}
