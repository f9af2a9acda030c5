package io.greendoor.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The JDK's {@code jshell}, driven through its standard input. */
final class JShellTool implements AutoCloseable {

    private static final String PROMPT = "jshell> ";

    private final Process process;
    private final InputStream output;
    private final OutputStream input;
    private final long nanosToPrompt;

    JShellTool() throws IOException {
        long begun = System.nanoTime();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jshell")
                                .toString(),
                        "--feedback",
                        "concise")
                .redirectErrorStream(true)
                .start();
        output = process.getInputStream();
        input = process.getOutputStream();
        readUntilPrompt();
        nanosToPrompt = System.nanoTime() - begun;
    }

    /** From its start. */
    long nanosToPrompt() {
        return nanosToPrompt;
    }

    /** Types a line, and returns what it is answered with. */
    String type(String line) throws IOException {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        return readUntilPrompt();
    }

    private String readUntilPrompt() throws IOException {
        byte[] buffer = new byte[8192];
        StringBuilder text = new StringBuilder();
        while (text.indexOf(PROMPT) < 0) {
            int count = output.read(buffer);
            if (count < 0) {
                throw new EOFException("jshell has ended, after: " + text);
            }
            text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly); // it runs the snippets
        process.destroyForcibly();
    }
}
