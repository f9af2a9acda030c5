package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Coroutines;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not done yet: it is waited for at the prompt, or put aside. */
class AsideTest extends AtTheDoor {
    private static final String TOOK = "\\d[\\d.]* (ns|[µm]?s)";
    private static final String CTRL_C = "\u0003";

    /** Types a statement, and reads up to {@code end}, which is told before the next prompt or behind it. */
    private static String told(DoorClient client, String statement, String end) throws IOException {
        String answer = client.type(statement);
        if (answer.contains(end)) {
            return answer;
        }
        answer += client.readUntil(end);
        client.send("\n");
        client.readUntilPrompt();
        return answer;
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), () -> text + " is not " + pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CompletableFuture.supplyAsync(() -> 42)",
                "(CompletionStage<Integer>) CompletableFuture.supplyAsync(() -> 42)",
                "(Future<Integer>) CompletableFuture.supplyAsync(() -> 42)",
                "CompletableFuture.supplyAsync(() -> 42).minimalCompletionStage()",
                "ForkJoinPool.commonPool().submit(() -> 42)",
                "Eventlet.spawn(() -> 42)",
            })
    void whatIsNotDoneIsAwaited(String pending) throws Exception {
        DoorClient client = door.client();

        assertEquals("42\n", client.type("await(" + pending + ")"));
        assertMatches(
                "\\[1] put aside\n\\[1] done after " + TOOK + ": 42   \\(_2\\)\n",
                told(client, "aside(" + pending + ")", "(_2)\n"));
        assertEquals("42\n", client.type("await(1)"));
        assertEquals("43\n", client.type("_2 + 1"));
    }

    @Test
    void localsOfEachKindAreAwaited() throws Exception {
        Event<String> event = new Event<>();
        event.send("happened");
        locals.put("event", event);
        FutureTask<String> task = new FutureTask<>(() -> "ran");
        locals.put("task", task);
        locals.put("future", CompletableFuture.completedFuture("completed"));
        door.run(() -> Coroutines.coroutineScope(scope -> {
            locals.put("deferred", scope.async(() -> "deferred"));
            locals.put("job", scope.launch(() -> Eventlet.sleep(Duration.ZERO)));
            return null;
        }));
        DoorClient client = door.client();
        task.run();

        assertEquals("\"happened\"\n", client.type("await(event)"));
        assertEquals("\"ran\"\n", client.type("await(task)"));
        assertEquals("\"completed\"\n", client.type("await(future)"));
        assertEquals("\"deferred\"\n", client.type("await(deferred)"));
        assertEquals("", client.type("await(job)"));
        String told = told(client, "{ aside(event); aside(task); aside(deferred); aside(job); }", "(_7)\n");
        assertTrue(told.contains("[4] put aside\n"), told);
    }

    @Test
    void whatAFutureFailedWithIsThrownAsItIs() throws Exception {
        locals.put(
                "future",
                CompletableFuture.supplyAsync(() -> {
                            throw new IllegalArgumentException("boom");
                        })
                        .thenApply(x -> x));
        DoorClient client = door.client();

        assertTrue(client.type("await(future)").startsWith("java.lang.IllegalArgumentException: boom\n"));
        assertTrue(client.type("await((Future) future)").startsWith("java.lang.IllegalArgumentException: boom\n"));
        assertTrue(client.type("await(ForkJoinPool.commonPool().submit(() -> { throw new IOException(\"io\"); }))")
                .contains("java.io.IOException: io"));
    }

    @Test
    void othersGoOnWhileOneWaitsAndCtrlCLeavesWhatWasWaitedFor() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        locals.put("future", future);
        DoorClient client = door.client();
        DoorClient other = door.client();
        client.send("{ System.out.println(\"waits\"); await(future); }\n");
        client.readUntil("waits\n");

        assertEquals("2\n", other.type("1 + 1"));
        client.send(CTRL_C);
        assertEquals("\nKeyboardInterrupt\n", client.answer());

        assertFalse(future.isDone());
        future.complete("late");
        assertEquals("\"late\"\n", client.type("await(future)"));
    }

    @Test
    void aStatementIsPutAsideAndItsValueIsTold() throws Exception {
        Event<String> news = new Event<>();
        locals.put("news", news);
        DoorClient client = door.client();

        assertEquals("[1] put aside\n", client.type("/aside news.await() + \"!\""));
        assertEquals("2\n", client.type("1 + 1"));
        assertMatches(
                "     state    for +what\n---  -------  -+  -+\n\\[1]  running  " + TOOK
                        + " +news.await\\(\\) \\+ \"!\"\n",
                client.type("/aside"));
        news.send("it has come");

        assertMatches("\\[1] done after " + TOOK + ": \"it has come!\"   \\(_2\\)\n", client.readUntil("\n"));
        client.send("\n");
        client.readUntilPrompt();
        assertEquals("\"it has come!\"\n", client.type("_2"));
        assertTrue(client.type("/aside").contains("[1]  done "));
        assertEquals(
                "   1 : /aside news.await() + \"!\"\n",
                client.type("/list").lines().findFirst().orElse("") + "\n");
    }

    @Test
    void whatIsPutAsideIsNotTheLastValue() throws Exception {
        DoorClient client = door.client();
        client.type("1");
        client.type("2");
        told(client, "/aside 3", "(_3)\n");

        assertEquals("2\n", client.type("_"));
        assertEquals("2\n", client.type("__"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/aside for (int i = 0; i < 3; i++) out.add(i)",
                "/aside { out.add(0); out.add(1); out.add(2); }",
                "/aside if (out.isEmpty()) { out.add(0); out.add(1); } else out.add(7); out.add(2)",
                "/aside out.addAll(List.of(0, 1, 2))",
                "aside(() -> { out.add(0); out.add(1); out.add(2); })",
            })
    void statementsOfAllShapesArePutAside(String statement) throws Exception {
        DoorClient client = door.client();
        client.type("var out = new ArrayList<Integer>()");

        String told = told(client, statement, "[1] done after");

        assertTrue(told.startsWith("[1] put aside\n"), told);
        assertTrue(client.type("await(1); out").endsWith("[0, 1, 2]\n"));
    }

    @Test
    void whatFailsIsToldAndThrownToWhoeverWaits() throws Exception {
        DoorClient client = door.client();

        assertMatches(
                "\\[1] put aside\n\\[1] failed after " + TOOK
                        + ": java.lang.IllegalStateException: boom   \\(await\\(1\\) throws it\\)\n",
                told(
                        client,
                        "/aside { Eventlet.sleep(); throw new IllegalStateException(\"boom\"); }",
                        "throws it)\n"));
        assertTrue(client.type("await(1)").startsWith("java.lang.IllegalStateException: boom\n"));
        assertEquals(
                "error: there is no [7] that was put aside; /aside lists those that are kept\n",
                client.type("await(7)"));
    }

    @Test
    void oneThatComputesGivesWayAndIsKilled() throws Exception {
        DoorClient client = door.client();
        client.type("/aside while (true) {}");

        assertEquals("2\n", client.type("1 + 1"));
        client.send("/aside kill 1\n");
        assertMatches("\\[1] killed after " + TOOK + "\n", client.answer());
        assertEquals("error: [1] has ended already: it is killed\n", client.type("/aside kill 1"));
        assertEquals(
                "error: there is no [3] that was put aside; /aside lists those that are kept\n",
                client.type("/aside kill 3"));
        assertEquals(
                "error: /aside kill needs the number of one that runs; /aside lists them\n",
                client.type("/aside kill"));
    }

    @Test
    void whatWasKilledHasNoResultAndSaysSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        locals.put("begun", begun);
        DoorClient client = door.client();
        DoorClient other = door.client();
        other.type("/aside Eventlet.sleep(Duration.ofHours(1))");
        String killed = "error: \\[1] was killed after " + TOOK + ", and has no result\n";

        GreenThread<?> sleeper = door.run(() -> Eventlet.spawn(() -> Eventlet.sleep(Duration.ofHours(1))));
        locals.put("sleeper", sleeper);
        client.type("aside(sleeper)");
        client.send("{ begun.countDown(); await(1); }\n");
        Await.latch(begun);
        door.run(() -> {
            sleeper.kill();
            return null;
        });
        other.type("/aside kill 1");

        assertMatches("(?s).*" + killed, client.answer());
        assertMatches(killed, client.type("await(1)"));
        assertMatches(killed, other.type("await(1)"));
        assertEquals("2\n", client.type("1 + 1"));
    }

    @Test
    void killingCancelsAFuture() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        locals.put("future", future);
        DoorClient client = door.client();
        client.type("aside(future)");

        assertMatches("\\[1] killed after " + TOOK + "\n", client.type("/aside kill 1"));

        assertTrue(future.isCancelled());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int n = 5",
                "int twice(int x) { return 2 * x; }",
                "class C {}",
                "import java.time.Instant",
                "var v = 3"
            })
    void aDeclarationIsRefused(String declaration) throws Exception {
        DoorClient client = door.client();

        assertEquals(
                "error: a declaration is done at once: there is nothing to put aside; type it without /aside\n",
                client.type("/aside " + declaration));
    }

    @Test
    void anErrorIsShownWhereItIs() throws Exception {
        DoorClient client = door.client();

        assertEquals(
                "  File \"<console>\", line 1\n"
                        + "           unknown(1)\n"
                        + "           ^~~~~~~\n"
                        + "error: cannot find symbol\n"
                        + "  symbol:   method unknown(int)\n",
                client.type("/aside unknown(1)"));
    }

    @Test
    void aValueWhoseTextWaitsIsToldWhenItHasIt() throws Exception {
        assumeFalse(
                "quasar".equals(System.getProperty("greendoor.engine")), "frames of toString's cannot be left there");
        DoorClient client = door.client();
        client.type("var name = new io.greendoor.greenlet.Event<String>()");
        client.type("class Slow { public String toString() { return name.await(); } }");

        assertEquals("[1] put aside\n", client.type("/aside new Slow()"));
        assertTrue(told(client, "name.send(\"slow\")", "(_1)\n").endsWith(": slow   (_1)\n"));
    }

    @Test
    void whenTheSessionEndsItsCodeGoesOnAndNothingElseIsLeft() throws Exception {
        Event<String> news = new Event<>();
        CompletableFuture<String> never = new CompletableFuture<>();
        locals.put("news", news);
        locals.put("never", never);
        DoorClient client = door.client();
        client.type("class Typed {}");
        client.type("locals.put(\"typed\", new Typed())");
        WeakReference<ClassLoader> loader =
                new WeakReference<>(locals.remove("typed").getClass().getClassLoader());
        client.type("aside(never)");
        told(client, "/aside new Typed()", "[2] done after");
        client.type("/aside locals.put(\"heard\", news.await())");
        client.send("exit()\n");
        client.readToEnd();

        news.send("it");

        Await.until(() -> "it".equals(locals.get("heard")), () -> "it has not gone on");
        Await.until(
                () -> {
                    System.gc();
                    return loader.refersTo(null);
                },
                () -> "the session's class loader is still there");
        assertFalse(never.isDone());
    }
}
