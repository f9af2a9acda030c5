package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A client that is a program of its own: what it prints is read as it comes, and every wait is bounded. */
// A thread of its own reads, because a pipe has no timeout.
public final class ClientProgram implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Process process;
    private final Thread reader;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream(); // as are the next two, guarded by this
    private int consumed;
    private boolean ended;

    /** Starts it; a skipped test where it is not installed, but a failure where CI is set. */
    public static ClientProgram start(List<String> command) throws IOException {
        require(command.get(0));
        return new ClientProgram(command);
    }

    private static void require(String program) {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
        if (System.getenv("CI") != null) {
            assertTrue(installed, () -> program + " is not installed");
        }
        assumeTrue(installed, () -> program + " is not installed");
    }

    private ClientProgram(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "reader of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (InputStream output = process.getInputStream()) {
            byte[] bytes = new byte[8192];
            for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
                append(bytes, count);
            }
        } catch (IOException closed) {
            // the process was ended by close()
        } finally {
            end();
        }
    }

    private synchronized void append(byte[] bytes, int count) {
        printed.write(bytes, 0, count);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    public void type(String line) throws IOException {
        press(line + "\n");
    }

    public void press(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    public String readUntilPrompt() throws InterruptedException {
        return readUntil(DoorClient.PROMPT);
    }

    /** Waits for {@code text}, and returns it with what came before it. */
    public String readUntil(String text) throws InterruptedException {
        return readUntil(text, BOUND);
    }

    public synchronized String readUntil(String text, Duration bound) throws InterruptedException {
        String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        long end = System.nanoTime() + bound.toNanos();
        while (!unreadBytes().contains(wanted)) {
            long left = end - System.nanoTime();
            assertTrue(!ended && left > 0, () -> "no \"" + text + "\" in: " + unread());
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return take(unreadBytes().indexOf(wanted) + wanted.length());
    }

    /** Waits for the program's end, and returns what was not read yet. */
    public String readToEnd() throws InterruptedException {
        reader.join(BOUND.toMillis());
        synchronized (this) {
            assertTrue(ended, () -> "it goes on, after: " + unread());
            return take(unreadBytes().length());
        }
    }

    public int exitStatus() throws InterruptedException {
        assertTrue(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS), "it goes on");
        return process.exitValue();
    }

    private String take(int length) {
        String bytes = unreadBytes().substring(0, length);
        consumed += length;
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private synchronized String unread() {
        return new String(unreadBytes().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** A character for each byte: what a server offers by telnet is no UTF-8. */
    private synchronized String unreadBytes() {
        byte[] all = printed.toByteArray();
        return new String(all, consumed, all.length - consumed, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
