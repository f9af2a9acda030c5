package io.greendoor.backdoor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes with their offsets and as ASCII, sixteen to a line, as {@code hexdump -C} shows them. */
final class HexDump {
    private static final int PER_LINE = 16;
    private static final int HALF = PER_LINE / 2;

    private HexDump() {}

    /** What is between the buffer's position and limit, which stay; {@code maxLines} of it, and how much follows. */
    static List<String> lines(ByteBuffer buffer, int maxLines) {
        ByteBuffer bytes = buffer.slice();
        List<String> lines = new ArrayList<>();
        int offset = 0;
        while (offset < bytes.limit() && lines.size() < maxLines) {
            lines.add(line(bytes, offset));
            offset = Math.min(bytes.limit(), offset + PER_LINE);
        }
        if (offset < bytes.limit()) {
            lines.add("… " + (bytes.limit() - offset) + " more bytes");
        }
        return lines;
    }

    private static String line(ByteBuffer bytes, int offset) {
        StringBuilder line = new StringBuilder();
        appendHex(line, offset, 8);
        line.append(' ');
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < PER_LINE; i++) {
            line.append(i == HALF ? "  " : " ");
            if (offset + i < bytes.limit()) {
                int b = bytes.get(offset + i) & 0xff;
                appendHex(line, b, 2);
                ascii.append(b >= ' ' && b < 0x7f ? (char) b : '.');
            } else {
                line.append("  ");
            }
        }
        return line + "  |" + ascii + "|";
    }

    private static void appendHex(StringBuilder out, int number, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(Character.forDigit(number >> shift & 0xf, 16));
        }
    }
}
