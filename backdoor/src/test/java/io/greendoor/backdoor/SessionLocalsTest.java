package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.App;
import io.greendoor.greenlet.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The application's names at the prompt, in both directions. */
class SessionLocalsTest extends AtTheDoor {
    private final CountDownLatch started = new CountDownLatch(1);
    private final Event<Void> gate = new Event<>();

    /** For commands of the form {@code { ...; started.countDown(); gate.await(); ... }}. */
    private void putStartedAndGate() {
        locals.put("started", started);
        locals.put("gate", gate);
    }

    @Test
    void aCommandSeesWhatTheApplicationPutsAndReplaces() throws Exception {
        DoorClient client = door.client();

        assertTrue(client.type("count").contains("error: cannot find symbol"));
        locals.put("count", 1);
        assertEquals("1\n", client.type("count"));
        locals.put("count", 2);
        assertEquals("2\n", client.type("count"));
        locals.put("count", "three");
        assertEquals("5\n", client.type("count.length()"));
        locals.remove("count");
        assertTrue(client.type("count").contains("error: cannot find symbol"));
    }

    @Test
    void anAssignmentReachesTheMapAtTheEndOfTheCommand() throws Exception {
        locals.put("count", 1);
        DoorClient client = door.client();

        assertEquals("", client.type("count = count + 1"));
        assertEquals(2, locals.get("count"));
        assertEquals("2\n", client.type("count++"));
        assertEquals(3, locals.get("count"));
    }

    @Test
    void anAssignmentOfOneSessionIsSeenByTheOther() throws Exception {
        locals.put("count", 1);
        DoorClient one = door.client();
        DoorClient other = door.client();

        one.type("count = 5");

        assertEquals("5\n", other.type("count"));
    }

    @Test
    void anAssignmentReachesTheMapWhenTheCommandFirstGivesWay() throws Exception {
        putStartedAndGate();
        locals.put("count", 1);
        DoorClient client = door.client();

        client.send("{ count = 5; started.countDown(); gate.await(); count = 6; }\n");
        Await.latch(started);
        Object seenByAnotherTask = door.run(() -> locals.get("count"));
        gate.send(null);
        client.readUntilPrompt();

        assertEquals(5, seenByAnotherTask);
        assertEquals(6, locals.get("count"));
    }

    /** A map whose monitor a command may hold while it waits. */
    private DoorClient openWithLockedMap() throws Exception {
        assumeTrue(canWaitInMonitor(), "the engine refuses to wait in a synchronized block here");
        door.close();
        door = DoorFixture.open(transport, Collections.synchronizedMap(new HashMap<>()));
        locals = door.locals;
        putStartedAndGate();
        locals.put("count", 1);
        return door.client();
    }

    private static boolean canWaitInMonitor() {
        String engine = System.getProperty("greendoor.engine");
        return "thread".equals(engine)
                || ("loom".equals(engine) && Runtime.version().feature() >= 24);
    }

    @Test
    void aCommandThatWaitsWithTheMapLockedDoesNotHoldTheServer() throws Exception {
        DoorClient client = openWithLockedMap();

        client.send("synchronized (locals) { count = 5; started.countDown(); gate.await(); count = 6; }\n");
        Await.latch(started);
        door.assertAlive();
        gate.send(null);
        client.readUntilPrompt();

        assertEquals(6, locals.get("count"));
    }

    @Test
    void aCommandThatBlocksWithTheMapLockedDoesNotHoldTheServer() throws Exception {
        DoorClient client = openWithLockedMap();
        assumeTrue("loom".equals(System.getProperty("greendoor.engine")), "what blocks holds the loop anyhow");
        CountDownLatch end = new CountDownLatch(1);
        locals.put("end", end);

        client.send("synchronized (locals) { count = 5; started.countDown(); end.await(); count = 6; }\n");
        Await.latch(started);
        door.assertAlive();
        end.countDown();
        client.readUntilPrompt();

        assertEquals(6, locals.get("count"));
    }

    @Test
    void anAssignmentReachesTheMapAlthoughTheCommandThenThrows() throws Exception {
        locals.put("count", 1);

        assertTrue(door.client()
                .type("{ count = 5; if (count > 0) throw new IllegalStateException(); }")
                .startsWith("java.lang.IllegalStateException\n"));

        assertEquals(5, locals.get("count"));
    }

