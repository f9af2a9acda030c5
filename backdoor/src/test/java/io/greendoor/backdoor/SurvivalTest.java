package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client does, the listener and the server live on. */
class SurvivalTest extends AtTheDoor {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean doorClosed;

    private void putLatches() {
        locals.put("started", started);
        locals.put("ended", ended);
    }

    @Override
    @AfterEach
    void close() throws Exception {
        try {
            if (!doorClosed) {
                assertEquals("2\n", door.client().type("1+1"), "of a new client, after all that");
            }
        } finally {
            super.close();
        }
    }

    @Test
    void clientsThatGoAtOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            door.connect().close();
        }
    }

    @Test
    void clientsThatResetTheConnectionAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            door.connect().reset();
        }
    }

    @Test
    void aClientThatResetsAtTheBanner() throws Exception {
        DoorClient client = door.connect();

        client.awaitUnread();
        client.reset();
    }

    @Test
    void aClientThatResetsAtThePrompt() throws Exception {
        door.client().reset();
    }

    @Test
    void aClientThatResetsInAnUnfinishedStatement() throws Exception {
        DoorClient client = door.client();

        client.send("class A {\n");
        client.readUntil(DoorClient.CONTINUATION);
        client.reset();
    }

    @Test
    void aClientThatResetsInACommandEndsIt() throws Exception {
        putLatches();
        DoorClient client = door.client();

        client.send("try { System.out.println(\"unread\"); started.countDown(); Eventlet.sleep(Duration.ofHours(1)); }"
                + " finally { ended.countDown(); }\n");
        Await.latch(started);
        client.awaitUnread();
        client.reset();

        Await.latch(ended);
    }

    @Test
    void aClientThatResetsWhileItsCommandCatchesEverything() throws Exception {
        putLatches();
        DoorClient client = door.client();

        client.send("try { System.out.println(\"unread\"); started.countDown(); Eventlet.sleep(Duration.ofHours(1)); }"
                + " catch (Throwable t) { ended.countDown(); }\n");
        Await.latch(started);
        client.awaitUnread();
        client.reset();

        Await.latch(ended);
    }

    @Test
    void aClientThatResetsWhileOutputIsSent() throws Exception {
        putLatches();
        DoorClient client = door.client();

        client.send(
                "try { started.countDown(); while (true) { System.out.print(\"x\".repeat(100_000)); Eventlet.sleep(); } }"
                        + " finally { ended.countDown(); }\n");
        Await.latch(started);
        client.awaitUnread();
        client.reset();

        Await.latch(ended);
    }

    @Test
    void aClientThatNeverReads() throws Exception {
        putLatches();
        DoorClient client = door.client();

        client.send("{ for (int i = 0; i < 20; i++) System.out.println(\"x\".repeat(1 << 20)); ended.countDown(); }\n");
        Await.latch(ended);

        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void aClientThatNeverReadsAndLeaves() throws Exception {
        DoorClient client = door.client();

        client.send("{ System.out.println(\"x\".repeat(8 << 20)); locals.put(\"ran\", 1); }\n");
        client.awaitUnread();
        client.reset();

        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void aClientThatNeverReadsButWaitsForTheEnd() throws Exception {
        try (LogLines log = new LogLines("io.greendoor.backdoor")) {
            DoorClient client = door.client();

            client.send(
                    "{ System.out.print(\"x\".repeat(8 << 20)); Eventlet.sleep(Duration.ofMillis(50)); exit(); }\n");

            log.await("INFO backdoor closed");
        }
    }

    @Test
    void aSlowClientThatAsksForTheEndGetsAllOfItsOutput() throws Exception {
        DoorClient client = door.client();

        client.send("{ System.out.print(\"x\".repeat(4 << 20)); exit(); }\n");

        assertEquals(4 << 20, client.readToEnd().length());
    }

    @Test
    void aClientTooManyTakesThePlaceOfOneThatHasEnteredNothing() throws Exception {
        try (LogLines log = new LogLines("io.greendoor.backdoor")) {
            List<DoorClient> clients = connect256(door);
            assertEquals("", clients.get(0).type(""));

            assertEquals("2\n", door.client().type("1+1"));

            assertEquals(
                    "\nthis session ends to make room for another: there are 256, and it has entered nothing yet\n",
                    clients.get(1).readToEnd());
            assertEquals("2\n", clients.get(0).type("1+1"));
            assertEquals("2\n", clients.get(255).type("1+1"));
            for (DoorClient client : clients) {
                client.close();
            }
            awaitClosed(log);
        }
    }

    /** So that they are not taken for the next test's. */
    private static void awaitClosed(LogLines log) {
        Await.until(
                () -> log.count("INFO backdoor closed") >= 256,
                () -> log.lines().toString());
    }

    private static List<DoorClient> connect256(DoorFixture full) throws Exception {
        List<DoorClient> clients = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            clients.add(full.connect());
        }
        for (DoorClient client : clients) {
            client.readUntilPrompt();
        }
        return clients;
    }

    @Test
    void aClientTooManyIsRefusedWithAMessageWhileAllOthersRunSomething() throws Exception {
        CountDownLatch waiting = new CountDownLatch(256);
        Event<Void> release = new Event<>();
        PromptCommand command = PromptCommand.of("wait", "waits", call -> {
            waiting.countDown();
            release.await();
        });
        try (LogLines log = new LogLines("io.greendoor.backdoor");
                DoorFixture full = DoorFixture.open(transport, Settings.of(null).withCommand(command))) {
            List<DoorClient> clients = connect256(full);
            for (DoorClient client : clients) {
                client.send("/wait\n");
            }
            Await.latch(waiting);

            assertEquals(
                    "too many sessions: 256 are open, and one must end before another can begin\n",
                    full.connect().readToEnd());
            release.send(null);
            for (DoorClient client : clients) {
                client.close();
            }
            awaitClosed(log);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "POST /x HTTP/1.1",
                "PUT /x HTTP/1.0",
                "HEAD / HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "DELETE /x HTTP/1.1",
                "PATCH /x HTTP/1.1",
                "PRI * HTTP/2.0"
            })
    void aBrowserIsDisconnectedAndNothingIsRun(String request) throws Exception {
        DoorClient client = door.connect();

        client.send(request + "\r\nHost: localhost\r\n\r\nlocals.put(\"ran\", 1)\r\n");

        assertDisconnected(client);
        assertTrue(locals.isEmpty());
    }

    @Test
    void aBrowserIsDisconnectedAlthoughItsFirstLineComesInPieces() throws Exception {
        DoorClient client = door.client();

        try {
            for (byte b : "POST /x HTTP/1.1\r\nlocals.put(\"ran\", 1)\r\n".getBytes(StandardCharsets.US_ASCII)) {
                client.send(new byte[] {b});
            }
        } catch (IOException disconnectedAlready) {
            // the server need not wait for the whole line
        }

        assertDisconnected(client);
        assertTrue(locals.isEmpty());
    }

    private static void assertDisconnected(DoorClient client) throws IOException {
        try {
            client.readToEnd();
        } catch (IOException e) {
            assertEquals("Connection reset", e.getMessage()); // what it sent was not read to the end
        }
        assertFalse(client.transcript().contains("error"), client.transcript());
    }

    @Test
    void httpInALaterLineIsACommandLikeAnother() throws Exception {
        DoorClient client = door.client();
        client.type("1+1");

        assertTrue(client.type("GET / HTTP/1.1").contains("error: "));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void sessionsOutliveTheKilledServerTask() throws Exception {
        DoorClient client = door.client();
        client.type("int n = 20");

        door.run(() -> {
            door.server().kill();
            return null;
        });
        doorClosed = true;

        assertEquals("21\n", client.type("n + 1"));
        assertFalse(door.listening().isOpen());
        assertThrows(IOException.class, () -> new DoorClient(door.address()));
    }

    @Test
    void sessionsOutliveTheClosedListener() throws Exception {
        DoorClient client = door.client();

        door.run(() -> {
            door.listening().close();
            return door.server().await();
        });
        doorClosed = true;

        assertEquals("2\n", client.type("1+1"));
        assertThrows(IOException.class, () -> new DoorClient(door.address()));
    }

    @Test
    void theLocalsMayFail() throws Exception {
        DoorClient client = door.client();
        locals.put("bad", new Object() {
            @Override
            public String toString() {
                throw new AssertionError("no text");
            }

            @Override
            public int hashCode() {
                throw new AssertionError("no hash");
            }
        });

        assertTrue(client.type("bad").contains("no text"));
        assertTrue(client.type("vars()").startsWith("{bad="));
    }
}
