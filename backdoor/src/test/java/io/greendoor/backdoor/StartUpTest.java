package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server prepares for each session: imports, and a script that runs before the first prompt. */
@Timeout(60)
class StartUpTest {
    private static final String LOGGER = "io.greendoor.backdoor";

    private final Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", new App()));
    private final BackdoorServer.Builder builder =
            Backdoor.server().locals(locals).banner("hello");

    @TempDir
    Path folder;

    private String answered(String script) throws Exception {
        try (BackdoorServer door = builder.listen(Transport.UNIX.freeAddress()).start();
                DoorClient client = new DoorClient(door.address())) {
            client.send(script);
            client.endInput();
            return client.readToEnd();
        }
    }

    @Test
    void presetImportsAreThereForEachSession() throws Exception {
        builder.imports("com.acme.*", "static java.lang.Math.max");

        assertEquals("\"app\"\n3\n", answered("/quiet\nnew App().name()\nmax(2, 3)\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "App", "com.acme.", "com..acme.App", "import com.acme.App;", "com.acme.App;", "*"})
    void whatIsNoImportIsRefusedWithACure(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> builder.imports(name))
                .getMessage();

        assertTrue(message.startsWith("\"" + name + "\" cannot be imported: write \"com.acme.*\""), message);
    }

    @Test
    void anImportOfNothingIsToldInTheLog() throws Exception {
        try (LogLines log = new LogLines(LOGGER)) {
            builder.imports("com.nosuch.*");
            assertEquals("2\n", answered("/quiet\n1 + 1\n"));
            log.await("WARNING The prompt's compiler does not know what is named here: import com.nosuch.*;");
        }
    }

    @Test
    void aScriptRunsBeforeTheFirstPromptAndItsValuesAreNotPrinted() throws Exception {
        builder.startupScript("""
                // for everybody
                int twice(int x) {
                    return 2 * x;
                }
                var name = app.name();
                twice(4)
                System.out.println("ready: " + name)
                """);

        assertEquals("hello\nready: app\n>>> 42\n>>> ", answered("twice(21)\nexit()\n"));
        assertEquals("ready: app\n\"app\"\n", answered("/quiet\nname\n"));
    }

    @Test
    void whatFailsInAScriptIsToldAndLoggedAndTheSessionGoesOn() throws Exception {
        try (LogLines log = new LogLines(LOGGER)) {
            builder.startupScript("""
                    int before = 1;
                    app.fail();
                    nosuch();
                    exit()
                    int after = 2;
                    """);

            String answer = answered("/quiet\nbefore + after\n");

            assertTrue(
                    answer.startsWith("the start-up script of this server failed at: app.fail();\n"
                            + "java.lang.IllegalStateException: app failed\n"),
                    answer);
            assertTrue(answer.contains("the start-up script of this server failed at: nosuch();\n  File"), answer);
            assertTrue(
                    answer.endsWith("the start-up script of this server may not end the session: exit()\n3\n"), answer);
            assertEquals(3, log.count("WARNING the start-up script of this server"));
        }
    }

    @Test
    void aFileIsReadAnewForEachSession() throws Exception {
        Path file = folder.resolve("door.jsh");
        Files.writeString(file, "int version = 1;\n");
        builder.startup(file);
        assertEquals("1\n", answered("/quiet\nversion\n"));
        Files.writeString(file, "int version = 2;\n");
        assertEquals("2\n", answered("/quiet\nversion\n"));
        Files.delete(file);
        String answer = answered("/quiet\n1 + 1\n");
        assertEquals(
                "the start-up script " + file + " cannot be read: java.nio.file.NoSuchFileException: " + file + "\n2\n",
                answer);
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        Path file = folder.resolve("nosuch.jsh");

        String message = assertThrows(IllegalArgumentException.class, () -> builder.startup(file))
                .getMessage();

        assertTrue(message.startsWith("the start-up script " + file + " cannot be read"), message);
    }

    @Test
    void anUnfinishedScriptIsAnErrorAndAnEmptyOneIsNone() throws Exception {
        builder.startupScript("  // nothing\n");
        assertEquals("1\n", answered("/quiet\n1\n"));
        builder.startupScript("Math.max(1,");
        assertTrue(answered("/quiet\n1\n").startsWith("the start-up script of this server failed at: Math.max(1,\n"));
    }

    @Test
    void aScriptThatWaitsCanBeInterrupted() throws Exception {
        builder.startupScript("System.out.println(\"waits\"); Eventlet.sleep(Duration.ofHours(1));");
        try (BackdoorServer door = builder.listen(Transport.TCP.freeAddress()).start();
                DoorClient client = new DoorClient(door.address())) {
            client.readUntil("waits\n");
            client.send("\u0003");
            assertEquals("\nKeyboardInterrupt\n>>> ", client.readUntilPrompt());
            assertEquals("2\n", client.type("1+1"));
        }
    }

    @Test
    void aProgramWithALoopOfItsOwnHasTheSameOptions() throws Exception {
        builder.startupScript("int n = 5;").prompts("$ ", "+ ");
        try (LoopThread loop = new LoopThread()) {
            GreenServerSocket listening = loop.run(() -> Eventlet.listen(Transport.TCP.freeAddress()));
            loop.run(() -> Eventlet.spawn(() -> builder.serve(listening)));
            try (DoorClient client = new DoorClient(listening.localAddress())) {
                assertEquals("hello\n$ ", client.readUntil("$ "));
                client.send("n\n");
                assertEquals("5\n$ ", client.readUntil("$ "));
            }
            loop.run(() -> {
                listening.close();
                return null;
            });
        }
    }
}
