package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that compute for ever: the server goes on serving, and Ctrl-C, or the client's leaving, ends them. */
class SessionComputeTest extends AtTheDoor {
    private static final String INTERRUPTED = "\nKeyboardInterrupt\n";

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger ticks = new AtomicInteger();

    private DoorClient client() throws Exception {
        locals.put("started", started);
        locals.put("ended", ended);
        locals.put("ticks", ticks);
        return door.client();
    }

    /** A task of the application's that shows whether it gets its turns. */
    private void startTicking() throws Exception {
        GreenThread<Void> ticker = door.run(() -> Eventlet.spawn(() -> {
            while (true) {
                ticks.incrementAndGet();
                Eventlet.sleep(Duration.ofMillis(1));
            }
        }));
        assertTrue(!ticker.isDead());
    }

    private void awaitTicks() {
        int before = ticks.get();
        Await.until(() -> ticks.get() >= before + 3, () -> "the application does not get on: " + ticks);
    }

    /** Types a command that does not end, and waits until it has begun. */
    private void run(DoorClient client, String endless) throws Exception {
        client.send(endless + "\n");
        Await.latch(started);
    }

    private static void assertInterrupted(DoorClient client) throws Exception {
        client.send("\3");
        assertEquals(INTERRUPTED, client.answer());
        assertEquals("2\n", client.type("1+1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ started.countDown(); while (true) {} }",
                "{ started.countDown(); for (;;) ; }",
                "{ started.countDown(); do {} while (ticks.get() >= 0); }",
                "{ started.countDown(); long n = 0; while (n >= 0) if (++n > 5) n = 0; }",
                "{ started.countDown(); int n = 0; while (true) switch (n) { case 0: n = 1; continue; default: n = 0; } }",
                "{ started.countDown(); outer: while (true) { for (int i = 0; i < 3; i++) { if (i == 1) continue outer; } } }",
                "{ started.countDown(); Runnable r = () -> { Runnable s = () -> { while (true) {} }; s.run(); }; r.run(); }",
                "{ started.countDown(); class A { void run() { while (true) {} } } new A().run(); }",
                "{ started.countDown(); record R(int n) { int endless() { while (true) {} } } new R(1).endless(); }",
                "{ started.countDown(); while (true) { try { while (true) {} } catch (Throwable t) {} } }",
                "{ started.countDown(); while (true) { try { while (true) {} } finally { continue; } } }",
                "{ new io.greendoor.greenlet.Greenlet(a -> { started.countDown(); while (true) {} }).switchTo(); }",
                "{ io.greendoor.scheduler.Coroutines.coroutineScope(s -> { started.countDown(); while (true) {} }); }",
            })
    void anEndlessCommandLeavesTheServerServingAndIsEndedByCtrlC(String endless) throws Exception {
        DoorClient client = client();
        startTicking();

        run(client, endless);

        awaitTicks();
        assertInterrupted(client);
        awaitTicks();
    }

    /** Some of them cannot give way on each engine; Ctrl-C reaches them all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ started.countDown(); IntStream.iterate(0, i -> i).forEach(i -> {}); }",
                "{ started.countDown(); Stream.generate(() -> 1).filter(x -> x > 1).findFirst(); }",
                "{ started.countDown(); Arrays.sort(new Integer[] {2, 1}, (a, b) -> { while (true) {} }); }",
                "{ class A { A() { started.countDown(); while (true) {} } } new A(); }",
                "{ class A { static int n = endless(); static int endless() { started.countDown(); while (true) {} } }"
                        + " System.out.print(A.n); }",
                "{ started.countDown(); synchronized (ticks) { while (true) {} } }",
                "{ started.countDown(); new HashMap<Integer, Integer>().computeIfAbsent(1, k -> { while (true) {} }); }",
                "{ started.countDown(); Collections.synchronizedList(List.of(1)).forEach(k -> { while (true) {} }); }",
            })
    void anEndlessCommandWithinOtherCodeIsEndedByCtrlC(String endless) throws Exception {
        DoorClient client = client();

        run(client, endless);

        assertInterrupted(client);
    }

    @Test
    void whatWasTypedBeforeIsEndedToo() throws Exception {
        DoorClient client = client();
        client.type("int fib(int n) { started.countDown(); return n < 2 ? n : fib(n - 1) + fib(n - 2); }");
        client.type("class Loop { void run() { started.countDown(); for (int i = 0; ; i++) if (i < 0) i = 0; } }");

        run(client, "fib(200)");
        assertInterrupted(client);
        client.send("new Loop().run()\n");
        assertInterrupted(client);
    }

    @Test
    void printingAValueBelongsToTheCommand() throws Exception {
        DoorClient client = client();
        client.type("class A { public String toString() { started.countDown(); while (true) {} } }");

        run(client, "new A()");

        assertInterrupted(client);
    }

    @Test
    void aCommandThatCatchesTheInterruptAndEndsHasEnded() throws Exception {
        DoorClient client = client();

        run(
                client,
                "try { started.countDown(); while (true) {} } catch (Error e) { System.out.println(\"caught \" + e.getMessage()); }"
                        + " finally { ended.countDown(); }");
        client.send("\3");

        assertEquals("caught KeyboardInterrupt\n", client.answer());
        Await.latch(ended);
        assertEquals(
                "0\n", client.type("{ for (int i = 0; i < 10; i++) {} } 0"), "of a command that nobody interrupts");
    }

    @Test
    void anInterruptForgetsTheStatementsBehindTheCommand() throws Exception {
        DoorClient client = client();

        run(client, "{ started.countDown(); while (true) {} } locals.put(\"late\", 1);");

        assertInterrupted(client);
        assertTrue(!locals.containsKey("late"));
    }

    @Test
    void aTaskThatACommandStartedGivesWayAndIsNotInterrupted() throws Exception {
        DoorClient client = client();
        startTicking();

        run(
                client,
                "var task = Eventlet.spawn(() -> { started.countDown(); try { while (true) {} } finally { ended.countDown(); } })");
        client.answer();
        awaitTicks();
        assertInterrupted(client);
        assertEquals("false\n", client.type("task.isDead()"));
        assertEquals("", client.type("task.kill()"));

        Await.latch(ended);
        assertEquals("true\n", client.type("task.isDead()"));
    }

    @Test
    void aTaskThatOutlivesItsSessionGoesOnGivingWay() throws Exception {
        DoorClient client = client();
        startTicking();

        run(client, "locals.put(\"task\", Eventlet.spawn(() -> { started.countDown(); while (true) {} }))");
        client.answer();
        client.send("exit()\n");
        client.readToEnd();

        awaitTicks();
        DoorClient other = door.client();
        other.type("task.kill()");
        assertEquals("true\n", other.type("task.isDead()"));
    }

    @Test
    void whatRunsOnAThreadForACommandIsEndedWithIt() throws Exception {
        DoorClient client = client();

        run(
                client,
                "io.greendoor.greenlet.Tpool.execute(() -> { started.countDown(); try { while (true) {} }"
                        + " finally { ended.countDown(); } })");

        assertInterrupted(client);
        Await.latch(ended);
    }

    @Test
    void aThreadThatNobodyKnowsIsLeftAlone() throws Exception {
        DoorClient client = client();
        client.type("boolean[] go = {true}");

        run(
                client,
                "new Thread(() -> { started.countDown(); while (ticks.get() == 0) {} ended.countDown(); }).start()");
        client.answer();
        assertInterrupted(client);
        ticks.set(1);

        Await.latch(ended);
    }

    @Test
    void aCallbackThatHoldsTheLoopIsEndedByCtrlC() throws Exception {
        DoorClient client = client();
        client.type("var loop = io.greendoor.scheduler.Scheduler.current()");

        run(
                client,
                "{ loop.execute(() -> { started.countDown(); while (true) {} }); Eventlet.sleep(Duration.ofHours(1)); }");

        assertInterrupted(client);
    }

    @Test
    void aCallbackThatHoldsTheLoopWhenItsCommandIsOverIsEndedByCtrlC() throws Exception {
        DoorClient client = client();
        client.type("var loop = io.greendoor.scheduler.Scheduler.current()");

        client.type("Runnable late = () -> { started.countDown(); while (true) {} }");
        client.type("var timer = loop.schedule(Duration.ofSeconds(1), late)");
        Await.latch(started);

        assertInterrupted(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try { System.out.println(\"unread\"); started.countDown(); while (true) {} }"
                        + " finally { ended.countDown(); }",
                "try { System.out.println(\"unread\"); started.countDown();"
                        + " IntStream.iterate(0, i -> i).forEach(i -> {}); } finally { ended.countDown(); }",
                "try { System.out.println(\"unread\"); started.countDown();"
                        + " while (true) { try { while (true) {} } catch (Throwable t) {} } } finally { ended.countDown(); }",
            })
    void aClientThatIsGoneEndsItsCommand(String endless) throws Exception {
        DoorClient client = client();

        run(client, endless);
        client.awaitUnread();
        client.reset();

        Await.latch(ended);
        assertEquals("2\n", door.client().type("1+1"));
    }
}
