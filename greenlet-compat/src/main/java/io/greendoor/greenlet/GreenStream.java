package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the JDK's streams stand on: bytes in order, from or to a socket or a pipe. */
interface GreenStream extends Closeable {

    /** Receives something, -1 at the end, into a buffer with room. */
    @Suspendable
    int recvInto(ByteBuffer buffer) throws IOException;

    /** Sends all of it. */
    @Suspendable
    void sendAll(ByteBuffer data) throws IOException;
}
