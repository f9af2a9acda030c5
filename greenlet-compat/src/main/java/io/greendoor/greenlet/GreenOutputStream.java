package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The output of a socket or a pipe as a stream. */
final class GreenOutputStream extends OutputStream {

    private final GreenStream sink;

    GreenOutputStream(GreenStream sink) {
        this.sink = sink;
    }

    @Override
    @Suspendable
    public void write(int one) throws IOException {
        sink.sendAll(ByteBuffer.wrap(new byte[] {(byte) one}));
    }

    @Override
    @Suspendable
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    @Suspendable
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sink.sendAll(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    @Suspendable
    public void close() throws IOException {
        sink.close();
    }
}
