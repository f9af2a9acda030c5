package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is longer than a terminal's window of 24 rows is shown by pages. */
@Timeout(120)
class PagingTest {
    private static final String LONG =
            IntStream.rangeClosed(1, 60).mapToObj(n -> "line " + n).collect(Collectors.joining("\n"));
    private static final String CTRL_C = "\u0003";

    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private BackdoorServer door;

    @BeforeEach
    void open() throws IOException {
        locals.put("text", new Object() {
            @Override
            public String toString() {
                return LONG;
            }
        });
        door = Backdoor.server()
                .listen(new InetSocketAddress("127.0.0.1", 0))
                .locals(locals)
                .command(PromptCommand.of(
                        "print", "prints at once", call -> call.out().println(LONG)))
                .command(new OffLoopCommand(
                        "slow",
                        "prints off the loop",
                        "/slow",
                        call -> call.out().println(LONG)))
                .command(new OffLoopCommand("live", "prints as it goes", "/live", call -> {
                    call.out().flush();
                    call.out().println(LONG);
                }))
                .start();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private DoorClient terminal() throws IOException {
        return TerminalClient.connect(door.address(), "xterm");
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> "line " + n + "\n").collect(Collectors.joining());
    }

    private static String status(int shown) {
        return "-- " + shown + " of 60 lines; Space: next page, Enter: one line, q: enough --";
    }

    @Test
    void aLongValueIsShownByPages() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("text\r");
            assertTrue(client.readUntil(status(23)).endsWith(lines(1, 23) + status(23)));
            client.send("\r");
            assertEquals(lines(24, 24) + status(24), client.readUntil(status(24)));
            client.send("x\u001b[B "); // the first is no key of the pager's, the second none that is read
            client.readUntil(status(24));
            client.readUntil(status(24));
            client.send(" ");
            client.readUntil(status(47));
            client.send(" ");
            String rest = client.readUntil("line 60\n");
            assertTrue(rest.endsWith(lines(48, 60)), rest);
            client.readUntilPrompt();
            assertTrue(client.transcript().contains(status(47) + "\r\u001b[K"), client.transcript());
        }
    }

    @Test
    void qAndCtrlCAreEnoughAndTheNextLineIsTheEditors() throws Exception {
        try (DoorClient client = terminal()) {
            for (String key : new String[] {"q", CTRL_C}) {
                client.send("text\r");
                client.readUntil(status(23));
                client.send(key);
                String rest = client.readUntilPrompt();
                assertFalse(rest.contains("line 24"), rest);
                assertFalse(rest.contains("KeyboardInterrupt"), rest);
            }
            client.send("1 + 1\r");
            client.readUntil("\n2\n");
        }
    }

    @Test
    void commandsAndFunctionsArePagedTooUnlessTheyFlush() throws Exception {
        try (DoorClient client = terminal()) {
            for (String typed : new String[] {"/slow", "expand(text)"}) {
                client.send(typed + "\r");
                client.readUntil(status(23));
                client.send("q");
                client.readUntilPrompt();
            }
            for (String typed : new String[] {"/live", "/print"}) {
                client.send(typed + "\r");
                assertTrue(client.readUntilPrompt().contains(lines(1, 60)));
            }
        }
    }

    @Test
    void whatTasksPrintMeanwhileGoesAboveThePagersLine() throws Exception {
        Event<String> news = new Event<>();
        locals.put("news", news);
        try (DoorClient client = terminal()) {
            client.send("/aside System.out.println(news.await())\r");
            client.readUntil("put aside\n");
            client.readUntilPrompt();
            client.send("text\r");
            client.readUntil(status(23));
            news.send("news have come");
            assertTrue(client.readUntil(status(23)).startsWith("news have come\n"));
            client.send("q");
            client.readUntilPrompt();
        }
    }

    @Test
    void pagingCanBeTurnedOff() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("/set paging off\r");
            client.readUntilPrompt();
            client.send("text\r");
            assertTrue(client.readUntilPrompt().contains(lines(1, 60)));
        }
    }

    @Test
    void whoHasTypedAheadIsNotAsked() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("text\r1 + 1\r");
            client.readUntil("line 60\n");
            client.readUntil("\n2\n");
        }
    }

    @Test
    void theSessionEndsAlsoBetweenPages() throws Exception {
        try (DoorClient client = terminal()) {
            client.send("text\r");
            client.readUntil(status(23));
            client.reset();
        }
        Await.until(() -> Threads.named("greendoor-editor").isEmpty(), () -> "the editor is still there");
    }

    @Test
    void aPlainClientIsNotAsked() throws Exception {
        try (DoorClient client = new DoorClient(door.address())) {
            client.send("\n");
            client.readUntilPrompt();
            client.readUntilPrompt();

            assertEquals(lines(1, 60), client.type("text"));
            assertEquals(lines(1, 60), client.type("/slow"));
        }
    }
}
