package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Event;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ctrl-C, however a client says it. */
class SessionInterruptTest extends AtTheDoor {
    private static final byte IAC = (byte) 255;

    private static final String INTERRUPTED = "\nKeyboardInterrupt\n";

    enum Interrupt {
        CTRL_C(new byte[] {3}),
        INTERRUPT_PROCESS(new byte[] {IAC, (byte) 244}),
        BREAK(new byte[] {IAC, (byte) 243});

        final byte[] bytes;

        Interrupt(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private void putLatches() {
        locals.put("started", started);
        locals.put("ended", ended);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptAbandonsAnUnfinishedStatement(Interrupt interrupt) throws Exception {
        DoorClient client = door.client();

        client.send("class A {\n");
        client.readUntil(DoorClient.CONTINUATION);
        client.send(interrupt.bytes);

        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptAbandonsAWaitingCommand(Interrupt interrupt) throws Exception {
        putLatches();
        DoorClient client = door.client();

        client.send(
                "try { started.countDown(); Eventlet.sleep(Duration.ofHours(1)); } finally { ended.countDown(); }\n");
        Await.latch(started);
        client.send(interrupt.bytes);

        assertEquals(INTERRUPTED, client.answer());
        Await.latch(ended);
        assertEquals("2\n", client.type("1+1"));
    }

    /** For a person it is the same whether the command waits or blocks. */
    @Test
    void anInterruptEndsACommandThatBlocks() throws Exception {
        assumeTrue("loom".equals(System.getProperty("greendoor.engine")), "what blocks holds the loop elsewhere");
        putLatches();
        DoorClient client = door.client();

        client.send("{ started.countDown(); new CountDownLatch(1).await(); }\n");
        Await.latch(started);
        door.run(() -> true); // by then it blocks
        client.send("\3");

        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void anInterruptAtThePromptIsAnsweredWithAnother() throws Exception {
        DoorClient client = door.client();

        client.send("1 + not finis\3");

        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void anInterruptForgetsWhatWasTypedAhead() throws Exception {
        putLatches();
        DoorClient client = door.client();

        client.send("{ started.countDown(); Eventlet.sleep(Duration.ofHours(1)); }\nlocals.put(\"late\", 1)\n");
        Await.latch(started);
        client.send("\0031+1\n");

        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.answer());
        assertTrue(!locals.containsKey("late"));
    }

    @Test
    void anInterruptEndsAReadOfTheInput() throws Exception {
        DoorClient client = door.client();

        client.send("System.out.print(\"? \"); System.in.read()\n");
        client.readUntil("? ");
        client.send("\3");

        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void anInterruptIsOneSessionsOnly() throws Exception {
        putLatches();
        Event<String> gate = new Event<>();
        locals.put("gate", gate);
        DoorClient waiting = door.client();
        DoorClient client = door.client();

        waiting.send("{ started.countDown(); System.out.println(gate.await()); }\n");
        Await.latch(started);
        client.send("\3");
        assertEquals(INTERRUPTED, client.answer());
        gate.send("undisturbed");

        assertEquals("undisturbed\n", waiting.answer());
    }

    @Test
    void manyInterruptsEndNothing() throws Exception {
        DoorClient client = door.client();

        for (int i = 0; i < 100; i++) {
            client.send(i % 2 == 0 ? "Eventlet.sleep(Duration.ofHours(1))\n" : "\3");
        }
        client.send("\3");
        client.send("\"still \" + \"there\"\n");

        assertTrue(client.readUntil("\"still there\"\n").contains(INTERRUPTED));
    }

    @Test
    void aTimingMarkIsAnswered() throws Exception {
        DoorClient client = door.connect();

        client.send(TelnetNotation.bytes("DO TM"));
        client.awaitProtocol("WILL TM");
        client.readUntilPrompt();

        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void whatTelnetAsksForIsNoText() throws Exception {
        DoorClient client = door.client();

        client.send(TelnetNotation.bytes("'1' WILL NAWS '+' SB NAWS 00 50 00 18 SE '1' LF"));

        assertEquals("2", client.answer().strip());
    }
}
