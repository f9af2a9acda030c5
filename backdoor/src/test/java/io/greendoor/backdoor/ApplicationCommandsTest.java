package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Scheduler;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands that an application adds. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ApplicationCommandsTest {

    private final Transport transport;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private BackdoorServer server;
    private DoorClient client;

    ApplicationCommandsTest(Transport transport) {
        this.transport = transport;
    }

    private DoorClient open(PromptCommand... commands) throws Exception {
        SocketAddress address = transport.freeAddress();
        BackdoorServer.Builder builder =
                Backdoor.server().listen(address).locals(new ConcurrentHashMap<>(java.util.Map.of("n", 3)));
        List.of(commands).forEach(builder::command);
        server = builder.start();
        client = new DoorClient(server.address());
        client.readUntilPrompt();
        return client;
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aCommandGetsItsWordsAndTheApplicationsNames() throws Exception {
        open(PromptCommand.of(
                "echo",
                "says it",
                call -> call.out()
                        .println(call.words() + " " + call.argument() + " "
                                + call.locals().get("n"))));

        assertEquals("[a b, c] \"a b\"  c 3\n", client.type("/echo  \"a b\"  c "));
        assertTrue(client.type("/help").contains("  /echo        says it\n"));
    }

    @Test
    void itMayWaitAndIsEndedByAnInterrupt() throws Exception {
        open(PromptCommand.of("wait", "waits", call -> {
            call.out().println("waiting");
            Eventlet.sleep(Duration.ofHours(1));
        }));

        client.send("/wait\n");
        client.readUntil("waiting\n");
        client.send("\3");

        assertEquals("\nKeyboardInterrupt\n", client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void whatItThrowsIsPrinted() throws Exception {
        open(PromptCommand.of("fail", "fails", call -> {
            throw new IOException("no disk");
        }));

        assertTrue(client.type("/fail").startsWith("java.io.IOException: no disk\n"));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void oneThatRunsOffTheLoopIsInterruptedThere() throws Exception {
        open(new PromptCommand() {
            @Override
            public String name() {
                return "watch";
            }

            @Override
            public String summary() {
                return "watches";
            }

            @Override
            public boolean runsOffLoop() {
                return true;
            }

            @Override
            public void run(Invocation call) throws InterruptedException {
                boolean onLoop = Scheduler.current().thread() == Thread.currentThread()
                        && Thread.currentThread().getName().equals("greendoor-backdoor");
                call.out().println("on the loop: " + onLoop);
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        });

        client.send("/watch\n");
        client.readUntil("on the loop: false\n");
        Await.latch(begun);
        client.send("\3");

        assertEquals("\nKeyboardInterrupt\n", client.answer());
        Await.latch(interrupted);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void itMayTakeThePlaceOfOneThatIsBuiltIn() throws Exception {
        open(PromptCommand.of("vars", "mine", call -> call.out().println("mine")));

        assertEquals("mine\n", client.type("/vars"));
    }

    @Test
    void aNameThatCannotBeTypedIsRefusedAtOnce() throws Exception {
        open();

        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Backdoor.server().command(PromptCommand.of("/orders", "lists", call -> {})));

        assertEquals(
                "a command is named by a letter, then letters, digits and hyphens, not \"/orders\"; the slash is only typed",
                refused.getMessage());
    }
}
