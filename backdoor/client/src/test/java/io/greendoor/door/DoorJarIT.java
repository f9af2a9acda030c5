package io.greendoor.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.backdoor.Backdoor;
import io.greendoor.backdoor.BackdoorServer;
import io.greendoor.backdoor.ClientProgram;
import io.greendoor.backdoor.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The client as it is delivered: {@code java -jar door.jar}, in a process of its own. */
@Timeout(120)
@EnabledIfSystemProperty(named = "door.jar", matches = ".+", disabledReason = "the jar is there after `mvn package`")
@ParameterizedClass
@EnumSource
class DoorJarIT {
    private static final String JAR = System.getProperty("door.jar");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CTRL_C = "\3";

    @Parameter
    Transport transport;

    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private BackdoorServer server;

    @BeforeEach
    void start() throws IOException {
        server =
                Backdoor.server().listen(transport.freeAddress()).locals(locals).start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Process door(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", JAR, DoorAddress.of(server)));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The client at a terminal of its own. */
    private ClientProgram terminal(String type) throws IOException {
        String command = "stty cols 100 rows 33; TERM=" + type + " exec '" + JAVA + "' -jar '" + JAR + "' '"
                + DoorAddress.of(server) + "'";
        return ClientProgram.start(
                List.of("script", "--quiet", "--flush", "--return", "--command", command, "/dev/null"));
    }

    @Test
    void itRunsCodeAndSaysWhatCameOfIt() throws Exception {
        locals.put("count", 41);

        Process door = door("-c", "count + 1");

        assertEquals("42\n", output(door));
        assertEquals(0, door.waitFor());
        assertEquals(1, door("-c", "1 / (count - 41)").waitFor());
    }

    @Test
    void whatIsPipedInIsAScript() throws Exception {
        Process door = door();
        door.getOutputStream().write("6 * 7\n\"grün\"".getBytes(StandardCharsets.UTF_8));
        door.getOutputStream().close();

        assertEquals("42\n\"grün\"\n", output(door));
        assertEquals(0, door.waitFor());
    }

    @Test
    void whenItIsStoppedWhatItRunsIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        locals.put("begun", begun);
        locals.put("ended", ended);

        Process door = door(
                "-c", "try { begun.countDown(); Eventlet.sleep(Duration.ofHours(1)); } finally { ended.countDown(); }");
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        door.destroy(); // as Ctrl-C does, a signal that lets it say so

        assertTrue(ended.await(30, TimeUnit.SECONDS));
        door.waitFor();
    }

    @Test
    void atATerminalTheServerEditsTheLines() throws Exception {
        locals.put("count", 41);
        try (ClientProgram door = terminal("xterm-256color")) {
            door.readUntil(">>> ");
            door.press("cou\t");
            door.readUntil("nt"); // completed by the server
            door.press(" + 1\r");
            door.readUntil("42");
            door.readUntil(">>> ");
            door.press("Eventlet.sleep(Duration.ofHours(1))\r");
            door.readUntil("\r\n");
            door.press(CTRL_C);
            door.readUntil("KeyboardInterrupt");
            door.readUntil(">>> ");
            door.press("exit()\r");
            door.readToEnd();
            assertEquals(0, door.exitStatus());
        }
    }

    @Test
    void aDumbTerminalEditsItsLinesItself() throws Exception {
        try (ClientProgram door = terminal("dumb")) {
            door.readUntil(">>> ");
            door.press("6 * 7\n");
            door.readUntil("42");
            door.readUntil(">>> ");
            door.press("\4");
            String end = door.readToEnd();
            assertTrue(end.contains("now exiting InteractiveConsole..."), end);
            assertEquals(0, door.exitStatus());
        }
    }

    @Test
    void ctrlRightBracketLeavesWhateverTheServerDoes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        locals.put("begun", begun);
        try (ClientProgram door = terminal("xterm")) {
            door.readUntil(">>> ");
            door.press("begun.countDown(); Thread.sleep(5_000)\r"); // is typed, so that the server holds its loop
            assertTrue(begun.await(30, TimeUnit.SECONDS));
            door.press("\35");
            door.readToEnd();
            assertEquals(0, door.exitStatus());
        }
    }
}
