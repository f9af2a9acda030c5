package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A socket's output as a stream. */
final class GreenOutputStream extends OutputStream {

    private final GreenSocket socket;

    GreenOutputStream(GreenSocket socket) {
        this.socket = socket;
    }

    @Override
    @Suspendable
    public void write(int one) throws IOException {
        socket.sendAll(new byte[] {(byte) one});
    }

    @Override
    @Suspendable
    public void write(byte[] bytes, int offset, int length) throws IOException {
        socket.sendAll(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
