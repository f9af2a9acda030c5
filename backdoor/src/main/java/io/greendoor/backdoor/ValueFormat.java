package io.greendoor.backdoor;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders values as the prompt prints them: strings and characters as Java literals, arrays like lists, everything
 * else by its {@code toString}, which is user code and belongs on the loop.
 */
final class ValueFormat {
    /** In characters. */
    static final int DEFAULT_LIMIT = 1 << 20;

    private final int limit;

    /** Texts end after {@code limit} characters, with a note on what was left out. */
    ValueFormat(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        this.limit = limit;
    }

    String format(@Nullable Object value) {
        Rendering rendering = new Rendering();
        rendering.append(value);
        return rendering.toString();
    }

    private final class Rendering {
        private final StringBuilder out = new StringBuilder();
        private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
        private String note = "";

        void append(@Nullable Object value) {
            if (value instanceof String text) {
                appendLiteral(text, '"');
            } else if (value instanceof Character character) {
                appendLiteral(character.toString(), '\'');
            } else if (value != null && value.getClass().isArray()) {
                appendArray(value);
            } else {
                appendText(text(value));
            }
        }

        private void appendLiteral(String text, char quote) {
            out.append(quote);
            for (int i = 0; i < text.length(); i++) {
                if (out.length() >= limit) {
                    leaveOut(text.length() - i, "characters");
                    return;
                }
                appendEscaped(text, i, quote);
            }
            out.append(quote);
        }

        private void appendEscaped(String text, int index, char quote) {
            char c = text.charAt(index);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(c);
                    } else if (isPrintable(text, index)) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\u%04X", (int) c));
                    }
                }
            }
        }

        private void appendArray(Object array) {
            if (!around.add(array)) {
                out.append("[...]");
                return;
            }
            out.append('[');
            int length = Array.getLength(array);
            for (int i = 0; i < length && note.isEmpty(); i++) {
                out.append(i == 0 ? "" : ", ");
                if (out.length() >= limit) {
                    leaveOut(length - i, "elements");
                } else {
                    append(Array.get(array, i));
                }
            }
            out.append(note.isEmpty() ? "]" : "");
            around.remove(array);
        }

        private void appendText(String text) {
            int room = Math.max(0, limit - out.length());
            out.append(text, 0, Math.min(room, text.length()));
            if (text.length() > room) {
                leaveOut(text.length() - room, "characters");
            }
        }

        private void leaveOut(int count, String what) {
            note = "... (" + count + " more " + what + ")";
        }

        @Override
        public String toString() {
            return out + note;
        }
    }

    /** Errors with which a task is cancelled pass; what a broken {@code toString} throws becomes the text. */
    private static String text(@Nullable Object value) {
        try {
            String text = String.valueOf((Object) String.valueOf(value)); // a toString may return null
            boolean identity = value != null && text.startsWith(value.getClass().getName() + "@");
            return identity ? SnippetNames.strip(text) : text;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            String type =
                    value == null ? "null" : SnippetNames.strip(value.getClass().getName());
            return "<" + type + ", whose toString() threw " + oneLine(TraceFormat.headline(e)) + ">";
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
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
