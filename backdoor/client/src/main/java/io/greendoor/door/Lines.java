package io.greendoor.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines that come over a connection, as they come. */
// Not through Channels.newInputStream, whose reads keep everybody from writing before JDK 19.
final class Lines {

    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocate(1 << 16).flip();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    Lines(SocketChannel channel) {
        this.channel = channel;
    }

    /** Waits for a line, and returns it without its end; null at the end, whatever was begun. */
    @Nullable
    String next() throws IOException {
        while (true) {
            while (received.hasRemaining()) {
                byte b = received.get();
                if (b == '\n') {
                    String line = begun.toString(StandardCharsets.UTF_8);
                    begun.reset();
                    return line;
                }
                begun.write(b);
            }
            received.clear();
            int count = channel.read(received);
            received.flip();
            if (count < 0) {
                return null;
            }
        }
    }
}
