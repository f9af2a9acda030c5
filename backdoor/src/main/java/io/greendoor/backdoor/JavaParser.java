package io.greendoor.backdoor;

import io.greendoor.backdoor.Tokens.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the editor when a statement is finished, and which word the cursor is in. */
final class JavaParser implements Parser {

    private final Assistant assistant;

    JavaParser(Assistant assistant) {
        this.assistant = assistant;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !CommandLine.isOne(line) && !assistant.isWhole(line)) {
            Deque<String> open = openBrackets(line);
            throw new EOFError(-1, -1, "unfinished", "", open.size(), open.peek());
        }
        return new Word(line, cursor, wordStart(line, cursor));
    }

    /** No character is special: what is typed is Java, and not a shell's. */
    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /** What would close the brackets that are open, the innermost first. */
    private static Deque<String> openBrackets(String source) {
        Deque<String> open = new ArrayDeque<>();
        for (Token token : Tokens.of(source)) {
            switch (token.kind() == Tokens.Kind.OPERATOR ? token.text() : "") {
                case "(" -> open.push(")");
                case "[" -> open.push("]");
                case "{" -> open.push("}");
                case ")", "]", "}" -> open.poll();
                default -> {
                    // no bracket
                }
            }
        }
        return open;
    }

    private static int wordStart(String line, int cursor) {
        int start = Tokens.identifierStart(line, cursor);
        return start > 0
                        && line.charAt(start - 1) == '/'
                        && line.substring(0, start - 1).isBlank()
                ? start - 1
                : start;
    }

    /** The line, and the part of an identifier before the cursor. */
    private record Word(String line, int cursor, int start) implements CompletingParsedLine {

        @Override
        public String word() {
            return line.substring(start, cursor);
        }

        @Override
        public int wordCursor() {
            return cursor - start;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return wordCursor();
        }
    }
}
