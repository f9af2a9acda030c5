package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.acme.Work;
import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The prompt while somebody holds the loop. */
class LoopHeldTest extends AtTheDoor {
    private static final String HELD_PROMPT = "(loop held) >>> ";
    private static final String BY_ANOTHER = "\n[the loop is held by LoopHeldTest (lambda) (task ";
    private static final String WHAT_ANSWERS = "/hub and /threads answer]\n";

    private static final String WAITS = "[that waits for the loop, too; Ctrl-C takes all back that waits]\n";

    private final Work work = new Work();

    @Override
    @AfterEach
    void close() throws Exception {
        work.end();
        super.close();
    }

    private void hold() throws Exception {
        door.run(() -> Eventlet.spawn(work::compute));
        Await.latch(work.begun());
    }

    /** At a terminal, which is prompted for more. */
    private static void enterWhileHeld(DoorClient client, String line, String told) throws Exception {
        client.send(line);
        client.readUntil(told);
        client.readUntil(HELD_PROMPT);
    }

    @Test
    void commandsThatNeedNoLoopAnswer() throws Exception {
        DoorClient client = door.client();
        hold();

        client.send("/sessions\n");

        String answer = client.readUntil(HELD_PROMPT);
        assertTrue(answer.contains("\n1* "), answer);
        client.send("/nonsense\n");
        assertEquals(
                "error: there is no command /nonsense; /help lists them all\n" + HELD_PROMPT,
                client.readUntil(HELD_PROMPT));
        work.end();
        assertEquals("\n[the loop is free]\n", client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void whoeverWaitsForTheLoopIsToldWhoHoldsIt() throws Exception {
        DoorClient client = door.client();
        hold();

        client.send("1+1\n");

        String told = client.readUntil(WHAT_ANSWERS);
        assertTrue(told.startsWith(BY_ANOTHER), told);
        assertTrue(told.contains(", at com.acme.Work.compute(Work.java:"), told);
        work.end();
        assertEquals("2\n", client.answer());
    }

    @Test
    void whatWasEnteredIsTakenBack() throws Exception {
        locals.put("n", 1);
        DoorClient client = door.client();
        hold();

        client.send("locals.put(\"n\", 2)\n");
        client.readUntil(WHAT_ANSWERS);
        client.send("\3");
        client.send("/sessions\n");
        client.readUntil(HELD_PROMPT);
        work.end();

        client.readUntil("KeyboardInterrupt\n");
        client.readUntilPrompt();
        assertEquals("1\n", client.type("n"));
    }

    @Test
    void aCommandThatWaitsIsTakenBackAndAnswersMeanwhile() throws Exception {
        DoorClient client = door.client();
        client.send("{ System.out.println(\"waiting\"); Eventlet.sleep(Duration.ofHours(1)); }\n");
        client.readUntil("waiting\n");
        hold();

        client.readUntil(WHAT_ANSWERS);
        client.send("/sessions\n");
        String answer = client.readUntil(HELD_PROMPT);
        assertTrue(answer.contains("{ System.out.println("), answer);
        client.send("\3");
        client.readUntil("The command ends when the loop is free.\n");
        work.end();

        assertEquals("\nKeyboardInterrupt\n", client.answer());
    }

    @Test
    void aCommandOfItsOwnThatComputesChangesNoTranscript() throws Exception {
        locals.put("work", work);
        DoorClient client = door.client();
        client.send("work.compute()\n");
        Await.latch(work.begun());

        DoorClient other = door.connect();
        other.send("/sessions\n"); // is not even accepted, since the loop does that
        client.send("/sessions\n");
        String list = client.readUntil(HELD_PROMPT);
        assertTrue(list.contains("work.compute()"), list);
        work.end();

        assertEquals("42\n", client.answer());
        other.readUntil("(InteractiveConsole)\n");
    }

    @Test
    void aScriptIsToldNothingAndItsLinesKeepTheirOrder() throws Exception {
        Event<Void> gate = door.run(Event::new);
        locals.put("gate", gate);
        DoorClient script = door.connect();
        script.send(
                "/quiet\n{ System.out.println(\"waiting\"); gate.await(); System.out.println(\"over\"); }\n/sessions\n");
        script.readUntil("waiting\n");
        DoorClient person = door.client();
        hold();
        for (int i = 0; i < 3; i++) { // in the second of them, at the latest, the script had its turn
            person.send("/sessions\n");
            person.readUntil(HELD_PROMPT);
        }

        work.end();
        door.run(() -> {
            gate.send(null);
            return null;
        });
        script.endInput();

        String answer = script.readToEnd();
        assertTrue(answer.startsWith("over\n"), answer);
        assertTrue(answer.contains("\n1* "), answer);
    }

    @Test
    void aLineOfAStatementIsNoCommand() throws Exception {
        DoorClient client = door.client();
        client.send("int six = 12\n");
        client.readUntilPrompt();
        client.send("int two = (12\n");
        client.readUntil(DoorClient.CONTINUATION);
        hold();

        client.send("/six)\n");

        client.readUntil(WHAT_ANSWERS);
        work.end();
        assertEquals("", client.answer());
        assertEquals("1\n", client.type("two"));
    }

    @Test
    void aTerminalIsAnsweredToo() throws Exception {
        assumeTrue(transport == Transport.TCP);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            hold();
            client.send("/sess\t");
            client.send("\r");
            String list = client.readUntilPrompt();
            assertTrue(list.contains("1* "), list);
            client.send("locals.put(\"n\", 2)\r");
            client.readUntil(WHAT_ANSWERS);
            client.send("\3");
            client.readUntil("it was taken back, and has not run\n");
            client.readUntilPrompt();
            work.end();
            client.send("1+1\r");
            client.readUntil("\n2\n");
            assertNull(locals.get("n"));
        }
    }

    @Test
    void aTerminalIsPromptedForMoreWhileALineWaits() throws Exception {
        assumeTrue(transport == Transport.TCP);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            hold();
            enterWhileHeld(client, "int n = 2\r", WHAT_ANSWERS);
            client.send("/sessions\r");
            assertTrue(client.readUntil(HELD_PROMPT).contains("1* "));
            enterWhileHeld(client, "n + 40\r", WAITS);
            client.send("n + ");
            client.readUntil("n + ");
            work.end();
            client.readUntil("\n42\n");
            client.send("7\r");
            client.readUntil("\n9\n");
        }
    }

