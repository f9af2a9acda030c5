package io.greendoor.backdoor;

/** Breaks long lines of text between words. */
final class Paragraph {

    private Paragraph() {}

    /** Appends the text with its line end; the lines into which it is broken begin with as many blanks as it does. */
    static void append(StringBuilder out, String text, int width) {
        String words = text.stripLeading();
        String indent = " ".repeat(text.length() - words.length());
        StringBuilder line = new StringBuilder(indent);
        for (String word : words.split(" ")) {
            boolean isFirst = line.length() == indent.length();
            if (!isFirst && line.length() + 1 + word.length() > width) {
                out.append(line).append('\n');
                line = new StringBuilder(indent);
                isFirst = true;
            }
            line.append(isFirst ? "" : " ").append(word);
        }
        out.append(line).append('\n');
    }
}
