package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example as a reader of the README meets it: started in a JVM of its own, and entered as its invitation says. */
@Timeout(60)
class LiveServerTest {
    private static final int SECONDS = 20;
    private static final String PROMPT = ">>> ";

    private Process server;
    private String invitation;

    /** A connection to the door. */
    private static final class Visitor implements AutoCloseable {
        private final Socket socket;

        Visitor(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(SECONDS * 1000);
            answer();
        }

        String type(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return answer();
        }

        /** What is said up to the next prompt, or to the end. */
        private String answer() throws IOException {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            String text = "";
            while (!text.endsWith(PROMPT)) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return text;
                }
                received.write(next);
                text = received.toString(StandardCharsets.UTF_8);
            }
            return text.substring(0, text.length() - PROMPT.length());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new ProcessBuilder(ExampleJvm.command(LiveServer.class, "0"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        invitation = CompletableFuture.supplyAsync(this::readInvitation).get(SECONDS, TimeUnit.SECONDS);
    }

    private String readInvitation() {
        StringBuilder text = new StringBuilder();
        for (String line : (Iterable<String>) server.inputReader().lines()::iterator) {
            text.append(line).append('\n');
            if (line.startsWith("Ctrl-C here")) {
                return text.toString();
            }
        }
        throw new IllegalStateException("the server ended, after: " + text);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.destroyForcibly();
        assertTrue(server.waitFor(SECONDS, TimeUnit.SECONDS));
    }

    private String invited(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(invitation);
        assertTrue(found.find(), invitation);
        return found.group(1);
    }

    private Visitor visitor() throws IOException {
        return new Visitor(Integer.parseInt(invited("telnet localhost (\\d+)\n")));
    }

    @Test
    void theServersStateChangesBetweenCommands() throws Exception {
        try (Visitor visitor = visitor()) {
            long before = Long.parseLong(
                    visitor.type("long before = app.requests(); before").strip());
            visitor.type("while (app.requests() == before) Eventlet.sleep(Duration.ofMillis(10));");
            long after = Long.parseLong(visitor.type("app.requests()").strip());

            assertTrue(after > before, () -> before + ", then " + after);
        }
    }

    @Test
    void aCommandChangesTheServer() throws Exception {
        try (Visitor visitor = visitor()) {
            assertEquals("", visitor.type("app.pace(Duration.ofMillis(300))"));
            assertEquals("PT0.3S\n", visitor.type("app.pace()"));
            assertEquals("", visitor.type("while (app.backlog() < 3) Eventlet.sleep(Duration.ofMillis(10));"));
            assertEquals("", visitor.type("app.pace(Duration.ZERO)"));
            assertEquals("", visitor.type("while (app.backlog() > 0) Eventlet.sleep(Duration.ofMillis(10));"));
        }
    }

    @Test
    void whatTheInvitationProposesWorks() throws Exception {
        try (Visitor visitor = visitor()) {
            String proposals = invited("(?s)type, for instance:\n\n(.*?)\n\n");
            for (String line : proposals.lines().map(String::strip).toList()) {
                String answer = visitor.type(line);
                assertFalse(answer.contains("error: ") || answer.contains("\tat "), () -> line + ": " + answer);
            }
        }
    }

    @Test
    void leavingLeavesTheServerRunning() throws Exception {
        try (Visitor visitor = visitor()) {
            assertEquals("", visitor.type("exit()"));
        }
        try (Visitor visitor = visitor()) {
            assertEquals(
                    "[address, backlog, connections, pace, requests, start, stop, top]\n", visitor.type("dir(app)"));
            assertTrue(visitor.type("client").startsWith("BusyClient["));
        }
        assertTrue(server.isAlive());
    }

    @Test
    void theSocketsFileGoesWithTheServer() throws Exception {
        Path file = Path.of(invited("nc -U (.+)\n"));
        assertTrue(Files.exists(file));

        server.destroy();
        assertTrue(server.waitFor(SECONDS, TimeUnit.SECONDS));

        assertFalse(Files.exists(file));
    }
}
