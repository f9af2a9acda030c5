package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The chat server in a process of its own: the original or the port, which are started and end alike. */
final class ChatProgram implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Process process;
    private final BufferedReader output;
    private final int port;

    private ChatProgram(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader();
        String listening = output.readLine();
        assertTrue(
                listening != null && listening.startsWith("listening on 127.0.0.1:"),
                () -> command + " said: " + listening);
        port = Integer.parseInt(listening.substring(listening.indexOf(':') + 1));
    }

    /** The port, on the engine that the tests are run on. */
    static ChatProgram java(int silence) throws IOException {
        return new ChatProgram(ExampleJvm.command(Chat.class, "0", Integer.toString(silence)));
    }

    /** The original. */
    static ChatProgram python(String interpreter, int silence) throws IOException {
        return new ChatProgram(
                List.of(interpreter, Path.of("src/main/python/chat.py").toString(), "0", Integer.toString(silence)));
    }

    /** A Python that has eventlet, if there is one: that of the path, or that of the system's packages. */
    static Optional<String> pythonWithEventlet() throws InterruptedException {
        for (String interpreter : List.of("python3", "/usr/bin/python3")) {
            try {
                Process asked = new ProcessBuilder(interpreter, "-W", "ignore", "-c", "import eventlet")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (asked.waitFor(SECONDS, TimeUnit.SECONDS) && asked.exitValue() == 0) {
                    return Optional.of(interpreter);
                }
                asked.destroyForcibly();
            } catch (IOException none) {
                continue; // there is no such program
            }
        }
        return Optional.empty();
    }

    int port() {
        return port;
    }

    /** What else it printed until its end, which must be its own. */
    List<String> end() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(output.lines().toList());
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        return lines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
