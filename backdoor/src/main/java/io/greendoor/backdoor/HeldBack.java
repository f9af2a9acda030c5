package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command prints, held back until the command has ended, so that it can be shown by pages; from the first flush
 * on, or when there is very much, it goes to the client as it is printed. From any thread.
 */
final class HeldBack extends PrintStream {

    private static final int MOST = 1 << 20;

    private final Bytes bytes;

    HeldBack(PrintStream client) {
        this(new Bytes(client));
    }

    private HeldBack(Bytes bytes) {
        super(bytes, false, StandardCharsets.UTF_8);
        this.bytes = bytes;
    }

    /** What was held back; what is printed from now on is not. */
    String take() {
        return bytes.take();
    }

    private static final class Bytes extends OutputStream {

        private final PrintStream client;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream(); // as is the next, guarded by this
        private boolean isLive;

        Bytes(PrintStream client) {
            this.client = client;
        }

        @Override
        public synchronized void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] more, int offset, int length) {
            held.write(more, offset, length);
            if (isLive || held.size() > MOST) {
                flush();
            }
        }

        @Override
        public synchronized void flush() {
            isLive = true;
            client.writeBytes(held.toByteArray());
            client.flush();
            held.reset();
        }

        synchronized String take() {
            isLive = true;
            String text = held.toString(StandardCharsets.UTF_8);
            held.reset();
            return text;
        }
    }
}
