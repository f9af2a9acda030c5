package io.greendoor.backdoor;

import io.greendoor.backdoor.Interpreter.Analysis;
import io.greendoor.backdoor.Interpreter.State;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Tells whether a text is all of a statement, and where that ends. One thread at a time. */
// It takes a run of the compiler, and at a terminal two ask about the same text: the editor when Enter is pressed, then
// the console. So the last answer is remembered. Only syntax counts, so what is declared meanwhile changes nothing.
final class Completeness {

    private final SourceCodeAnalysis shell;
    private String lastText = "";
    private Analysis lastAnswer = new Analysis(State.EMPTY, "", "");

    Completeness(SourceCodeAnalysis shell) {
        this.shell = shell;
    }

    /** See {@link Interpreter#analyse}. */
    Analysis of(String source) {
        if (!source.equals(lastText)) {
            lastAnswer = analyse(source);
            lastText = source;
        }
        return lastAnswer;
    }

    private Analysis analyse(String source) {
        List<Tokens.Token> tokens = Tokens.of(source);
        if (StatementShape.of(tokens).isTooDeep()) {
            return new Analysis(State.COMPLETE, source, "");
        }
        // A name of the same width, so that the split is at the same place.
        String parseable = Rewriting.replace(source, Underscores.lastValueTokens(tokens), "$")
                .text();
        CompletionInfo info = shell.analyzeCompletion(parseable);
        return switch (info.completeness()) {
            case EMPTY -> new Analysis(State.EMPTY, "", "");
            case DEFINITELY_INCOMPLETE -> new Analysis(State.INCOMPLETE, "", source);
            case CONSIDERED_INCOMPLETE -> new Analysis(State.EXTENDABLE, "", source);
            case COMPLETE_WITH_SEMI -> split(source, info, ";");
            case COMPLETE, UNKNOWN -> split(source, info, "");
        };
    }

    private static Analysis split(String source, CompletionInfo info, String end) {
        int length = source.length() - info.remaining().length();
        // Blanks between statements would count as lines of the next one.
        return new Analysis(
                State.COMPLETE,
                source.substring(0, length) + end,
                source.substring(length).stripLeading());
    }
}
