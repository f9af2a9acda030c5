package io.greendoor.greenlet;

import java.io.IOException;
import java.nio.channels.Pipe;

/** Pipes in non-blocking mode. */
final class Pipes {

    private Pipes() {}

    static Pipe open() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
        return pipe;
    }

    /** Closes both ends, and has the loop let go of them. */
    static void close(Pipe pipe) throws IOException {
        pipe.source().close();
        pipe.sink().close();
        Eventlet.sleep();
    }
}
