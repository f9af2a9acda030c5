package io.greendoor.backdoor;

/** Strings and characters as Java source would have them. */
final class Literals {

    private Literals() {}

    /** The literal for {@code text}, cut after {@code limit} characters with a note on how many of the text's follow. */
    static String of(String text, char quote, int limit) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), limit) + 2).append(quote);
        int index = 0;
        while (index < text.length() && (out.length() < limit || isSecondHalf(text, index))) {
            appendEscaped(out, text, index, quote);
            index++;
        }
        out.append(quote);
        return index == text.length() ? out.toString() : out + more(text.length() - index);
    }

    /** The text itself, cut in the same way. */
    static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = isSecondHalf(text, limit) ? limit - 1 : limit;
        return text.substring(0, end) + more(text.length() - end);
    }

    /** The text with an ellipsis for what is more than {@code width} characters. */
    static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    /** Without anything that would make a terminal do things, on one line. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            appendVisible(out, text, i);
        }
        return out.toString();
    }

    /** Where the line of this number ends, counted from one; the text's end if it has fewer. */
    static int endOfLine(String text, int number) {
        int end = text.indexOf('\n');
        for (int i = 1; i < number && end >= 0; i++) {
            end = text.indexOf('\n', end + 1);
        }
        return end < 0 ? text.length() : end;
    }

    private static String more(int count) {
        return "… " + count + " more characters";
    }

    private static boolean isSecondHalf(String text, int index) {
        return index > 0
                && index < text.length()
                && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }

    private static void appendEscaped(StringBuilder out, String text, int index, char quote) {
        char c = text.charAt(index);
        if (c == '\\' || c == quote) {
            out.append('\\').append(c);
        } else {
            appendVisible(out, text, index);
        }
    }

    private static void appendVisible(StringBuilder out, String text, int index) {
        char c = text.charAt(index);
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (isPrintable(text, index)) {
                    out.append(c);
                } else {
                    out.append(String.format("\\u%04X", (int) c));
                }
            }
        }
    }

    private static boolean isPrintable(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
