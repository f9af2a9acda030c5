package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Suspendable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session ends, and that nothing else does. */
class SessionEndTest extends AtTheDoor {
    private static final String NOW_EXITING = "\nnow exiting InteractiveConsole...\n";

    @ParameterizedTest
    @ValueSource(strings = {"exit()", "quit();", "System.exit(7)", "{ if (true) { System.exit(0); } }"})
    void leavingEndsThisSessionOnly(String command) throws Exception {
        DoorClient other = door.client();
        DoorClient client = door.client();

        client.send(command + "\n");

        assertEquals("", client.readToEnd());
        assertEquals("2\n", other.type("1+1"));
        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void leavingDropsWhatWasSentAfterIt() throws Exception {
        DoorClient client = door.client();

        client.send("1+1; exit(); locals.put(\"late\", 1)\nlocals.put(\"later\", 1)\n");

        assertEquals("2\n", client.readToEnd());
        assertTrue(locals.isEmpty());
    }

    @Test
    void aCommandCannotCatchExitAsAnException() throws Exception {
        DoorClient client = door.client();

        client.send("try { exit(); } catch (Exception e) { System.out.println(\"caught\"); }\n");

        assertEquals("", client.readToEnd());
    }

    @Test
    void ctrlDOnALineOfItsOwnEndsTheSession() throws Exception {
        DoorClient client = door.client();

        client.send("1+1\n\u0004\n2+2\n");

        assertEquals("2\n>>> " + NOW_EXITING, client.readToEnd());
    }

    @Test
    void theEndOfTheInputEndsTheSession() throws Exception {
        DoorClient client = door.client();

        client.endInput();

        assertEquals(NOW_EXITING, client.readToEnd());
    }

    @Test
    void theEndOfTheInputLetsReceivedCommandsFinish() throws Exception {
        DoorClient client = door.client();

        client.send("{ Eventlet.sleep(Duration.ofMillis(30)); System.out.println(\"slept\"); }\n1+1\n6*7");
        client.endInput();

        assertEquals("slept\n>>> 2\n>>> 42\n>>> " + NOW_EXITING, client.readToEnd());
    }

    @Test
    void theEndOfTheInputDropsAnUnfinishedStatement() throws Exception {
        DoorClient client = door.client();

        client.send("class A {\n");
        client.readUntil(DoorClient.CONTINUATION);
        client.endInput();

        assertEquals(NOW_EXITING, client.readToEnd());
    }

    @Test
    void aWholeScriptMayComeBeforeTheBannerIsRead() throws Exception {
        DoorClient client = door.connect();

        client.send("int n = 20\nn + 1\n");
        client.endInput();

        assertTrue(client.readToEnd().endsWith("(InteractiveConsole)\n>>> >>> 21\n>>> " + NOW_EXITING));
    }

    @Test
    void killingTheConsolesGreenletEndsThisSessionOnly() throws Exception {
        DoorClient other = door.client();
        DoorClient client = door.client();
        client.type("locals.put(\"console\", Eventlet.getCurrent())");

        door.run(() -> {
            io.greendoor.greenlet.Eventlet.kill((io.greendoor.greenlet.Greenlet) locals.get("console"));
            return null;
        });

        assertEquals("", client.readToEnd());
        assertEquals("2\n", other.type("1+1"));
    }

    @Test
    void aPromptThatFailsAgainAndAgainEndsItsSessionOnly() throws Exception {
        DoorClient client = door.client();
        client.type("locals.put(\"console\", Eventlet.getCurrent())");
        Greenlet console = (Greenlet) locals.get("console");

        door.run(() -> throwInto(console, 50));
        assertTrue(client.readUntil("late 50\n").contains("late 1\n"));
        client.readUntilPrompt();
        assertEquals("2\n", client.type("1+1")); // and that is forgotten
        door.run(() -> throwInto(console, 101));

        assertTrue(client.readToEnd().contains("late 100\n"));
        assertEquals("2\n", door.client().type("1+1"));
    }

    @Suspendable
    private static Object throwInto(Greenlet console, int times) {
        for (int i = 1; i <= times; i++) {
            Eventlet.kill(console, new IllegalStateException("late " + i));
        }
        return null;
    }
}
