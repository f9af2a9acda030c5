package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.acme.App;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session says when a command cannot be compiled, or throws. */
class SessionErrorsTest extends AtTheDoor {
    private static void assertNoFramesOfOurs(String trace) {
        for (String ours : List.of("do_it$", "at io.greendoor.", "jdk.jshell", "java.lang.reflect", "REPL", "invoke")) {
            assertFalse(trace.contains(ours), () -> "there is " + ours + " in " + trace);
        }
    }

    @Test
    void aCompileErrorPointsAtItsPlace() throws Exception {
        DoorClient client = door.client();

        String answer = client.type("int n = nosuch + 1");

        assertTrue(answer.startsWith("""
                  File "<console>", line 1
                    int n = nosuch + 1
                            ^~~~~~
                error: cannot find symbol
                """), answer);
        assertNoFramesOfOurs(answer);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aSyntaxErrorIsReportedWithoutATrace() throws Exception {
        String answer = door.client().type("int int = ;");

        assertTrue(answer.contains("File \"<console>\", line 1\n    int int = ;\n"), answer);
        assertTrue(answer.contains("^"), answer);
        assertTrue(answer.contains("error: "), answer);
        assertFalse(answer.contains("\tat "), answer);
    }

    @Test
    void anErrorInALongerStatementIsReportedWithItsLine() throws Exception {
        DoorClient client = door.client();

        client.send("int f() {\n  return 1 +\n  \"x\";\n}\n");
        String answer = client.answer();

        assertTrue(answer.contains("File \"<console>\", line 2\n"), answer);
        assertTrue(answer.contains("error: incompatible types: java.lang.String cannot be converted to int\n"), answer);
    }

    @Test
    void afterAnErrorTheRestOfItsLineIsStillRun() throws Exception {
        String answer = door.client().type("nosuch; 1+1");

        assertTrue(answer.endsWith("2\n"), answer);
    }

    @Test
    void anExceptionPrintsItsTraceAndTheSessionGoesOn() throws Exception {
        DoorClient client = door.client();

        assertEquals("""
                java.lang.IllegalStateException: typed
                \tat <console>
                """, client.type("throw new IllegalStateException(\"typed\")"));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aTraceHasTheApplicationsFramesAndOneForThePrompt() throws Exception {
        locals.put("app", new App());

        String trace = door.client().type("app.fail()");

        assertTrue(
                trace.matches("java\\.lang\\.IllegalStateException: app failed\n"
                        + "\tat com\\.acme\\.App\\.fail\\(App\\.java:\\d+\\)\n"
                        + "\tat <console>\n"),
                trace);
    }

    @Test
    void aTraceThroughTheLoopHasNoneOfOurFrames() throws Exception {
        locals.put("app", new App());
        DoorClient client = door.client();

        String spawned = client.type("Eventlet.spawn(() -> { app.fail(); }).await()");
        String nested = client.type("app.call(() -> app.call(() -> { Eventlet.sleep(); return 1 / (int) 0L; }))");

        assertTrue(spawned.startsWith("java.lang.IllegalStateException: app failed\n"), spawned);
        assertTrue(spawned.contains("\tat com.acme.App.fail("), spawned);
        assertNoFramesOfOurs(spawned);
        assertTrue(nested.startsWith("java.lang.ArithmeticException: / by zero\n"), nested);
        assertTrue(nested.matches("(?s).*\tat com\\.acme\\.App\\.call\\(App\\.java:\\d+\\)\n\tat <console>\n"), nested);
        assertNoFramesOfOurs(nested);
    }

    @Test
    void aVariableThatFailsToBeMadeHasNoFramesOfOurs() throws Exception {
        DoorClient client = door.client();

        for (String type : List.of("var", "List<String>")) {
            String trace = client.type(type + " list = new ArrayList<String>(-1)");
            assertTrue(
                    trace.matches("java\\.lang\\.IllegalArgumentException: Illegal Capacity: -1\n"
                            + "\tat java\\.base/java\\.util\\.ArrayList\\.<init>\\(ArrayList\\.java:\\d+\\)\n"
                            + "\tat <console>\n"),
                    trace);
        }
    }

    @Test
    void aCauseIsPrintedToo() throws Exception {
        String trace = door.client().type("throw new Exception(\"outer\", new java.io.IOException(\"inner\"))");

        assertTrue(trace.startsWith("java.lang.Exception: outer\n"), trace);
        assertTrue(trace.contains("Caused by: java.io.IOException: inner\n"), trace);
        assertNoFramesOfOurs(trace);
    }

    @Test
    void anErrorThatEndsTasksIsATraceAtThePrompt() throws Exception {
        DoorClient client = door.client();

        String exit = client.type("throw new io.greendoor.greenlet.GreenletExit()");
        String kill = client.type("Eventlet.kill(Eventlet.getCurrent())");
        String timeout = client.type("Eventlet.withTimeout(Duration.ofMillis(20), () -> {"
                + " Eventlet.sleep(Duration.ofHours(1)); return 1; })");

        assertTrue(exit.startsWith("io.greendoor.greenlet.GreenletExit"), exit);
        assertNoFramesOfOurs(exit);
        assertTrue(kill.startsWith("io.greendoor.greenlet.GreenletExit"), kill);
        assertNoFramesOfOurs(kill);
        assertTrue(timeout.startsWith("io.greendoor.greenlet.Timeout: timed out after PT0.02S\n"), timeout);
        assertNoFramesOfOurs(timeout);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aTimeoutThatACommandLeftBehindIsATraceAtThePrompt() throws Exception {
        DoorClient client = door.client();

        // It may fire before the prompt or after it.
        client.send("var bound = new io.greendoor.greenlet.Timeout(Duration.ofMillis(1))\n");
        client.readUntil("io.greendoor.greenlet.Timeout: timed out after PT0.001S\n");
        assertNoFramesOfOurs(client.answer());

        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aStackOverflowIsATraceOfBoundedLength() throws Exception {
        assumeFalse(
                "quasar".equals(System.getProperty("greendoor.engine")),
                "a full stack may leave Quasar's record of it wrong, which ends the session: see docs/engines.md");
        DoorClient client = door.client();
        client.type("int deep(int n) { return 1 + deep(n + 1); }");

        String trace = client.type("deep(0)");

        assertTrue(trace.startsWith("java.lang.StackOverflowError\n"), trace);
        assertTrue(trace.length() < 10_000, trace);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aValueWhoseTextFailsIsDescribed() throws Exception {
        DoorClient client = door.client();
        client.type("class Bad { public String toString() { throw new IllegalStateException(\"no text\"); } }");
        client.type("class Killer { public String toString() { throw new io.greendoor.greenlet.GreenletExit(); } }");

        assertTrue(client.type("new Bad()").contains("toString() threw java.lang.IllegalStateException: no text"));
        assertTrue(client.type("new Killer()").startsWith("io.greendoor.greenlet.GreenletExit"));
        assertEquals("2\n", client.type("1+1"));
    }
}
