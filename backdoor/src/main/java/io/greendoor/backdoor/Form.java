package io.greendoor.backdoor;

import java.util.Arrays;

/** The form of a session's answers, for which a client asks with its first line. */
enum Form {
    /** eventlet's transcript: banner, prompts, answers. Who asks for nothing gets this. */
    INTERACTIVE(""),
    /** What commands print, values and errors, and nothing else. */
    QUIET("/quiet"),
    /** The same, and more, as one JSON object in each line. */
    JSON("/json");

    private final String request;

    Form(String request) {
        this.request = request;
    }

    /** The form that a first line asks for. */
    static Form of(String line) {
        String asked = line.strip();
        return Arrays.stream(values())
                .filter(form -> form != INTERACTIVE && form.request.equals(asked))
                .findFirst()
                .orElse(INTERACTIVE);
    }

    /** Whether a line that begins so may still become a request for another form than the usual. */
    static boolean mayBecomeRequest(String beginning) {
        String begun = beginning.strip();
        return Arrays.stream(values()).anyMatch(form -> form != INTERACTIVE && form.request.startsWith(begun));
    }
}
