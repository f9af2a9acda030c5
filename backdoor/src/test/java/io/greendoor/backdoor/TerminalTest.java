package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.acme.App;
import io.greendoor.greenlet.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client with a terminal: its lines are edited on the server's side. */
@Timeout(120)
class TerminalTest {
    private static final String UP = "\u001bOA";
    private static final String LEFT = "\u001bOD";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private BackdoorServer door;

    @TempDir
    Path directory;

    private void open() throws IOException {
        door = Backdoor.server()
                .listen(new java.net.InetSocketAddress("127.0.0.1", 0))
                .locals(locals)
                .historyFile(directory.resolve("history"))
                .start();
    }

    @AfterEach
    void close() {
        if (door != null) {
            door.close();
        }
    }

    private DoorClient connect(String type) throws IOException {
        if (door == null) {
            open();
        }
        return TerminalClient.connect(door.address(), type);
    }

    @Test
    void aDumbTerminalIsSpokenToLineByLineWithoutEscapes() throws Exception {
        try (DoorClient client = connect("dumb")) {
            client.awaitProtocol("WONT ECHO");
            assertEquals(List.of("2"), client.type("1 + 1").lines().toList());
            assertFalse(client.transcript().contains("\u001b"), client.transcript());
        }
    }

    @Test
    void aLineCanBeEdited() throws Exception {
        try (DoorClient client = connect("xterm-256color")) {
            client.send("13 * 2" + LEFT + LEFT + LEFT + LEFT + "\u007f" + "0\r"); // 13 becomes 10
            client.readUntil("\n20\n");
            client.readUntilPrompt();
            client.send("\"gr\u00fcn\"\u007f\u007f\u007fun\"\r");
            client.readUntil("\n\"grun\"\n");
        }
    }

    @Test
    void anUnfinishedStatementGoesOnInTheNextLineIndented() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("int twice(int x) {\r");
            client.readUntil("...");
            client.send("return 2 * x; }\r");
            client.readUntilPrompt();
            client.send("twice(21)\r");
            client.readUntil("\n42\n");
        }
    }

    @Test
    void aBracketThatBeginsItsLineGoesBackToTheIndentationOfItsBlock() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("int one() {\r");
            client.readUntil("...");
            client.send("return 1;\r");
            client.readUntil("...");
            client.send("}\r");
            client.readUntilPrompt();
            client.send("one()\r");
            client.readUntil("\n1\n");
        }
        String history = Files.readString(directory.resolve("history"));
        assertTrue(history.contains("int one() {\\n    return 1;\\n}"), history);
    }

    @Test
    void aBracketInTheMiddleOfALineStaysWhereItIs() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("\"a   }   )   ]\".length()\r");
            client.readUntil("\n13\n");
        }
    }

    @Test
    void whatWasEnteredComesBackAlsoInTheNextSession() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("6 * 7\r");
            client.readUntil("\n42\n");
            client.readUntilPrompt();
            client.send(CTRL_D);
            client.readToEnd();
        }
        assertTrue(Files.readString(directory.resolve("history")).contains("6 * 7"));
        try (DoorClient client = connect("xterm")) {
            client.send(UP + " + 1\r");
            client.readUntil("\n43\n");
        }
    }

    @Test
    void tabCompletesTheMembersOfALiveObject() throws Exception {
        locals.put("app", new App());
        try (DoorClient client = connect("xterm")) {
            client.send("app.por\t\r");
            client.readUntil("\n8080\n");
        }
    }

    @Test
    void ctrlCAbandonsALineAndAWaitAndAnUnfinishedStatement() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("never run" + CTRL_C);
            client.readUntil("KeyboardInterrupt");
            client.readUntilPrompt();
            client.send("for (;;) {\r");
            client.readUntil("...");
            client.send(CTRL_C);
            client.readUntil("KeyboardInterrupt");
            client.readUntilPrompt();
            client.send("System.out.println(\"begun\"); Eventlet.sleep(Duration.ofHours(1))\r");
            client.readUntil("\nbegun\n");
            client.send(CTRL_C);
            client.readUntil("KeyboardInterrupt");
            client.readUntilPrompt();
            client.send("1 + 1\r");
            client.readUntil("\n2\n");
        }
    }

    @Test
    void whatTasksPrintGoesAboveTheLineThatIsEdited() throws Exception {
        Event<String> news = new Event<>();
        locals.put("news", news);
        try (DoorClient client = connect("xterm")) {
            client.send("Eventlet.spawn(() -> System.out.println(news.await()))\r");
            client.readUntil("GreenThread");
            client.readUntilPrompt();
            client.send("1 +");
            client.readUntil("1 +");
            news.send("news has come");
            String above = client.readUntil("1 +");
            assertTrue(above.contains("news has come\n"), above);
            client.send(" 2\r");
            client.readUntil("\n3\n");
        }
    }

    @Test
    void aCommandReadsALineThatIsEdited() throws Exception {
        assumeFalse(
                "quasar".equals(System.getProperty("greendoor.engine")), "frames of Scanner's cannot be left there");
        try (DoorClient client = connect("xterm")) {
            client.send("new Scanner(System.in).nextLine() + \"!\"\r");
            client.readUntil("\"!\"\n");
            client.send("hex\u007fllo\r"); // the x is taken back
            client.readUntil("\n\"hello!\"\n");
        }
    }

    @Test
    void whatTasksPrintGoesAboveALineThatACommandReads() throws Exception {
        Event<String> news = new Event<>();
        locals.put("news", news);
        try (DoorClient client = connect("xterm")) {
            client.send("Eventlet.spawn(() -> System.out.println(news.await())); (char) System.in.read()\r");
            client.readUntil("GreenThread");
            client.send("xyz");
            client.readUntil("xyz");
            news.send("news has come");
            String above = client.readUntil("xyz"); // drawn anew
            assertTrue(above.contains("news has come\n"), above);
            client.send("\r");
            client.readUntil("'x'\n");
        }
    }

    @Test
    void pastedLinesAreOneInput() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("\u001b[200~int a = 20;\rint b = 22;\ra + b\u001b[201~\r");
            client.readUntil("\n42\n");
        }
    }

    @Test
    void anotherSizeOfTheWindowDisturbsNothing() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("1 + ");
            client.readUntil("1 + ");
            client.send(TelnetNotation.bytes("SB NAWS 00 28 00 0a SE"));
            client.send("1\r");
            client.readUntil("\n2\n");
        }
    }

    @Test
    void nothingOfTheEditorIsLeftAfterwards() throws Exception {
        try (DoorClient client = connect("xterm")) {
            client.send("1 + 1\r");
            client.readUntil("\n2\n");
            client.readUntilPrompt();
            client.send("exit()\r");
            client.readToEnd();
        }
        try (DoorClient client = connect("xterm")) {
            client.send("1 + ");
            client.reset();
        }

        Await.until(
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("greendoor-editor")
                                || thread.getName().startsWith("greendoor-printer")),
                () -> "a thread of the editor's lives");
    }

    @Test
    void aTelnetWithoutATerminalIsSpokenToLineByLine() throws Exception {
        open();
        try (DoorClient client = new DoorClient(door.address())) {
            client.send(TelnetNotation.bytes("DO ECHO DO SGA DO BINARY WILL BINARY WONT NAWS WONT TTYPE"));
            client.readUntilPrompt();
            client.awaitProtocol("WONT ECHO");
            assertEquals(List.of("2"), client.type("1 + 1").lines().toList());
        }
    }
}
