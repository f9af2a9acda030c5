package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavadocTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "One. Two. | One.",
                "No end | No end",
                "Version 1.5 of it. More. | Version 1.5 of it.",
                "Really? Yes. | Really?",
                "Of some, e.g. One, i.e. Two, vs. three. Four. | Of some, e.g. One, i.e. Two, vs. three.",
                "{@code List<String>} and {@literal a < b}. | List<String> and a < b.",
                "{@link java.util.List} {@link #add} {@link List#add(int, Object)} {@link Map the map}. | "
                        + "java.util.List add List.add(int, Object) the map.",
                "{@linkplain Foo#bar(int, int) a label}. | a label.",
                "{@inheritDoc} {@value X}. | X.",
                "Nested {@code {@literal x}}. | Nested x.",
                "<b>Bold</b> <a href=\"x\">link</a> &amp; &lt;T&gt;&nbsp;&quot;. | Bold link & <T> \".",
                "First<p>second. | First",
                "Items: <ul><li>one</ul> | Items:",
                "@param x y | ''",
                "Unclosed {@code x | Unclosed {@code x"
            })
    void firstSentenceIsPlainText(String comment, String sentence) {
        assertEquals(sentence, JavadocText.firstSentence(comment));
    }

    @ParameterizedTest
    @CsvSource({
        "' Two\n lines.\n Three.\n', 'Two lines. Three.'",
        "'Before\n @param x y', Before",
        "'Before\n\n after', Before",
        "'mail a@b.c', 'mail a@b.c'"
    })
    void firstParagraphIsOneLine(String comment, String paragraph) {
        assertEquals(paragraph, JavadocText.firstParagraph(comment));
    }
}
