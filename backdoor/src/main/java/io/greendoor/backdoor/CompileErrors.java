package io.greendoor.backdoor;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;

/** Renders compile errors for the prompt: the line, what of it is wrong underlined, and the compiler's message. */
final class CompileErrors {
    /** JShell removes the wrapper's name from most messages, but leaves the line. */
    private static final Pattern WRAPPER_LOCATION =
            Pattern.compile("\\s*location: (class|interface)\\s*((REPL\\.)?\\$JShell\\$\\S*)?\\s*");

    /** Longer lines are shown as the part around the error. */
    private static final int WIDTH = 160;

    private final Rewriting source;

    private CompileErrors(Rewriting source) {
        this.source = source;
    }

    /** All errors among the diagnostics of the rewritten text, as the user typed it. */
    static String format(Rewriting source, List<Diag> diagnostics) {
        CompileErrors errors = new CompileErrors(source);
        StringJoiner all = new StringJoiner("\n");
        diagnostics.stream()
                .filter(Diag::isError)
                .map(errors::format)
                .distinct()
                .forEach(all::add);
        return all.length() == 0 ? "error: this is no valid statement" : all.toString();
    }

    /**
     * Says in the compiler's words what a statement mentions that is not there.
     *
     * @param symbols kinds and names, such as {@code class Order}
     */
    static String missing(Rewriting source, List<String> symbols) {
        CompileErrors errors = new CompileErrors(source);
        return symbols.stream().map(errors::missing).collect(Collectors.joining("\n"));
    }

    private String missing(String symbol) {
        String name = symbol.replaceFirst("\\(.*", "").replaceFirst(".* ", "");
        String place = Tokens.of(source.original()).stream()
                .filter(token -> token.is(name))
                .findFirst()
                .map(token -> excerpt(
                        token.start(),
                        token.start(),
                        token.start() + token.text().length()))
                .orElse("");
        return place + "error: cannot find symbol\n  symbol:   " + symbol;
    }

    private String format(Diag diagnostic) {
        String message = "error: " + message(diagnostic);
        if (diagnostic.getPosition() == Diag.NOPOS) {
            return message;
        }
        int position = source.originalPosition((int) diagnostic.getPosition());
        int start = original(diagnostic.getStartPosition(), position);
        return excerpt(position, start, original(diagnostic.getEndPosition(), position + 1)) + message;
    }

    /** The line of a place, and under it what is wrong there. */
    private String excerpt(int place, int wrongFrom, int wrongTo) {
        String text = source.original();
        int position = place;
        int lineStart = text.lastIndexOf('\n', position - 1) + 1;
        int lineEnd = text.indexOf('\n', lineStart) < 0 ? text.length() : text.indexOf('\n', lineStart);
        position = Math.min(position, lineEnd);
        int start = Math.max(lineStart, Math.min(position, wrongFrom));
        int end = Math.min(lineEnd, Math.max(position + 1, wrongTo));
        int from = Math.max(lineStart, position - WIDTH / 2);
        int to = Math.min(lineEnd, from + WIDTH);
        long line = text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
        return "  File \"<console>\", line " + line + "\n"
                + "    " + text.substring(from, to) + "\n"
                + "    " + underline(text.substring(from, position), start - from, position - from, end - from)
                + "\n";
    }

    private int original(long position, int otherwise) {
        return position == Diag.NOPOS ? otherwise : source.originalPosition((int) position);
    }

    /** A caret at the position, tildes over the rest of the range; tabs before it stay tabs, so that it lines up. */
    private static String underline(String before, int start, int position, int end) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < position; i++) {
            char blank = before.charAt(i) == '\t' ? '\t' : ' ';
            line.append(i >= start && blank == ' ' ? '~' : blank);
        }
        line.append('^');
        line.append("~".repeat(Math.max(0, Math.min(end - position - 1, WIDTH))));
        return line.toString();
    }

    /** The compiler's words without the names of what the console wraps around a statement. */
    private static String message(Diag diagnostic) {
        StringJoiner lines = new StringJoiner("\n");
        for (String line : diagnostic.getMessage(Locale.getDefault()).split("\\R")) {
            if (!WRAPPER_LOCATION.matcher(line).matches()) {
                lines.add(clean(line));
            }
        }
        return lines.toString();
    }

    private static String clean(String line) {
        return SnippetNames.strip(line)
                .replace(" in class  ", " ") // the wrapper's name stood between the blanks
                .replace(ValueVariable.LAST, "_")
                .stripTrailing();
    }
}
