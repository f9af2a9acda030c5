package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueFormatTest {
    private final ValueFormat format = ValueFormat.printed();

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
        ValueFormat ten = ValueFormat.within(new Bounds(3, 10, 100, 5, 10, Duration.ofMinutes(1), false));
        assertEquals("\"aaaaaaaaa\"… 91 more characters", ten.format("a".repeat(100)));
        assertEquals("bbbbbbbbbb… 90 more characters", ten.format(new StringBuilder("b".repeat(100))));
        assertEquals("aaaaaaaaaa", ten.format(new StringBuilder("a".repeat(10))));
        assertEquals("[aaaaa… 95 more characters]", ten.format(List.of("a".repeat(100))));
        assertEquals("\"😀😀😀😀😀\"… 2 more characters", ten.format("😀".repeat(6)));
        assertEquals("[😀😀… 8 more characters]", ten.format(List.of("😀".repeat(6))));
    }

    @Test
    void textAloneIsPrintedUpToAMebibyte() {
        String text = "x".repeat((1 << 20) - 1);
        assertEquals('"' + text + '"', format.format(text));
        String line = format.format("x".repeat(1 << 21));
        assertTrue(line.endsWith("x\"… 1048577 more characters"), line.substring(line.length() - 40));
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
