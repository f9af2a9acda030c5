package io.greendoor.backdoor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What each session of a door runs before its first prompt.
 *
 * @param name by which it is told of
 * @param source where its text is; may take its time
 */
record StartupScript(String name, Source source) {

    /** Reads the text, which may be another one each time. */
    @FunctionalInterface
    interface Source {
        String read() throws IOException;
    }

    static StartupScript of(String text) {
        return new StartupScript("of this server", () -> text);
    }

    /** One that is read anew for each session, so that it can be changed while the server runs. */
    static StartupScript of(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("the start-up script " + file.toAbsolutePath()
                    + " cannot be read: name a file that is there, or give its text to startupScript");
        }
        return new StartupScript(file.toString(), () -> Files.readString(file));
    }
}
