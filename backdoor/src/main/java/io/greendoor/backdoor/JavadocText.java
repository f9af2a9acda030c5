package io.greendoor.backdoor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documentation comments as plain text, as far as a terminal has use for them. */
final class JavadocText {
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@\\w");
    private static final Pattern PARAGRAPH =
            Pattern.compile("(?i)<(p|ul|ol|pre|table|h\\d|dl|blockquote)\\b|\\R\\s*\\R");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(\\w+)\\s*([^{}]*)}");
    private static final Pattern HTML = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<!\\b(?:e\\.g|i\\.e))[.!?](?=\\s+\\P{Ll})");

    private JavadocText() {}

    /** The first sentence, on one line. */
    static String firstSentence(String comment) {
        String text = firstParagraph(comment);
        Matcher end = SENTENCE_END.matcher(text);
        return end.find() ? text.substring(0, end.end()) : text;
    }

    /** Up to the first paragraph, list or tag like {@code @param}, on one line. */
    static String firstParagraph(String comment) {
        String text = before(BLOCK_TAG, comment).strip();
        text = before(PARAGRAPH, text);
        return HTML.matcher(withoutTags(text))
                .replaceAll("")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String before(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? text.substring(0, found.start()) : text;
    }

    /** From the inside, because they may be nested. */
    private static String withoutTags(String text) {
        String replaced = text;
        Matcher tags = INLINE_TAG.matcher(replaced);
        for (int i = 0; i < 10 && tags.find(); i++) {
            replaced = tags.reset().replaceAll(tag -> Matcher.quoteReplacement(content(tag.group(1), tag.group(2))));
            tags = INLINE_TAG.matcher(replaced);
        }
        return replaced;
    }

    private static String content(String tag, String content) {
        return switch (tag) {
            case "link", "linkplain" -> label(content.strip());
            case "inheritDoc" -> "";
            case "code", "literal" -> content.replace("<", "&lt;").replace(">", "&gt;");
            default -> content;
        };
    }

    /** Of {@code Type#member(A, B) label}: the label, or without one {@code Type.member(A, B)}. */
    private static String label(String link) {
        int end = 0;
        int depth = 0;
        while (end < link.length() && (depth > 0 || !Character.isWhitespace(link.charAt(end)))) {
            depth += link.charAt(end) == '(' ? 1 : link.charAt(end) == ')' ? -1 : 0;
            end++;
        }
        String label = link.substring(end).strip();
        return label.isEmpty() ? link.replaceFirst("^#", "").replace('#', '.') : label;
    }
}
