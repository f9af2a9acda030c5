package io.greendoor.backdoor;

import io.greendoor.backdoor.Tokens.Token;
import java.util.List;
import java.util.Set;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours Java while it is typed, and shows which bracket belongs to the one before the cursor. */
final class JavaHighlighter implements Highlighter {

    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "final",
            "finally",
            "float",
            "for",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "package",
            "private",
            "protected",
            "public",
            "record",
            "return",
            "sealed",
            "permits",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "try",
            "var",
            "void",
            "volatile",
            "while",
            "yield",
            "true",
            "false",
            "null");
    private static final AttributedStyle KEYWORD =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA).bold();
    private static final AttributedStyle LITERAL = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT);
    private static final AttributedStyle PARTNER =
            AttributedStyle.DEFAULT.bold().underline();
    private static final int LONGEST = 10_000; // beyond it colours are not worth their time at each key

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        return buffer.length() > LONGEST
                ? new AttributedString(buffer)
                : highlight(buffer, reader.getBuffer().cursor());
    }

    static AttributedString highlight(String source, int cursor) {
        List<Token> tokens = Tokens.of(source);
        int[] pair = pair(tokens, cursor);
        AttributedStringBuilder coloured = new AttributedStringBuilder(source.length());
        int position = 0;
        for (Token token : tokens) {
            gap(coloured, source.substring(position, token.start()));
            boolean isPartner = token.start() == pair[0] || token.start() == pair[1];
            coloured.styled(isPartner ? PARTNER : style(token), token.text());
            position = token.start() + token.text().length();
        }
        gap(coloured, source.substring(position));
        return coloured.toAttributedString();
    }

    /** Blanks and comments. */
    private static void gap(AttributedStringBuilder coloured, String text) {
        if (text.isBlank()) {
            coloured.append(text);
        } else {
            coloured.styled(COMMENT, text);
        }
    }

    private static AttributedStyle style(Token token) {
        if (token.kind() == Tokens.Kind.LITERAL) {
            return LITERAL;
        }
        return token.isIdentifier() && KEYWORDS.contains(token.text()) ? KEYWORD : AttributedStyle.DEFAULT;
    }

    /** Where the bracket before the cursor, and its partner, begin; -1 for none. */
    private static int[] pair(List<Token> tokens, int cursor) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).start() == cursor - 1) {
                int partner = partner(tokens, i);
                return partner < 0
                        ? new int[] {-1, -1}
                        : new int[] {cursor - 1, tokens.get(partner).start()};
            }
        }
        return new int[] {-1, -1};
    }

    private static int partner(List<Token> tokens, int index) {
        int step = direction(tokens.get(index));
        int depth = 0;
        for (int i = index; step != 0 && i >= 0 && i < tokens.size(); i += step) {
            depth += direction(tokens.get(i)) * step;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where a bracket's partner is to be looked for: 1 behind it, -1 before it, 0: it is none. */
    private static int direction(Token token) {
        if (token.kind() != Tokens.Kind.OPERATOR) {
            return 0;
        }
        return switch (token.text()) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
        };
    }
}
