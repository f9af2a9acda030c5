package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValueFormatTest {
    private final ValueFormat format = new ValueFormat(ValueFormat.DEFAULT_LIMIT);

    @Test
    void stringsAndCharactersAreLiterals() {
        assertEquals("\"a\\n\\t\\r\\b\\f\\\"\\\\'\"", format.format("a\n\t\r\b\f\"\\'"));
        assertEquals(
                "\"\\u0000\\u001B\\u2028\\u200B\\uD83D grün 日本 😀\"",
                format.format("\0\u001b\u2028\u200b\ud83d grün 日本 😀"));
        assertEquals("'a'", format.format('a'));
        assertEquals("'\\''", format.format('\''));
        assertEquals("'\"'", format.format('"'));
    }

    @Test
    void arraysAreLikeLists() {
        assertEquals("[1, 2, 3]", format.format(new int[] {1, 2, 3}));
        assertEquals("[]", format.format(new String[0]));
        assertEquals(
                "[\"a\", null, ['b'], [x]]", format.format(new Object[] {"a", null, new char[] {'b'}, List.of("x")}));
        Object[] self = {1, null};
        self[1] = self;
        assertEquals("[1, [...]]", format.format(self));
    }

    @Test
    void everythingElseIsItsToString() {
        assertEquals("[a, b]", format.format(List.of("a", "b")));
        assertEquals("1.5", format.format(1.5));
        assertEquals("null", format.format(null));
    }

    @Test
    void failingToStringIsOneLine() {
        assertEquals(
                "<" + Failing.class.getName() + ", whose toString() threw java.lang.IllegalStateException: two lines>",
                format.format(new Failing(new IllegalStateException("two\nlines"))));
    }

    @Test
    void cancellationInsideToStringPasses() {
        Error cancelled = new Error("cancelled");
        assertSame(cancelled, assertThrows(Error.class, () -> format.format(new Failing(cancelled))));
    }

    @Test
    void longTextsAreCut() {
        ValueFormat ten = new ValueFormat(10);
        assertEquals("\"aaaaaaaaa... (91 more characters)", ten.format("a".repeat(100)));
        assertEquals("bbbbbbbbbb... (90 more characters)", ten.format(new StringBuilder("b".repeat(100))));
        assertEquals("[0, 0, 0, ... (97 more elements)", ten.format(new int[100]));
        assertEquals("aaaaaaaaaa", ten.format(new StringBuilder("a".repeat(10))));
        assertThrows(IllegalArgumentException.class, () -> new ValueFormat(0));
    }

    private record Failing(Throwable thrown) {
        @Override
        public String toString() {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }
}