    @Test
    void allThatWaitsAtATerminalIsTakenBack() throws Exception {
        assumeTrue(transport == Transport.TCP);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            hold();
            enterWhileHeld(client, "locals.put(\"n\", 1)\r", WHAT_ANSWERS);
            enterWhileHeld(client, "locals.put(\"n\", 2)\r", WAITS);
            client.send("\3");
            client.readUntil("KeyboardInterrupt: all 2 were taken back, and have not run\n");
            work.end();
            client.send("1+1\r");
            client.readUntil("\n2\n");
            assertNull(locals.get("n"));
        }
    }

    @Test
    void ctrlCTakesBackWhatWaitsAndReachesTheCommandThatRuns() throws Exception {
        assumeTrue(transport == Transport.TCP);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            client.send("{ System.out.println(\"waiting\"); Eventlet.sleep(Duration.ofHours(1)); }\r");
            client.readUntil("\nwaiting\n");
            hold();
            client.readUntil(HELD_PROMPT);
            enterWhileHeld(client, "locals.put(\"n\", 1)\r", WAITS);
            client.send("\3");
            client.readUntil("KeyboardInterrupt: it was taken back, and has not run\n");
            client.readUntil("The command ends when the loop is free.\n");
            work.end();
            client.readUntil("\nKeyboardInterrupt\n");
            client.readUntilPrompt();
            client.send("1+1\r");
            client.readUntil("\n2\n");
            assertNull(locals.get("n"));
        }
    }

    @Test
    void whoeverSendsMoreThanCanWaitIsReadWhenTheLoopIsFree() throws Exception {
        assumeTrue(transport == Transport.TCP);
        locals.put("n", 0);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            hold();
            client.send("n++\r".repeat(120));
            client.readUntil("[that waits for the loop, too, and no more is taken in before it is free; ");
            work.end();
            client.send("\"n is \" + n\r");
            client.readUntil("\n\"n is 120\"\n");
        }
    }

    @Test
    void aTerminalWhoseCommandWaitsGetsAPromptOutside() throws Exception {
        assumeTrue(transport == Transport.TCP);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            client.send("{ System.out.println(\"waiting\"); Eventlet.sleep(Duration.ofHours(1)); }\r");
            client.readUntil("\nwaiting\n");
            hold();
            client.readUntil(HELD_PROMPT);
            client.send("/sessions\r");
            assertTrue(client.readUntil(HELD_PROMPT).contains("1* "));
            client.send("40 + 2");
            client.readUntil("40 + 2");
            client.send("\3");
            client.readUntil("The command ends when the loop is free.\n");
            client.send("40 + 2");
            client.readUntil("40 + 2");
            work.end();
            client.readUntil("\nKeyboardInterrupt\n");
            client.send("\r");
            client.readUntil("\n42\n");
            assertFalse(client.transcript().contains("error"), client.transcript());
        }
    }

    @Test
    void whatWasEnteredUnfinishedIsAbandonedByCtrlC() throws Exception {
        assumeTrue(transport == Transport.TCP);
        Event<Integer> answer = new Event<>();
        locals.put("answer", answer);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            client.send("{ System.out.println(\"waiting\"); answer.await(); }\r");
            client.readUntil("\nwaiting\n");
            hold();
            client.readUntil(HELD_PROMPT);
            enterWhileHeld(client, "int twice(int n) {\r", WAITS); // the compiler is the command's: taken as it is
            work.end();
            answer.send(1);
            client.readUntil("\n... ");
            client.send("\3");
            client.readUntil("\nKeyboardInterrupt\n");
            client.readUntilPrompt();
            client.send("1+1\r");
            client.readUntil("\n2\n");
        }
    }

    @Test
    void whatWasEnteredRightBeforeIsAnsweredOrTakenBack() throws Exception {
        assumeTrue(transport == Transport.TCP);
        try (DoorClient client = TerminalClient.connect(door.address(), "xterm")) {
            door.run(() -> {
                Eventlet.spawn(() -> {
                    client.send("locals.put(\"n\", 2)\r"); // the loop itself takes it in
                    Eventlet.sleep(java.time.Duration.ofMillis(1));
                    return work.compute();
                });
                return null;
            });
            Await.latch(work.begun());
            client.readUntil(WHAT_ANSWERS);
            client.send("\3");
            client.readUntil("it was taken back, and has not run\n");
            client.send("/sessions\r");
            client.readUntil("1* ");
            client.readUntilPrompt();
            work.end();
            client.send("1+1\r");
            client.readUntil("\n2\n");
            assertNull(locals.get("n"));
        }
    }
}
