package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server and its client, on the loop of the test's thread. */
@Timeout(60)
class WordServerTest {
    private WordServer app;

    @BeforeEach
    void start() throws IOException {
        app = new WordServer(Eventlet.listen("localhost", 0));
        app.pace(Duration.ZERO);
        app.start();
    }

    @AfterEach
    void stop() throws IOException {
        app.stop();
    }

    private static void send(GreenSocket client, String text) throws IOException {
        client.sendAll(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Receives so many lines. */
    private static List<String> receive(GreenSocket client, int lines) throws IOException {
        client.setTimeout(Duration.ofSeconds(20));
        StringBuilder text = new StringBuilder();
        while (text.chars().filter(c -> c == '\n').count() < lines) {
            byte[] bytes = client.recv(1024);
            assertTrue(bytes.length > 0, () -> "the end, after: " + text);
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        return text.toString().lines().toList();
    }

    private static void await(BooleanSupplier condition) {
        Eventlet.withTimeout(Duration.ofSeconds(20), () -> {
            while (!condition.getAsBoolean()) {
                Eventlet.sleep(Duration.ofMillis(1));
            }
            return null;
        });
    }

    @Test
    void aLineIsAnsweredWithTheNumberOfItsWords() throws IOException {
        try (GreenSocket client = Eventlet.connect(app.address())) {
            send(client, "green door\n  one   two three \nlast\n");

            assertEquals(List.of("2", "3", "1"), receive(client, 3));
        }
        assertEquals(3, app.requests());
        assertEquals(0, app.backlog());
    }

    @Test
    void aBlankLineHasNoWords() throws IOException {
        try (GreenSocket client = Eventlet.connect(app.address())) {
            send(client, "\n \n");

            assertEquals(List.of("0", "0"), receive(client, 2));
        }
        assertEquals(Map.of(), app.top(5));
    }

    @Test
    void eachClientGetsItsOwnAnswers() throws IOException {
        try (GreenSocket one = Eventlet.connect(app.address());
                GreenSocket other = Eventlet.connect(app.address())) {
            send(one, "a\n");
            send(other, "a b\n");
            send(one, "a b c\n");

            assertEquals(List.of("2"), receive(other, 1));
            assertEquals(List.of("1", "3"), receive(one, 2));
            assertEquals(2, app.connections().size());
        }
        await(() -> app.connections().isEmpty());
    }

    @Test
    void theMostFrequentWordsComeFirst() throws IOException {
        try (GreenSocket client = Eventlet.connect(app.address())) {
            send(client, "b a b\nc b a\n");
            receive(client, 2);
        }

        assertEquals(List.of("b", "a"), List.copyOf(app.top(2).keySet()));
        assertEquals(Map.of("b", 3, "a", 2), app.top(2));
    }

    @Test
    void aSlowerPaceLetsTheQueueGrowAndAFasterDrainsIt() throws IOException {
        app.pace(Duration.ofHours(1));
        try (GreenSocket client = Eventlet.connect(app.address())) {
            send(client, "a\n");
            await(() -> app.connections().size() == 1);
            send(client, "a\na\na\n");

            await(() -> app.backlog() == 3);
            assertEquals(0, app.requests());
        }
    }

    @Test
    void aClientThatGoesBeforeItsAnswerIsNoFailure() throws IOException {
        try (GreenSocket client = Eventlet.connect(app.address())) {
            send(client, "a b\n".repeat(100));
        }
        await(() -> app.requests() > 0);
        try (GreenSocket client = Eventlet.connect(app.address())) {
            send(client, "a b\n");

            assertEquals(List.of("2"), receive(client, 1));
        }
    }

    @Test
    void theBusyClientIsAnswered() {
        BusyClient busy = new BusyClient(app.address(), 1);
        GreenThread<Void> running = Eventlet.spawn(busy::run);

        await(() -> busy.answered() >= 2);

        assertTrue(busy.sent() >= busy.answered());
        running.kill();
    }

    @Test
    void aStoppedServerIsNotConnectedTo() throws IOException {
        app.stop();

        assertThrows(IOException.class, () -> Eventlet.connect(app.address()));
    }
}
