package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.SourceVersion;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.jspecify.annotations.Nullable;

/** Completes and explains what is being typed: JShell's knowledge of Java, and the application's names. */
final class JavaCompletion {

    private static final int MOST_CONTINUATIONS = 500;
    private static final int MOST_SIGNATURES = 20;
    private static final int LINES_OF_DOCUMENTATION = 3;
    private static final int COLUMNS = 100;

    private final SourceCodeAnalysis analysis;
    private final Supplier<List<String>> locals;
    private final ApplicationClasses classes;

    JavaCompletion(SourceCodeAnalysis analysis, Supplier<List<String>> locals, ApplicationClasses classes) {
        this.analysis = analysis;
        this.locals = locals;
        this.classes = classes;
    }

    Assistant.Completions complete(Rewriting source, int cursor) {
        int[] anchor = {source.position(cursor)};
        List<Suggestion> suggestions = analysis.completionSuggestions(source.text(), source.position(cursor), anchor);
        Set<String> continuations = new LinkedHashSet<>();
        String word = source.original().substring(Tokens.identifierStart(source.original(), cursor), cursor);
        if (isFirstOfName(source.original(), cursor - word.length(), word)) {
            locals.get().stream().filter(name -> name.startsWith(word)).forEach(continuations::add);
        }
        // JShell knows the packages of the class path only
        continuations.addAll(classes.nextOfPackages(qualified(source.original(), cursor)));
        suggestions.stream()
                .sorted(Comparator.comparing(suggestion -> !suggestion.matchesType()))
                .map(Suggestion::continuation)
                .filter(each -> each.indexOf('$') < 0)
                .limit(MOST_CONTINUATIONS)
                .forEach(continuations::add);
        int begin = suggestions.isEmpty() ? cursor - word.length() : source.originalPosition(anchor[0]);
        return new Assistant.Completions(begin, List.copyOf(continuations));
    }

    /** The name that ends at the cursor, with what it is a member of as far as these are plain names. */
    private static String qualified(String source, int cursor) {
        int start = Tokens.identifierStart(source, cursor);
        while (start > 0 && source.charAt(start - 1) == '.') {
            int before = Tokens.identifierStart(source, start - 1);
            if (before == start - 1) {
                return ""; // of an expression
            }
            start = before;
        }
        return source.substring(start, cursor);
    }

    /** Whether a name may begin there, which is no member of something. */
    private static boolean isFirstOfName(String source, int start, String word) {
        String before = source.substring(0, start).stripTrailing();
        boolean isBehindOperand = word.isEmpty() && before.length() == start && endsOperand(before);
        return !isBehindOperand && !before.endsWith(".") && !before.endsWith("::");
    }

    /** Whether a text ends with a literal, an index or a call. Behind a cast, or a condition, a name may begin. */
    private static boolean endsOperand(String before) {
        List<Tokens.Token> tokens = Tokens.of(before);
        if (tokens.isEmpty()) {
            return false;
        }
        Tokens.Token last = tokens.get(tokens.size() - 1);
        return last.kind() == Tokens.Kind.LITERAL || last.is("]") || (last.is(")") && endsCall(tokens));
    }

    private static boolean endsCall(List<Tokens.Token> tokens) {
        int open = 0;
        for (int i = tokens.size() - 1; i > 0; i--) {
            if (tokens.get(i).is(")")) {
                open++;
            } else if (tokens.get(i).is("(") && --open == 0) {
                Tokens.Token before = tokens.get(i - 1);
                return before.isIdentifier() && !SourceVersion.isKeyword(before.text());
            }
        }
        return false;
    }

    List<String> explain(Rewriting source, int cursor) {
        List<String> lines = new ArrayList<>();
        List<Documentation> found = analysis.documentation(source.text(), source.position(cursor), true);
        for (Documentation each : found.subList(0, Math.min(found.size(), MOST_SIGNATURES))) {
            lines.add(each.signature());
            lines.addAll(firstLines(each.javadoc()));
        }
        if (found.size() > MOST_SIGNATURES) {
            lines.add("… " + (found.size() - MOST_SIGNATURES) + " more");
        }
        return lines;
    }

    /** The first sentences of a Javadoc comment, as plain text. */
    private static List<String> firstLines(@Nullable String javadoc) {
        List<String> lines = new ArrayList<>();
        if (javadoc == null) {
            return lines;
        }
        String text = javadoc.replaceAll("(?s)\\n\\s*@.*", "")
                .replaceAll("\\{@\\w+\\s+([^}]*)}", "$1")
                .replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
        StringBuilder line = new StringBuilder("   ");
        for (String word : text.strip().split("\\s+", -1)) {
            if (line.length() + word.length() >= COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder("   ");
            }
            if (lines.size() == LINES_OF_DOCUMENTATION) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " …");
                return lines;
            }
            line.append(' ').append(word);
        }
        if (!line.toString().isBlank()) {
            lines.add(line.toString());
        }
        return lines;
    }
}
