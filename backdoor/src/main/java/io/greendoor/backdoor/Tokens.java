package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits Java source into tokens, as far as finding names needs it: comments and blanks vanish, every kind of literal
 * is one token. Source that does not compile is split too; an open literal or comment ends with the text.
 */
final class Tokens {
    /** Longest first. A run of {@code >} is not joined, because it may close nested type arguments. */
    private static final String[] OPERATORS = {
        ">>>=", "<<=", ">>=", "...", "->", "::", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=",
        "&=", "|=", "^=", "%=", "<<"
    };

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Tokens(String source) {
        this.source = source;
    }

    enum Kind {
        IDENTIFIER,
        LITERAL,
        OPERATOR
    }

    record Token(Kind kind, String text, int start) {
        boolean is(String expected) {
            return kind != Kind.LITERAL && text.equals(expected);
        }

        boolean isIdentifier() {
            return kind == Kind.IDENTIFIER;
        }
    }

    /** The tokens of {@code source} in order; keywords are identifiers here. */
    static List<Token> of(String source) {
        Tokens tokens = new Tokens(source);
        while (tokens.position < source.length()) {
            tokens.next();
        }
        return List.copyOf(tokens.tokens);
    }

    /** Where the identifier, or the part of one, begins that ends at {@code end}; that itself when there is none. */
    static int identifierStart(String source, int end) {
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(source.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private void next() {
        int start = position;
        int c = source.codePointAt(position);
        if (Character.isWhitespace(c)) {
            position++;
        } else if (source.startsWith("//", position)) {
            skipPast("\n");
        } else if (source.startsWith("/*", position)) {
            position += 2;
            skipPast("*/");
        } else if (Character.isJavaIdentifierStart(c)) {
            skipIdentifier();
            add(Kind.IDENTIFIER, start);
        } else if (startsNumber()) {
            skipNumber();
            add(Kind.LITERAL, start);
        } else if (c == '"' || c == '\'') {
            skipQuoted(source.startsWith("\"\"\"", position) ? "\"\"\"" : Character.toString(c));
            add(Kind.LITERAL, start);
        } else {
            position += operatorLength(c);
            add(Kind.OPERATOR, start);
        }
    }

    private void add(Kind kind, int start) {
        tokens.add(new Token(kind, source.substring(start, position), start));
    }

    private void skipPast(String end) {
        int index = source.indexOf(end, position);
        position = index < 0 ? source.length() : index + end.length();
    }

    private void skipIdentifier() {
        while (position < source.length() && Character.isJavaIdentifierPart(source.codePointAt(position))) {
            position += Character.charCount(source.codePointAt(position));
        }
    }

    private boolean startsNumber() {
        return isDigit(position) || (source.charAt(position) == '.' && isDigit(position + 1));
    }

    private boolean isDigit(int index) {
        return index < source.length() && Character.isDigit(source.charAt(index));
    }

    private void skipNumber() {
        boolean hexadecimal = source.regionMatches(true, position, "0x", 0, 2);
        while (position < source.length() && continuesNumber(hexadecimal)) {
            position++;
        }
    }

    private boolean continuesNumber(boolean hexadecimal) {
        char c = source.charAt(position);
        if (c == '+' || c == '-') {
            char before = Character.toLowerCase(source.charAt(position - 1));
            return before == 'p' || (before == 'e' && !hexadecimal);
        }
        return c == '.' || Character.isJavaIdentifierPart(c);
    }

    /** Skips a string, a character or a text block; the first two also end with their line. */
    private void skipQuoted(String quote) {
        position += quote.length();
        while (position < source.length()) {
            if (source.startsWith(quote, position)) {
                position += quote.length();
                return;
            }
            char c = source.charAt(position);
            if (c == '\n' && quote.length() == 1) {
                return;
            }
            position = Math.min(source.length(), position + (c == '\\' ? 2 : 1));
        }
    }

    private int operatorLength(int c) {
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, position)) {
                return operator.length();
            }
        }
        return Character.charCount(c);
    }
}
