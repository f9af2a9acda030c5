package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;

/** Takes apart what a server sends: its text, and the bytes of telnet in between. It answers nothing. */
final class TelnetStripper {
    private static final int IAC = 255;

    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    final ByteArrayOutputStream protocol = new ByteArrayOutputStream();

    private final ByteArrayOutputStream command = new ByteArrayOutputStream();

    void receive(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            receive(bytes[i] & 0xff);
        }
    }

    private void receive(int value) {
        if (command.size() == 0 && value != IAC) {
            text.write(value);
            return;
        }
        command.write(value);
        byte[] begun = command.toByteArray();
        if (begun.length == 2 && value == IAC) {
            text.write(IAC);
            command.reset();
        } else if (isComplete(begun)) {
            protocol.writeBytes(begun);
            command.reset();
        }
    }

    private static boolean isComplete(byte[] begun) {
        int verb = begun.length < 2 ? 0 : begun[1] & 0xff;
        if (verb == TelnetCodes.SB) {
            return begun.length > 3
                    && (begun[begun.length - 2] & 0xff) == IAC
                    && (begun[begun.length - 1] & 0xff) == TelnetCodes.SE;
        }
        return begun.length == (verb > TelnetCodes.SB ? 3 : 2);
    }
}