    @Test
    void aNameThatTheCommandDoesNotAssignIsNeverWritten() throws Exception {
        putStartedAndGate();
        locals.put("count", 1);
        locals.put("other", "old");
        DoorClient client = door.client();

        client.send("{ int seen = count + other.length(); started.countDown(); gate.await(); seen = count; }\n");
        Await.latch(started);
        locals.put("count", 9);
        locals.remove("other");
        gate.send(null);
        client.readUntilPrompt();
        client.type("1+1");

        assertEquals(9, locals.get("count"));
        assertNull(locals.get("other"));
    }

    @Test
    void aDeclaredVariableBelongsToItsSession() throws Exception {
        DoorClient one = door.client();
        DoorClient other = door.client();

        one.type("int own = 1");

        assertEquals("1\n", one.type("own"));
        assertTrue(other.type("own").contains("error: cannot find symbol"));
        assertTrue(locals.isEmpty());
    }

    @Test
    void aDeclarationShadowsALocalWithoutWriting() throws Exception {
        locals.put("count", 1);
        DoorClient one = door.client();
        DoorClient other = door.client();
        one.type("count");

        assertEquals("", one.type("String count = \"mine\""));
        assertEquals("\"mine\"\n", one.type("count"));
        one.type("count = \"changed\"");
        locals.put("count", 2);

        assertEquals("\"changed\"\n", one.type("count"));
        assertEquals("2\n", other.type("count"));
        assertEquals(2, locals.get("count"));
    }

    @Test
    void localsIsTheMapItself() throws Exception {
        locals.put("odd name", 1);
        DoorClient client = door.client();

        assertEquals("1\n", client.type("locals.get(\"odd name\")"));
        client.type("locals.put(\"typed\", List.of(1))");
        assertEquals("[1]\n", client.type("typed"));
        client.type("locals.put(\"typed\", 7)");
        assertEquals("8\n", client.type("typed + 1"));
    }

    @Test
    void aValueHasItsMostSpecificTypeThatCanBeNamed() throws Exception {
        locals.put("list", new ArrayList<>());
        locals.put("hidden", App.hidden());
        locals.put("hiddenRecord", App.hiddenRecord());
        DoorClient client = door.client();

        assertEquals("", client.type("list.ensureCapacity(5)"));
        assertEquals("8080\n", client.type("hidden.port"));
        assertEquals("\"record\"\n", client.type("hiddenRecord.name()"));
    }

    @Test
    void aPrivateClassIsSeenThroughItsPublicSupertype() throws Exception {
        locals.put("service", App.packagePrivate());
        DoorClient client = door.client();

        assertEquals("\"package-private\"\n", client.type("service.name()"));
        assertTrue(client.type("service.secret()").contains("error: cannot find symbol"));
    }

    @Test
    void dirTellsWhatAnObjectOffers() throws Exception {
        locals.put("app", new App());

        assertEquals(
                "[call, fail, hidden, hiddenRecord, name, packagePrivate, port]\n",
                door.client().type("dir(app)"));
    }

    @Test
    void varsTellsTheNamesThatThereAreWithTheirTypes() throws Exception {
        locals.put("app", new App());
        DoorClient client = door.client();
        client.type("int n = 5");
        client.type("app.name() + n");

        assertEquals("{app=App, n=int}\n", client.type("vars()"));
        assertEquals("[app, n]\n", client.type("dir()"));
    }

    @Test
    void nothingIsAddedToTheMap() throws Exception {
        locals.put("app", new App());
        DoorClient client = door.client();

        client.type("app.name()");
        client.type("_ + 1");
        client.type("nosuch");

        assertEquals(1, locals.size());
    }

    @Test
    void withoutLocalsEachSessionHasItsOwn() throws Exception {
        try (DoorFixture separate = DoorFixture.openWithoutLocals(transport)) {
            DoorClient one = separate.client();
            DoorClient other = separate.client();

            one.type("locals.put(\"mine\", 1)");
            one.type("int declared = 2");

            assertEquals("3\n", one.type("mine + declared"));
            assertEquals("0\n", other.type("locals.size()"));
            assertTrue(other.type("mine").contains("error: cannot find symbol"));
            assertFalse(other.type("vars()").contains("declared"));
        }
    }

    @Test
    void aMapThatIsReadOnlyIsReportedByTheCommandThatWrites() throws Exception {
        Map<String, Object> readOnly = Map.of("count", 1);
        try (DoorFixture other = DoorFixture.open(transport, readOnly)) {
            DoorClient client = other.client();

            assertEquals("1\n", client.type("count"));
            assertTrue(client.type("count = 2").contains("read-only"));
            assertEquals("1\n", client.type("count"));
        }
    }
}
