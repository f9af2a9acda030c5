package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees what is printed, and who gets what is typed. The application's own streams are captured. */
class SessionStreamsTest extends AtTheDoor {
    private final PrintStream originalOut = System.out;
    private final PrintStream originalErr = System.err;
    private final InputStream originalIn = System.in;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final PrintStream applicationOut = new PrintStream(captured, true, StandardCharsets.UTF_8);
    private final PrintStream applicationErr = new PrintStream(captured, true, StandardCharsets.UTF_8);
    private final InputStream applicationIn = new ByteArrayInputStream(new byte[0]);
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Event<Void> gate = new Event<>();

    @Override
    @BeforeEach
    void open() throws Exception {
        System.setOut(applicationOut);
        System.setErr(applicationErr);
        System.setIn(applicationIn);
        super.open();
        locals.put("started", started);
        locals.put("done", done);
        locals.put("gate", gate);
    }

    @Override
    @AfterEach
    void close() throws Exception {
        try {
            super.close();
        } finally {
            System.setOut(originalOut);
            System.setErr(originalErr);
            System.setIn(originalIn);
        }
    }

    /** What the application's own streams got. The log, which goes there too, has other words. */
    private String application() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.out.println(\"printed\")",
                "System.err.println(\"printed\")",
                "{ System.out.printf(\"%s%n\", \"printed\"); }",
                "System.out.write(\"printed\\n\".getBytes())",
                "{ Eventlet.sleep(Duration.ofMillis(1)); System.out.println(\"printed\"); }",
                "{ Eventlet.spawn(() -> System.out.println(\"printed\")).await(); }",
                "{ Eventlet.spawn(() -> { Eventlet.spawn(() -> System.out.println(\"printed\")).await(); }).await(); }",
                "{ var g = Eventlet.spawnN(() -> System.out.println(\"printed\")); while (!g.isDead()) Eventlet.sleep(); }",
                "{ io.greendoor.greenlet.Tpool.execute(() -> { System.out.println(\"printed\"); return 0; }); }",
                "{ Eventlet.spawn(() -> { io.greendoor.greenlet.Tpool.execute(() -> {"
                        + " System.out.println(\"printed\"); return 0; }); }).await(); }",
                "{ new io.greendoor.greenlet.Greenlet(a -> { System.out.println(\"printed\"); return 0; }).switchTo(); }"
            })
    void whatACommandAndItsTasksPrintGoesToTheirClientOnly(String command) throws Exception {
        DoorClient other = door.client();
        DoorClient client = door.client();

        assertEquals("printed\n", client.type(command));

        assertEquals("2\n", other.type("1+1"));
        assertFalse(application().contains("printed"));
    }

    @Test
    void whatIsPrintedBeforeACommandWaitsIsSeenWhileItWaits() throws Exception {
        DoorClient client = door.client();

        client.send("{ System.out.print(\"before \"); gate.await(); System.out.println(\"after\"); }\n");
        assertEquals("before ", client.readUntil("before "));
        gate.send(null);

        assertEquals("after\n", client.answer());
    }

    @Test
    void whatTheApplicationPrintsMeanwhileIsItsOwn() throws Exception {
        DoorClient client = door.client();

        client.send("{ started.countDown(); gate.await(); }\n");
        Await.latch(started);
        door.run(() -> {
            System.out.println("from a green task");
            System.err.println("from its errors");
            return null;
        });
        Thread plain = new Thread(() -> System.out.println("from a thread"));
        plain.start();
        plain.join();
        gate.send(null);

        assertEquals("", client.answer());
        assertTrue(application().contains("from a green task\n"));
        assertTrue(application().contains("from its errors\n"));
        assertTrue(application().contains("from a thread\n"));
    }

    @Test
    void aCommandThatKillsATaskLeavesTheStreamsAsTheyWere() throws Exception {
        locals.put(
                "victim",
                door.run(() -> Eventlet.spawn(() -> {
                    try {
                        gate.await();
                    } finally {
                        System.out.println("the victim's last words");
                    }
                })));
        DoorClient client = door.client();

        assertEquals("", client.type("victim.kill()"));
        door.run(() -> {
            System.out.println("after the kill");
            return null;
        });

        assertEquals("2\n", client.type("1+1"));
        assertTrue(application().contains("the victim's last words\n"));
        assertTrue(application().contains("after the kill\n"));
    }

    @Test
    void twoSessionsThatPrintAtOnceDoNotMix() throws Exception {
        DoorClient one = door.client();
        DoorClient other = door.client();
        String command = "for (int i = 0; i < 100; i++) { System.out.println(\"%s\" + i); Eventlet.sleep(); }\n";

        one.send(command.formatted("one "));
        other.send(command.formatted("other "));

        StringBuilder ofOne = new StringBuilder();
        StringBuilder ofOther = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            ofOne.append("one ").append(i).append('\n');
            ofOther.append("other ").append(i).append('\n');
        }
        assertEquals(ofOne.toString(), one.answer());
        assertEquals(ofOther.toString(), other.answer());
    }

    @Test
    void aTaskThatOutlivesItsSessionPrintsToTheApplication() throws Exception {
        DoorClient client = door.client();

        client.type(
                "var task = Eventlet.spawn(() -> { gate.await(); System.out.println(\"late\"); done.countDown(); })");
        client.send("exit()\n");
        client.readToEnd();
        gate.send(null);
        Await.latch(done);

        assertTrue(application().contains("late\n"));
        assertFalse(client.transcript().contains("late"));
    }

    @Test
    void systemInReadsOneLineAndTheNextIsACommand() throws Exception {
        DoorClient client = door.client();

        client.send("System.out.print(\"name? \"); new BufferedReader(new InputStreamReader(System.in)).readLine()\n");
        assertEquals("name? ", client.readUntil("name? "));
        client.send("Ada\n1+1\n");

        assertEquals("\"Ada\"\n", client.answer());
        assertEquals("2\n", client.answer());
    }

    @Test
    void systemInMayBeReadFromOnePacketWithCommandsAround() throws Exception {
        DoorClient client = door.client();

        client.send("new Scanner(System.in).nextLine()\ngrün\n(char) System.in.read()\nx\n1+1\nexit()\n");

        assertTrue(client.readToEnd().startsWith("\"grün\"\n>>> 'x'\n>>> "));
    }

    @Test
    void systemInEndsWithTheClientsInput() throws Exception {
        DoorClient client = door.client();

        client.send("System.in.read()\n");
        client.endInput();

        assertTrue(client.readToEnd().startsWith("-1\n>>> "));
    }

    @Test
    void theStreamsAreTheVeryObjectsAgainAfterTheLastSession() throws Exception {
        DoorClient one = door.client();
        DoorClient other = door.client();
        one.type("System.out.println(1)");
        other.type("System.out.println(2)");

        one.send("exit()\n");
        one.readToEnd();
        assertEquals("3\n", other.type("System.out.println(3)"));
        other.send("exit()\n");
        other.readToEnd();

        assertSame(applicationOut, System.out);
        assertSame(applicationErr, System.err);
        assertSame(applicationIn, System.in);
    }

    @Test
    void streamsThatTheApplicationReplacesMeanwhileStayReplaced() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream replacement = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        DoorClient client = door.client();

        System.setOut(replacement);
        assertEquals("printed\n", client.type("System.out.println(\"printed\")"));
        System.out.println("the application's");
        client.send("exit()\n");
        client.readToEnd();

        assertSame(replacement, System.out);
        assertEquals("the application's\n", bytes.toString(StandardCharsets.UTF_8));
    }
}
