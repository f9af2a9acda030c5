package io.greendoor.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Has the server end what it runs for this process when that is ended by Ctrl-C or a signal like it. */
final class Interrupt {

    private static final byte CTRL_C = 3;
    private static final long PATIENCE_MILLIS = 500;

    private final Thread hook;

    private Interrupt(SocketChannel channel) {
        this.hook = new Thread(null, () -> tell(channel), "interrupt", 0, false);
    }

    static Interrupt whenThisProcessEnds(SocketChannel channel) {
        Interrupt interrupt = new Interrupt(channel);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    /** Not for ever: whoever sends code to a server that does not take it holds the channel. */
    private static void tell(SocketChannel channel) {
        Thread writer = new Thread(null, () -> write(channel), "interrupt writer", 0, false);
        writer.setDaemon(true);
        writer.start();
        try {
            TimeUnit.MILLISECONDS.timedJoin(writer, PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends anyway
        }
    }

    private static void write(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {CTRL_C}));
        } catch (IOException e) {
            // the server has noticed already that nobody is there
        }
    }

    /** The code has ended by itself. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process ends just now, and the interrupt ends nothing any more
        }
    }
}
