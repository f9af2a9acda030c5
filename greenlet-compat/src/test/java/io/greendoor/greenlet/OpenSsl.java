package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process of the program openssl, whose output goes to a file. Green tasks may wait for what it prints. */
final class OpenSsl implements Closeable {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Process process;
    private final Path output;

    private OpenSsl(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(each -> Files.isExecutable(Path.of(each).resolve("openssl")));
    }

    static OpenSsl start(Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Path output = directory.resolve("openssl-" + arguments.get(0));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new OpenSsl(process, output);
    }

    /** Types it: what a TLS client or server of openssl does with a line of its input is to send it. */
    void type(String line) throws IOException {
        process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Suspendable
    void awaitOutput(String part) {
        for (int tries = 0; tries < 2000 && !output().contains(part); tries++) {
            Eventlet.sleep(PAUSE);
        }
        assertTrue(output().contains(part), () -> "it has not printed \"" + part + "\":\n" + output());
    }

    /** Waits for its end. */
    @Suspendable
    void awaitEnd() {
        for (int tries = 0; tries < 2000 && process.isAlive(); tries++) {
            Eventlet.sleep(PAUSE);
        }
        assertTrue(!process.isAlive(), () -> "it goes on after:\n" + output());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
