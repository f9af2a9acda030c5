package io.greendoor.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is no Java: programs in C, compiled where they are needed, and in Python. */
final class Native {

    /** The system's own may have libraries that the first one on the path has not. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private Native() {}

    /** A Python that has a library; null: there is none. */
    static @Nullable String pythonWith(String library) throws IOException, InterruptedException {
        for (String python : PYTHONS) {
            if (works(python, "-c", "import " + library)) {
                return python;
            }
        }
        return null;
    }

    /** Whether a command is there and says that it works. */
    static boolean works(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** Compiles {@code NAME.c} into a folder; the path of the program. */
    static Path compile(String name, Path folder) throws IOException, InterruptedException {
        Path source = copy(name + ".c", folder);
        Path program = folder.resolve(name);
        run(List.of("cc", "-O2", "-o", program.toString(), source.toString()));
        return program;
    }

    /** Copies a source into a folder. */
    static Path copy(String file, Path folder) throws IOException {
        Path copy = folder.resolve(file);
        try (InputStream source = Native.class.getResourceAsStream(file)) {
            if (source == null) {
                throw new IOException(file + " is not beside " + Native.class.getName());
            }
            Files.copy(source, copy);
        }
        return copy;
    }

    /** Runs a command to its end; what it prints. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
        return printed;
    }
}
