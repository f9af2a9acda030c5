package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** How text is written so that a telnet client gets it as it was meant. */
enum TelnetText {
    /** To a client that has shown nothing of telnet: as it is. */
    PLAIN,
    /** By RFC 854: byte 255 is doubled, and a CR that no LF follows has a NUL after it. */
    NVT,
    /** By RFC 856, when both have agreed: only byte 255 is doubled. */
    BINARY;

    private static final byte IAC = (byte) TelnetCodes.IAC;

    /** For what has its own notion of line ends, as a terminal's output has: LF is a line feed, and no more. */
    byte[] verbatim(byte[] bytes, int offset, int length) {
        return write(bytes, offset, length, false);
    }

    /** For text of lines that end with LF: a telnet client gets CR LF, in either mode. */
    // In binary mode too, because a client's terminal is then a raw one that does not return the carriage by itself.
    byte[] lines(byte[] bytes, int offset, int length) {
        return write(bytes, offset, length, true);
    }

    private byte[] write(byte[] bytes, int offset, int length, boolean lines) {
        if (this == PLAIN) {
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream(length + length / 8 + 1);
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b == IAC) {
                written.write(IAC);
            } else if (b == '\n' && lines && (i == offset || bytes[i - 1] != '\r')) {
                written.write('\r');
            }
            written.write(b);
            if (b == '\r' && this == NVT && (i + 1 == end || bytes[i + 1] != '\n')) {
                written.write(0);
            }
        }
        return written.toByteArray();
    }
}
