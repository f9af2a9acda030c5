package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaHighlighterTest {
    private static final AttributedStyle WRONG =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).underline();

    /** The text with blanks for all that is not marked as wrong. */
    private static String wrong(String source) {
        AttributedString shown = JavaHighlighter.highlight(source, source.length());
        StringBuilder wrong = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            wrong.append(shown.styleAt(i).equals(WRONG) ? source.charAt(i) : '.');
        }
        return wrong.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "f(a[1])      | .......",
                "f(a[1]))     | .......)",
                "f(a]         | ...]",
                "f(a])        | ...].",
                "}            | }",
                "f(\"a        | ..\"a",
                "f(\"a\")     | ......",
                "\"a\\\"      | \"a\\\"",
                "\"a\\\\\"    | .....",
                "'a           | 'a",
                "'\\''        | ....",
                "\"\"\" a     | .....",
                "f(\")\")     | ......",
            })
    void whatCannotBeRightIsMarked(String source, String marked) {
        assertEquals(marked, wrong(source));
    }
}
