package io.greendoor.backdoor;

import io.greendoor.backdoor.Tokens.Token;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What can be told about a statement from its tokens alone, before it is compiled. */
final class StatementShape {
    private static final Set<String> ASSIGNMENTS =
            Set.of("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>=");

    private static final int MAX_DEPTH = 300;
    private static final int MAX_CONSTANT_BYTES = 65535;

    private final Set<String> mentioned = new LinkedHashSet<>();
    private final Set<String> declared = new LinkedHashSet<>();
    private boolean assignment;
    private int deepest;
    private long literalBytes;

    private StatementShape() {}

    static StatementShape of(List<Token> tokens) {
        StatementShape shape = new StatementShape();
        Underscores types = new Underscores(tokens);
        boolean instanceOf = tokens.stream().anyMatch(token -> token.is("instanceof"));
        boolean lambda = false;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += depthChange(token);
            shape.literalBytes +=
                    token.kind() == Tokens.Kind.LITERAL ? token.text().getBytes(StandardCharsets.UTF_8).length : 0;
            shape.deepest = Math.max(shape.deepest, depth);
            if (token.isIdentifier() && isVariable(tokens, i)) {
                shape.mentioned.add(token.text());
                if (depth == 0 && !instanceOf && (types.followsType(i) || follows(tokens, i, ","))) {
                    shape.declared.add(token.text());
                }
            }
            lambda |= token.is("->");
            shape.assignment |= depth == 0 && !lambda && isAssignment(token);
        }
        return shape;
    }

    /** Names that may be variables: not members of something, not called. */
    Set<String> mentioned() {
        return mentioned;
    }

    /** Names that the statement seems to declare as variables of the session. */
    Set<String> declared() {
        return declared;
    }

    /** Whether the whole statement assigns, be it to a variable, a field or an element. */
    boolean isAssignment() {
        return assignment;
    }

    /** Whether brackets are nested so deeply that the compiler, which is recursive, would run out of stack. */
    boolean isTooDeep() {
        return deepest > MAX_DEPTH;
    }

    /** Whether its strings could add up to a constant that no class file can hold, which javac does not survive in order. */
    boolean hasTooLongConstants() {
        return literalBytes > MAX_CONSTANT_BYTES;
    }

    private static int depthChange(Token token) {
        if (token.is("(") || token.is("[") || token.is("{")) {
            return 1;
        }
        return token.is(")") || token.is("]") || token.is("}") ? -1 : 0;
    }

    private static boolean isAssignment(Token token) {
        return token.kind() == Tokens.Kind.OPERATOR && ASSIGNMENTS.contains(token.text());
    }

    private static boolean isVariable(List<Token> tokens, int index) {
        boolean called = index + 1 < tokens.size() && tokens.get(index + 1).is("(");
        return !called && !follows(tokens, index, ".") && !follows(tokens, index, "::");
    }

    private static boolean follows(List<Token> tokens, int index, String text) {
        return index > 0 && tokens.get(index - 1).is(text);
    }
}
