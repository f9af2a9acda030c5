package io.greendoor.backdoor;

import io.greendoor.backdoor.Tokens.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

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
    private static final AttributedStyle WRONG =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).underline();
    private static final int LONGEST = 10_000; // beyond it colours are not worth their time at each key

    private final BooleanSupplier isWanted;

    /** Makes one that colours as long as that is wanted. */
    JavaHighlighter(BooleanSupplier isWanted) {
        this.isWanted = isWanted;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        return buffer.length() > LONGEST || !isWanted.getAsBoolean()
                ? new AttributedString(buffer)
                : highlight(buffer, reader.getBuffer().cursor());
    }

    static AttributedString highlight(String source, int cursor) {
        List<Token> tokens = Tokens.of(source);
        int[] pair = pair(tokens, cursor);
        Set<Integer> wrong = wrong(tokens);
        AttributedStringBuilder coloured = new AttributedStringBuilder(source.length());
        int position = 0;
        for (Token token : tokens) {
            gap(coloured, source.substring(position, token.start()));
            boolean isPartner = token.start() == pair[0] || token.start() == pair[1];
            AttributedStyle style = wrong.contains(token.start()) ? WRONG : isPartner ? PARTNER : style(token);
            coloured.styled(style, token.text());
            position = token.start() + token.text().length();
        }
        gap(coloured, source.substring(position));
        return coloured.toAttributedString();
    }

    /** Where brackets begin that close nothing, and strings whose line ends before they do. */
    private static Set<Integer> wrong(List<Token> tokens) {
        Set<Integer> wrong = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (Token token : tokens) {
            if (direction(token) > 0) {
                open.push(token.text());
            } else if (direction(token) < 0 && !isClosedBy(open.peek(), token.text())) {
                wrong.add(token.start());
            } else if (direction(token) < 0) {
                open.pop();
            } else if (isUnfinished(token)) {
                wrong.add(token.start());
            }
        }
        return wrong;
    }

    private static boolean isClosedBy(@Nullable String opening, String closing) {
        return opening != null && (opening + closing).matches("\\(\\)|\\[]|\\{}");
    }

    private static boolean isUnfinished(Token token) {
        String text = token.text();
        char quote = text.charAt(0);
        if (token.kind() != Tokens.Kind.LITERAL || (quote != '"' && quote != '\'') || text.startsWith("\"\"\"")) {
            return false;
        }
        int i = 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i >= text.length();
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
