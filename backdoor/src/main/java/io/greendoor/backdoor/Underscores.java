package io.greendoor.backdoor;

import io.greendoor.backdoor.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Finds the tokens {@code _} that mean the last value, as opposed to an unnamed variable, pattern or parameter of newer
 * Java. Judged by the tokens around, since the compiler cannot parse the text before they are replaced:
 *
 * <ul>
 *   <li>after a type ({@code int _}, {@code List<String> _}, {@code String[] _}) it is declared there;
 *   <li>before {@code ->}, and in parentheses before {@code ->}, it is a lambda's parameter;
 *   <li>in the parentheses of a record pattern after {@code case} or {@code instanceof} it is a pattern;
 *   <li>next to {@code .} on its left, or {@code (} on its right, it is a member's name.
 * </ul>
 */
final class Underscores {
    /** Words that stand before an expression although they look like a type's name. */
    private static final Set<String> CONTEXTUAL = Set.of("yield", "when");

    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "short", "char", "int", "long", "float", "double");
    private static final Set<String> INSIDE_TYPE_ARGUMENTS =
            Set.of(".", ",", "?", "&", "[", "]", "@", "extends", "super");

    private final List<Token> tokens;

    Underscores(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** Those of {@code tokens} that stand for the last value. */
    static List<Token> lastValueTokens(List<Token> tokens) {
        Underscores underscores = new Underscores(tokens);
        List<Token> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("_") && underscores.isLastValue(i)) {
                found.add(tokens.get(i));
            }
        }
        return found;
    }

    private boolean isLastValue(int index) {
        return !is(index + 1, "->")
                && !is(index + 1, "(")
                && !is(index - 1, ".")
                && !is(index - 1, "::")
                && !followsType(index)
                && !isParameterOrPattern(index);
    }

    /** Whether the token comes right after a type, so that it is a name declared there. */
    boolean followsType(int index) {
        if (index == 0) {
            return false;
        }
        Token before = tokens.get(index - 1);
        if (before.isIdentifier()) {
            return PRIMITIVES.contains(before.text())
                    || (!SourceVersion.isKeyword(before.text()) && !CONTEXTUAL.contains(before.text()));
        }
        return before.is("]") || before.is("...") || (before.is(">") && closesTypeArguments(index - 1));
    }

    /** Whether the {@code >} has its {@code <}, with nothing between that cannot stand in type arguments. */
    private boolean closesTypeArguments(int index) {
        int depth = 0;
        for (int i = index; i >= 0; i--) {
            Token token = tokens.get(i);
            if (token.is(">")) {
                depth++;
            } else if (token.is("<")) {
                depth--;
                if (depth == 0) {
                    return i > 0 && tokens.get(i - 1).isIdentifier();
                }
            } else if (!token.isIdentifier() && !INSIDE_TYPE_ARGUMENTS.contains(token.text())) {
                return false;
            }
        }
        return false;
    }

    private boolean isParameterOrPattern(int index) {
        if (!(is(index - 1, "(") || is(index - 1, ",")) || !(is(index + 1, ")") || is(index + 1, ","))) {
            return false;
        }
        int open = openingParenthesis(index);
        return open >= 0 && (is(closingParenthesis(open) + 1, "->") || isPatternHeader(open));
    }

    /** Whether the parenthesis belongs to a record pattern, perhaps within others. */
    private boolean isPatternHeader(int open) {
        int i = open - 1;
        while (i >= 0 && ((tokens.get(i).isIdentifier() && !isPatternKeyword(i)) || is(i, "."))) {
            i--;
        }
        if (i == open - 1 || i < 0) {
            return false;
        }
        if (isPatternKeyword(i)) {
            return true;
        }
        int outer = is(i, "(") || is(i, ",") ? openingParenthesis(i + 1) : -1;
        return outer >= 0 && isPatternHeader(outer);
    }

    private boolean isPatternKeyword(int index) {
        return is(index, "case") || is(index, "instanceof");
    }

    /** The parenthesis in which the token stands, or -1. */
    private int openingParenthesis(int index) {
        int depth = 0;
        for (int i = index - 1; i >= 0; i--) {
            if (is(i, ")")) {
                depth++;
            } else if (is(i, "(")) {
                if (depth == 0) {
                    return i;
                }
                depth--;
            }
        }
        return -1;
    }

    private int closingParenthesis(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (is(i, "(")) {
                depth++;
            } else if (is(i, ")")) {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return tokens.size();
    }

    private boolean is(int index, String text) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(text);
    }
}
