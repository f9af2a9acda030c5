package io.greendoor.backdoor;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A transcript for people: eventlet's, or what is left of that without everything that is not an answer. */
final class TextTranscript implements Transcript {

    private final SessionOutput output;
    private final String banner;
    private final String prompt;
    private final String continuation;
    private final boolean quiet;
    private final UnaryOperator<String> errors;

    private TextTranscript(
            SessionOutput output,
            String banner,
            String prompt,
            String continuation,
            boolean quiet,
            UnaryOperator<String> errors) {
        this.output = output;
        this.banner = banner;
        this.prompt = prompt;
        this.continuation = continuation;
        this.quiet = quiet;
        this.errors = errors;
    }

    /**
     * The whole of it.
     *
     * @param errors makes of a compiler's message what the client is to see
     */
    static Transcript interactive(SessionOutput output, Settings settings, UnaryOperator<String> errors) {
        return new TextTranscript(output, settings.banner(), settings.prompt(), settings.continuation(), false, errors);
    }

    static Transcript quiet(SessionOutput output) {
        return new TextTranscript(output, "", "", "", true, UnaryOperator.identity());
    }

    @Override
    public void begin() {
        output.print(banner);
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
    public String continuation() {
        return continuation;
    }

    @Override
    public void value(Object value, String text, int number) {
        output.print(text + "\n");
    }

    @Override
    public void rejected(String message) {
        output.print(errors.apply(printable(message)) + "\n");
    }

    /** Without what would make a terminal do things: an arrow key that was typed is in the excerpt of the source. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    @Override
    public void thrown(Throwable thrown) {
        String trace = TraceFormat.format(thrown);
        output.print(trace.endsWith("\n") ? trace : trace + "\n");
    }

    @Override
    public void interrupted() {
        output.print(quiet ? "KeyboardInterrupt\n" : "\nKeyboardInterrupt\n"); // after a prompt it needs a line
    }

    @Override
    public void done(boolean well) {
        // is seen by what comes next
    }

    @Override
    public void endOfPiece() {
        // is told to programs only
    }

    @Override
    public boolean isScript() {
        return quiet;
    }

    @Override
    public void endOfInput() {
        if (!quiet) {
            output.print("\nnow exiting InteractiveConsole...\n");
        }
    }

    @Override
    public void ended(@Nullable String reason) {
        // whoever ended it has said so
    }
}
