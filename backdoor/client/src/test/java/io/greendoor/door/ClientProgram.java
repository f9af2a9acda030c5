package io.greendoor.door;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that is a program of its own: what it prints is read as it comes, and every wait is bounded. */
// A thread of its own reads, because a pipe has no timeout.
final class ClientProgram implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Process process;
    private final Thread reader;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream(); // as are the next two, guarded by this
    private int consumed;
    private boolean ended;

    ClientProgram(List<String> command) throws IOException {
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

    void press(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for {@code text}, and returns it with what came before it. */
    synchronized String readUntil(String text) throws InterruptedException {
        String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        long end = System.nanoTime() + BOUND.toNanos();
        while (!unreadBytes().contains(wanted)) {
            long left = end - System.nanoTime();
            assertTrue(!ended && left > 0, () -> "no \"" + text + "\" in: " + unread());
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return take(unreadBytes().indexOf(wanted) + wanted.length());
    }

    /** Waits for the program's end, and returns what was not read yet. */
    String readToEnd() throws InterruptedException {
        reader.join(BOUND.toMillis());
        synchronized (this) {
            assertTrue(ended, () -> "it goes on, after: " + unread());
            return take(unreadBytes().length());
        }
    }

    int exitStatus() throws InterruptedException {
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
