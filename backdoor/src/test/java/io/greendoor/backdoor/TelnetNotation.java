package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Telnet's bytes as they are read and written in tests: the names of RFC 854 and of the options, {@code 'text'}, and
 * hexadecimal numbers for the rest. IAC is written out only where it is not followed by its command.
 */
final class TelnetNotation {
    private static final Map<String, Integer> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("EOF", 236),
            Map.entry("SUSP", 237),
            Map.entry("ABORT", 238),
            Map.entry("SE", 240),
            Map.entry("NOP", 241),
            Map.entry("DM", 242),
            Map.entry("BRK", 243),
            Map.entry("IP", 244),
            Map.entry("AO", 245),
            Map.entry("AYT", 246),
            Map.entry("EC", 247),
            Map.entry("EL", 248),
            Map.entry("GA", 249),
            Map.entry("SB", 250),
            Map.entry("WILL", 251),
            Map.entry("WONT", 252),
            Map.entry("DO", 253),
            Map.entry("DONT", 254)));
    private static final Map<String, Integer> OPTIONS = new TreeMap<>(Map.of(
            "BINARY", 0, "ECHO", 1, "SGA", 3, "TM", 6, "TTYPE", 24, "NAWS", 31, "LINEMODE", 34, "NEW-ENVIRON", 39));
    private static final Map<String, Integer> BYTES =
            Map.of("IAC", 255, "CR", 13, "LF", 10, "NUL", 0, "IS", 0, "SEND", 1);
    private static final byte IAC = (byte) 255;

    private TelnetNotation() {}

    static byte[] bytes(String notation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : notation.strip().split("\\s+")) {
            if (word.startsWith("'")) {
                bytes.writeBytes(word.substring(1, word.length() - 1).getBytes(StandardCharsets.UTF_8));
            } else if (COMMANDS.containsKey(word)) {
                bytes.write(IAC);
                bytes.write(COMMANDS.get(word));
            } else if (OPTIONS.containsKey(word)) {
                bytes.write(OPTIONS.get(word));
            } else if (BYTES.containsKey(word)) {
                bytes.write(BYTES.get(word));
            } else {
                bytes.writeBytes(HexFormat.of().parseHex(word));
            }
        }
        return bytes.toByteArray();
    }

    /** What the server says: requests, and subnegotiations of one byte after the option. */
    static String text(byte[] bytes) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != IAC) {
                throw new IllegalArgumentException(
                        "no command: " + HexFormat.of().formatHex(bytes, i, bytes.length));
            }
            int command = bytes[++i] & 0xff;
            text.add(name(COMMANDS, command));
            if (command >= 250) {
                text.add(name(OPTIONS, bytes[++i] & 0xff));
            }
            if (command == 250) {
                text.add(bytes[++i] == 1 ? "SEND" : String.valueOf(bytes[i]));
            }
        }
        return text.toString();
    }

    private static String name(Map<String, Integer> names, int value) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(String.valueOf(value));
    }
}
