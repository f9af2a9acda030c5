package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a terminal's user is shown while typing: how a command goes on, and what is wrong. */
@Timeout(120)
class TerminalComfortTest {
    private static final String RED = "\u001b[4;31m";

    private final Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", new App()));
    private BackdoorServer door;

    private record Orders() implements PromptCommand {
        @Override
        public String name() {
            return "orders";
        }

        @Override
        public String summary() {
            return "lists orders";
        }

        @Override
        public String usage() {
            return "/orders open | closed";
        }

        @Override
        public void run(Invocation call) {
            call.out().println("orders: " + call.argument());
        }

        @Override
        public List<String> complete(List<String> words) {
            return words.size() == 1 ? List.of("open", "closed") : List.of();
        }
    }

    @BeforeEach
    void open() throws IOException {
        door = Backdoor.server()
                .listen(new InetSocketAddress("127.0.0.1", 0))
                .locals(locals)
                .command(new Orders())
                .start();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private DoorClient terminal() throws IOException {
        return TerminalClient.connect(door.address(), "xterm");
    }

    @Test
    void tabCompletesACommandsNameAndItsArguments() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("/ord\t op\t\r");
            client.readUntil("\norders: open\n");
            client.readUntilPrompt();
            client.send("/se\t");
            client.readUntil("sessions");
        }
    }

    @Test
    void aSecondTabShowsHowACommandIsCalled() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("/orders \t");
            client.readUntil("closed");
            client.send("\t");
            client.readUntil("/orders open | closed");
            client.readUntil("/orders ");
        }
    }

    @Test
    void aSecondTabShowsWhatIsCalledInJava() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("Math.absE\t");
            client.readUntil("Math.absExact(");
            client.send("\t");
            client.readUntil("int Math.absExact(int a)");
        }
    }

    @Test
    void behindAPrefixJavaIsCompleted() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("/time app.por\t\r");
            client.readUntil("\n8080\n");
            client.readUntil("took ");
        }
    }

    @Test
    void whatTheCompilerRefusesIsUnderlinedInPlace() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("1 + nope\r");
            client.readUntil("error: cannot find symbol");
            client.readUntilPrompt();
            assertTrue(
                    client.transcript().contains("    1 + " + RED + "nope\u001b[0m\r\nerror: "), client.transcript());
            assertFalse(client.transcript().contains("^"), client.transcript());
        }
    }

    @Test
    void withoutColoursNothingIsColoured() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("/set colours off\r");
            client.readUntilPrompt();
            int before = client.transcript().length();
            client.send("int n = nope)\r");
            client.readUntil("^");
            client.readUntilPrompt();
            assertFalse(
                    client.transcript().substring(before).matches("(?s).*\u001b\\[[0-9;]+m.*"), client.transcript());
        }
    }

    @Test
    void anEnterOfTwoBytesIsOne() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("5 + 1\r\n");
            client.readUntil("\n6\n");
            client.readUntilPrompt();
            client.send("7 + 1\r\0");
            client.readUntil("\n8\n");
            client.readUntilPrompt();
            client.send("9 + 1\r");
            String rest = client.readUntil("\n10\n");
            assertFalse(rest.contains(DoorClient.PROMPT), rest);
        }
    }
}
