package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code telnet} that people use, as it is installed here: at a terminal, and in a pipe. It knows TCP only. */
@Timeout(60)
class TelnetTest {
    private static final char CTRL_C = 3;
    private static final char CTRL_D = 4;
    private static final char CTRL_Z = 26;
    private static final char ESCAPE = 29;
    private static final String SLEEPS = "{ started.countDown(); Eventlet.sleep(Duration.ofHours(1)); }";

    private final DoorFixture door;
    private final Map<String, Object> locals;
    private final CountDownLatch started = new CountDownLatch(1);

    TelnetTest() throws Exception {
        door = DoorFixture.open(Transport.TCP);
        locals = door.locals;
        locals.put("started", started);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private String port() {
        return String.valueOf(((InetSocketAddress) door.address()).getPort());
    }

    private ClientProgram telnetInAPipe() throws IOException {
        return ClientProgram.start(List.of("telnet", "127.0.0.1", port()));
    }

    /**
     * At a terminal of 101 columns and 33 rows that cannot draw, so that lines are edited there; what is returned is what
     * is on its screen, line ends and all.
     */
    private ClientProgram telnet() throws IOException {
        String command = "stty cols 101 rows 33; TERM=dumb exec telnet 127.0.0.1 " + port();
        return ClientProgram.start(List.of("script", "--quiet", "--flush", "--command", command, "/dev/null"));
    }

    private static ClientProgram atThePrompt(ClientProgram telnet) throws Exception {
        String banner =
                telnet.readUntilPrompt(); // may be printed before telnet has set its terminal, and it ends lines anew
        assertTrue(banner.replace("\r", "").endsWith("\n(InteractiveConsole)\n>>> "), banner);
        return telnet;
    }

    @Test
    void telnetTalksLineByLine() throws Exception {
        locals.put("count", 1);
        try (ClientProgram telnet = telnetInAPipe()) {
            assertTrue(telnet.readUntilPrompt().endsWith("(InteractiveConsole)\n>>> "));
            telnet.type("count + 1");
            assertEquals("2\n>>> ", telnet.readUntilPrompt());
            telnet.type("count = 42");
            assertEquals(">>> ", telnet.readUntilPrompt());
            assertEquals(42, locals.get("count"));
            telnet.type("int twice(int x) {");
            assertEquals("... ", telnet.readUntil("... "));
            telnet.type("return 2 * x; }");
            assertEquals(">>> ", telnet.readUntilPrompt());
            telnet.type("\"grün \" + twice(count)");
            assertEquals("\"grün 84\"\n>>> ", telnet.readUntilPrompt());
            telnet.type("exit()");
            telnet.readToEnd();
        }
        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void aTelnetThatIsClosedAtOnceLeavesTheDoorOpen() throws Exception {
        try (ClientProgram telnet = telnetInAPipe()) {
            telnet.type("close");
            telnet.endInput();
            telnet.readToEnd();
        }
        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void theScreenShowsWhatATerminalWould() throws Exception {
        try (ClientProgram telnet = atThePrompt(telnet())) {
            telnet.type("1+1");
            assertEquals("1+1\r\n2\r\n>>> ", telnet.readUntilPrompt());
            telnet.type("class A {");
            assertEquals("class A {\r\n... ", telnet.readUntil("... "));
            telnet.type("}");
            assertEquals("}\r\n>>> ", telnet.readUntilPrompt());
            telnet.type("exit()");
            assertTrue(telnet.readToEnd().startsWith("exit()\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grün ÄÖÜ ß", "漢字 かな", "Ý à ƒ \u00ff", "😀"})
    void anyCharacterGoesThereAndBack(String text) throws Exception {
        String literal = "\"" + text + "\"";
        try (ClientProgram telnet = atThePrompt(telnet())) {
            telnet.type(literal);
            assertEquals(literal + "\r\n" + literal + "\r\n>>> ", telnet.readUntilPrompt());
            telnet.type("\"" + text + "\".length()");
            assertTrue(telnet.readUntilPrompt().endsWith("\r\n" + text.length() + "\r\n>>> "));
        }
    }

    @Test
    void anInterruptIsSeenAndSoIsWhatComesAfterIt() throws Exception {
        try (ClientProgram telnet = atThePrompt(telnet())) {
            telnet.type(SLEEPS);
            Await.latch(started);
            telnet.press(String.valueOf(CTRL_C));
            assertInterrupted(telnet);
        }
    }

    private static void assertInterrupted(ClientProgram telnet) throws Exception {
        assertTrue(telnet.readUntilPrompt().endsWith("\r\nKeyboardInterrupt\r\n>>> "));
        telnet.type("1+1");
        assertTrue(telnet.readUntilPrompt().endsWith("\r\n2\r\n>>> "));
    }

    /** With a synch comes urgent data, in the middle of the stream. */
    @ParameterizedTest
    @ValueSource(strings = {"brk", "ip", "abort", "ip synch nop", "synch brk"})
    void commandsThatInterruptDoSo(String commands) throws Exception {
        try (ClientProgram telnet = atThePrompt(telnet())) {
            telnet.type(SLEEPS);
            Await.latch(started);
            send(telnet, commands);
            assertInterrupted(telnet);
        }
    }

    private static void send(ClientProgram telnet, String commands) throws Exception {
        telnet.press(String.valueOf(ESCAPE));
        telnet.readUntil("telnet> ");
        telnet.type("send " + commands);
    }

    @Test
    void theKeyThatSuspendsAsksForNothing() throws Exception {
        try (ClientProgram telnet = atThePrompt(telnet())) {
            telnet.press(String.valueOf(CTRL_Z));
            telnet.type("1+1");
            assertTrue(telnet.readUntilPrompt().endsWith("\r\n2\r\n>>> "));
        }
    }

    @Test
    void theKeyThatEndsTheInputDoesSoAtOnce() throws Exception {
        try (ClientProgram telnet = atThePrompt(telnet())) {
            telnet.press(String.valueOf(CTRL_D));
            assertTrue(telnet.readToEnd().startsWith("\r\nnow exiting InteractiveConsole...\r\n"));
        }
    }

    @Test
    void theDoorSaysThatItIsThere() throws Exception {
        try (ClientProgram telnet = atThePrompt(telnet())) {
            send(telnet, "ayt");
            assertTrue(telnet.readUntil("is here]\r\n").endsWith("\r\n[the backdoor is here]\r\n"));
        }
    }

    @Test
    void theTerminalAndItsSizeAreKnown() throws Exception {
        try (LogLines log = new LogLines("io.greendoor.backdoor", Level.FINE);
                ClientProgram telnet = telnet()) {
            atThePrompt(telnet);
            Await.until(() -> told(log).size() == 2, () -> "not both: " + log.lines());
            assertEquals(List.of("is 101x33", "is dumb"), told(log));
        }
    }

    private static List<String> told(LogLines log) {
        return log.lines().stream()
                .filter(line -> line.matches("FINE the (window|terminal) of 127\\.0\\.0\\.1:\\d+ is .*"))
                .map(line -> line.substring(line.lastIndexOf(" is ") + 1))
                .toList();
    }
}
