package io.greendoor.backdoor;

/** Writes one JSON object on one line (RFC 8259). Characters that a terminal or a line reader might act on are escaped. */
final class Json {

    private static final int FIRST_PRINTABLE = 0x20;

    private final StringBuilder text = new StringBuilder("{");

    /** Begins the object with what kind it is of. */
    static Json ofType(String type) {
        return new Json().with("type", type);
    }

    private Json() {}

    Json with(String name, String value) {
        return raw(name, quoted(value));
    }

    Json with(String name, boolean value) {
        return raw(name, String.valueOf(value));
    }

    private Json raw(String name, String value) {
        if (text.length() > 1) {
            text.append(',');
        }
        text.append(quoted(name)).append(':').append(value);
        return this;
    }

    /** The object, with a line's end. */
    String line() {
        return text + "}\n";
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            append(quoted, value, i);
        }
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, String value, int index) {
        char c = value.charAt(index);
        switch (c) {
            case '"', '\\' -> quoted.append('\\').append(c);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (isWritable(c, value, index)) {
                    quoted.append(c);
                } else {
                    quoted.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }

    /** No control character or line separator, and no half of a pair alone, which UTF-8 does not have. */
    private static boolean isWritable(char c, String value, int index) {
        if (Character.isHighSurrogate(c)) {
            return index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
        }
        return c >= FIRST_PRINTABLE && !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
    }
}
