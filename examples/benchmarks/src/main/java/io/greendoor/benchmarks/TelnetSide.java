package io.greendoor.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A client's side of telnet that agrees to all that it is offered, and has a terminal of 100 columns. */
final class TelnetSide {

    private static final int SE = 240;
    private static final int SB = 250;
    private static final int WILL = 251;
    private static final int WONT = 252;
    private static final int DO = 253;
    private static final int IAC = 255;
    private static final int TERMINAL_TYPE = 24;
    private static final int WINDOW_SIZE = 31;
    private static final int[] SIZE = {IAC, SB, WINDOW_SIZE, 0, 100, 0, 40, IAC, SE};

    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private final ByteArrayOutputStream command = new ByteArrayOutputStream();
    private final StringBuilder text;

    /**
     * Makes one.
     *
     * @param text gets what is no protocol
     */
    TelnetSide(StringBuilder text) {
        this.text = text;
    }

    /** What a client begins with that does not wait to be asked. */
    static byte[] opening() {
        return new byte[] {(byte) IAC, (byte) WILL, TERMINAL_TYPE};
    }

    void receive(int value) {
        if (command.size() == 0 && value != IAC) {
            text.append((char) value);
            return;
        }
        command.write(value);
        byte[] begun = command.toByteArray();
        if (isComplete(begun)) {
            answer(begun);
            command.reset();
        }
    }

    private static boolean isComplete(byte[] begun) {
        int verb = begun.length < 2 ? 0 : begun[1] & 0xff;
        if (verb == SB) {
            return begun.length > 3
                    && (begun[begun.length - 2] & 0xff) == IAC
                    && (begun[begun.length - 1] & 0xff) == SE;
        }
        return begun.length == (verb > SB ? 3 : 2);
    }

    private void answer(byte[] command) {
        int verb = command[1] & 0xff;
        int option = command[2];
        if (verb == SB) {
            reply(IAC, SB, TERMINAL_TYPE, 0);
            replies.writeBytes("XTERM-256COLOR".getBytes(StandardCharsets.US_ASCII));
            reply(IAC, SE);
        } else if (verb == WILL) {
            reply(IAC, DO, option);
        } else if (verb == DO && option != TERMINAL_TYPE) { // which was said in the beginning
            reply(IAC, WILL, option);
            reply(option == WINDOW_SIZE ? SIZE : new int[0]);
        } else if (verb == WONT) {
            throw new IllegalStateException("a terminal was not wanted: option " + option);
        }
    }

    private void reply(int... values) {
        for (int value : values) {
            replies.write(value);
        }
    }

    /** What is to be sent now. */
    byte[] takeReplies() {
        byte[] taken = replies.toByteArray();
        replies.reset();
        return taken;
    }
}
