package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A socket's input as a stream. */
final class GreenInputStream extends InputStream {

    private final GreenSocket socket;

    GreenInputStream(GreenSocket socket) {
        this.socket = socket;
    }

    @Override
    @Suspendable
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @Suspendable
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : socket.recvInto(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
