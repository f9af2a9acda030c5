package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.Work;
import io.greendoor.greenlet.Eventlet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C where the application's own code does not stop: the client is told, while it goes on. */
class ApplicationDoesNotStopTest extends AtTheDoor {
    private static final String INTERRUPTED = "\nKeyboardInterrupt\n";
    private static final String END = "when it gets back to that.\n";

    private final Work work = new Work();

    @Override
    @AfterEach
    void close() throws Exception {
        work.end();
        super.close();
    }

    private DoorClient run(String command) throws Exception {
        locals.put("work", work);
        DoorClient client = door.client();
        client.send(command + "\n");
        Await.latch(work.begun());
        return client;
    }

    @Test
    void whatComputesIsNamedAlthoughItHoldsTheLoop() throws Exception {
        DoorClient client = run("work.compute()");

        client.send("\3");

        String told = client.readUntil(END);
        assertTrue(
                told.startsWith(
                        "\nKeyboardInterrupt was asked for, but com.acme.Work.compute does not stop:\n\tat com.acme.Work.compute("),
                told);
        assertTrue(told.contains(")\n\tat <console>\n"), told);
        work.end();
        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void whatWaitsAndCatchesEverythingIsNamedWhileTheServerServes() throws Exception {
        DoorClient client = run("work.waitStubbornly()");

        client.send("\3");

        String told = client.readUntil(END);
        assertTrue(told.contains("but com.acme.Work.waitStubbornly does not stop:\n\tat "), told);
        assertTrue(told.contains("\tat com.acme.Work.waitStubbornly("), told);
        assertTrue(told.contains(")\n\tat <console>\n"), told);
        assertEquals("2\n", door.client().type("1+1"));
        work.end();
        assertEquals("42\n", client.answer(), "since it has caught what it was told");
    }

    @Test
    void anotherTaskThatHoldsTheLoopIsNamed() throws Exception {
        locals.put("work", work);
        DoorClient client = door.client();
        client.send("{ System.out.println(\"waiting\"); Eventlet.sleep(Duration.ofHours(1)); }\n");
        client.readUntil("waiting\n");
        door.run(() -> Eventlet.spawn(work::compute));
        Await.latch(work.begun());

        client.send("\3");

        String told = client.readUntil("when the loop is free.\n");
        assertTrue(
                told.contains(
                        "but the loop is held by ApplicationDoesNotStopTest (lambda):\n\tat com.acme.Work.compute("),
                told);
        work.end();
        assertEquals(INTERRUPTED, client.answer());
    }

    @Test
    void aSecondInterruptIsAnsweredOnceMore() throws Exception {
        DoorClient client = run("work.compute()");

        client.send("\3");
        client.readUntil(END);
        client.send("\3");
        client.readUntil(END);

        work.end();
        assertEquals(INTERRUPTED, client.answer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x = work.compute()", "{ work.compute(); for (int i = 0; i < 9; i++) locals.put(\"late\", i); }"
            })
    void theCommandEndsWhenItGetsBack(String command) throws Exception {
        locals.put("x", 1);
        DoorClient client = run(command);

        client.send("\0031+1\n");
        client.readUntil(END);
        work.end();

        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.answer());
        assertTrue(!Integer.valueOf(8).equals(locals.get("late")));
    }

    @Test
    void whatItPrintsMeanwhileIsSeen() throws Exception {
        DoorClient client = run("{ System.out.println(\"before\"); work.compute(); }");

        client.readUntil("before\n");

        work.end();
        assertEquals("", client.answer());
    }
}
