package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The {@code telnet} that people use, as it is installed here. It knows TCP only. */
@Timeout(60)
class TelnetTest {
    private final DoorFixture door;
    private final Map<String, Object> locals;

    TelnetTest() throws Exception {
        door = DoorFixture.open(Transport.TCP);
        locals = door.locals;
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private ClientProgram telnet() throws IOException {
        int port = ((InetSocketAddress) door.address()).getPort();
        return ClientProgram.start(List.of("telnet", "127.0.0.1", String.valueOf(port)));
    }

    @Test
    void telnetTalksLineByLine() throws Exception {
        locals.put("count", 1);
        try (ClientProgram telnet = telnet()) {
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
        try (ClientProgram telnet = telnet()) {
            telnet.type("close");
            telnet.endInput();
            telnet.readToEnd();
        }
        assertEquals("2\n", door.client().type("1+1"));
    }
}
