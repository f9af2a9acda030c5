package io.greendoor.backdoor;

import org.jspecify.annotations.Nullable;

/** A transcript for programs: JSON objects, one in each line, as docs/door.md describes them. */
final class JsonTranscript implements Transcript {

    private final SessionOutput output;
    private final boolean late;

    /**
     * Makes it.
     *
     * @param late whether a prompt was printed already, which the first object must not stand behind
     */
    JsonTranscript(SessionOutput output, boolean late) {
        this.output = output;
        this.late = late;
    }

    @Override
    public void begin() {
        if (late) {
            output.print("\n");
        }
        output.frame(new OutputObjects());
        print(Json.ofType("session").with("java", System.getProperty("java.version")));
    }

    private void print(Json object) {
        output.printUnframed(object.line());
    }

    @Override
    public String prompt() {
        return "";
    }

    @Override
    public String continuation() {
        return "";
    }

    @Override
    public void value(Object value, String text, int number) {
        print(Json.ofType("value")
                .with("text", text)
                .with("class", SnippetNames.strip(value.getClass().getName()))
                .with("name", "_" + number));
    }

    @Override
    public void rejected(String message) {
        print(Json.ofType("rejected").with("text", message));
    }

    @Override
    public void thrown(Throwable thrown) {
        print(Json.ofType("thrown")
                .with("class", SnippetNames.strip(thrown.getClass().getName()))
                .with("message", TraceFormat.message(thrown))
                .with("trace", TraceFormat.format(thrown)));
    }

    @Override
    public void interrupted() {
        print(Json.ofType("interrupted"));
    }

    @Override
    public void done(boolean well) {
        print(Json.ofType("done").with("ok", well));
    }

    @Override
    public void endOfPiece() {
        print(Json.ofType("piece"));
    }

    @Override
    public boolean isScript() {
        return true;
    }

    @Override
    public void endOfInput() {
        ended(null);
    }

    @Override
    public void ended(@Nullable String reason) {
        Json end = Json.ofType("end");
        print(reason == null ? end : end.with("reason", reason));
    }
}
