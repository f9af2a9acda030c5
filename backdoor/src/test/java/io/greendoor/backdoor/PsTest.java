package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Coroutines;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What /ps lists, and /top draws. */
@Timeout(60)
class PsTest {

    private final ProcessFixture process;

    PsTest() throws Exception {
        process = new ProcessFixture();
    }

    @AfterEach
    void close() {
        process.close();
    }

    @Test
    void aTreeShowsWhoSpawnedWhomBelowTheLoopsThread() throws Exception {
        process.thread.run(() -> {
            Eventlet.spawn(() -> {
                Coroutines.nameTask("acceptor");
                ProcessFixture.spawnSleeper("order-handler");
                Eventlet.sleep(Duration.ofDays(1));
                return null;
            });
            Eventlet.sleep(Duration.ofMillis(1));
            return null;
        });

        String tree = process.type("ps tree order-handler");
        assertTrue(tree.indexOf("process-loop") < tree.indexOf("  acceptor"), tree);
        assertTrue(tree.indexOf("  acceptor") < tree.indexOf("    order-handler"), tree);
        assertTrue(tree.endsWith("1 green task (1 waiting)\n"), tree);
    }

    @Test
    void aFilteredListIsFlatAndNamesParents() throws Exception {
        long number = process.sleeper("orders");
        process.sleeper("others");
        String list = process.type("ps green ORDERS");

        assertTrue(
                list.matches("(?s)ID +STATE +AGE +CPU +NAME +PARENT +(LOOP +)?WAITS FOR\\n[- ]+\\n" + number
                        + " +waiting +.*orders +\\d+ +.*\\n1 green task \\(1 waiting\\)\\n"),
                list);
        assertFalse(list.contains("others"), list);
    }

    @Test
    void idsAreUnambiguousBetweenKinds() throws Exception {
        long number = process.sleeper("sleeper");
        String list = process.type("ps flat");
        assertTrue(list.lines().anyMatch(line -> line.startsWith(number + " ") && line.contains("sleeper")), list);
        String thread = "t" + process.loop.thread().getId();
        assertTrue(list.lines().anyMatch(line -> line.startsWith(thread + " ") && line.contains("process-loop")), list);
    }

    @Test
    void itAnswersWhileTheLoopIsStuck() throws Exception {
        process.hold();
        String list = process.type("ps green hog");
        assertTrue(list.contains("running"), list);
        assertTrue(list.endsWith("1 green task (1 running)\n"), list);
    }

    @Test
    void rowsAreSorted() throws Exception {
        process.sleeper("sort-b");
        process.sleeper("sort-c");
        process.sleeper("sort-a");
        assertEquals(List.of("sort-a", "sort-b", "sort-c"), order("ps green sort:name sort-"));
        assertEquals(List.of("sort-b", "sort-c", "sort-a"), order("ps green sort:age sort-"));
        assertEquals(List.of("sort-b", "sort-c", "sort-a"), order("ps green sort- flat"));
        assertTrue(process.type("ps sort:cpu").contains("process-loop"));
    }

    private List<String> order(String line) throws Exception {
        return process.type(line)
                .lines()
                .filter(row -> row.contains("sort-"))
                .map(row -> row.replaceAll(".*(sort-.).*", "$1"))
                .toList();
    }

    @Test
    void aKeyOrAnOptionThatThereIsNotIsToldWithTheCure() {
        assertEquals(
                "cannot sort by \"size\": sort:id, sort:age, sort:name, sort:state, sort:cpu or sort:turns",
                assertThrows(UsageError.class, () -> process.type("ps sort:size"))
                        .getMessage());
        assertTrue(assertThrows(UsageError.class, () -> process.type("ps -x"))
                .getMessage()
                .contains("\"-x\""));
        assertTrue(assertThrows(UsageError.class, () -> process.type("top 0"))
                .getMessage()
                .contains("from 1 to 3600"));
    }

    @Test
    void namesCannotMakeATerminalDoThings() throws Exception {
        process.sleeper("bell\u0007 \u001b[2Jname");
        String list = process.type("ps green bell");
        assertFalse(list.chars().anyMatch(c -> c < ' ' && c != '\n'), list);
        assertTrue(list.contains("bell\\u0007 \\u001B[2Jname"), list);
    }

    @Test
    void twentyThousandTasksAreTwoHundredRowsAndACount() throws Exception {
        CountDownLatch spawned = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        process.loop.execute(() -> Eventlet.spawnN(
                () -> { // none of them starts while this one holds the loop
                    List<?> tasks = IntStream.range(0, 20_000)
                            .mapToObj(i -> Eventlet.spawn(() -> i))
                            .toList();
                    spawned.countDown();
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    tasks.forEach(task -> ((GreenThread<?>) task).cancel());
                }));
        Await.latch(spawned);
        try {
            process.type("ps green"); // loads classes
            long begun = cpuNanos();
            String tree = process.type("ps green");
            String flat = process.type("ps green sort:age");
            Duration taken = Duration.ofNanos(cpuNanos() - begun);

            assertEquals(2 + 200 + 2, tree.lines().count());
            assertTrue(tree.contains("more: name what you look for, as in /ps worker"), tree);
            assertTrue(tree.contains("20,000 new"), tree);
            assertEquals(2 + 200 + 2, flat.lines().count());
            assertTrue(taken.compareTo(Duration.ofSeconds(2)) < 0, taken::toString);
        } finally {
            release.countDown();
        }
    }

    /** Of this thread: what else the machine has to do does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void virtualThreadsAreListedOnceAndThoseThatCarryTasksAreNot() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "there are no virtual threads before");
        process.sleeper("sleeper");
        CountDownLatch parked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread virtual = startVirtual(() -> {
            parked.countDown();
            Await.latch(release);
            return null;
        });
        Await.latch(parked);
        String list = process.type("ps virtual");
        String id = "v" + virtual.getId();
        assertEquals(1, list.lines().filter(line -> line.startsWith(id + " ")).count(), list);
        String stack = process.type("where " + id);
        release.countDown();
        virtual.join();

        assertTrue(stack.startsWith("virtual thread " + id), stack);
        assertTrue(stack.contains("PsTest"), stack);
        List<StackTraceElement> carrier =
                process.loop.stackTrace(process.task("sleeper").number());
        assertFalse(carrier.isEmpty());
        assertFalse(process.type("ps flat").contains("greendoor-fiber"));
        assertEquals(
                0,
                process.type("ps virtual process")
                        .lines()
                        .filter(line -> line.startsWith("v"))
                        .count());
    }

    private static Thread startVirtual(Callable<?> body) throws Exception {
        Runnable run = () -> {
            try {
                body.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, run);
    }

    @Test
    void withoutATerminalTopLooksOnceOrAsOftenAsItIsAskedTo() throws Exception {
        process.sleeper("sleeper");

        assertEquals(1, looks(process.type("top sleeper")));
        assertEquals(2, looks(process.type("top 1 2 sleeper")));
        assertEquals(
                "cannot look 0 times: a whole number from 1 to 9999, as in /top 2 10",
                assertThrows(UsageError.class, () -> process.type("top 1 0")).getMessage());
    }

    private static long looks(String drawn) {
        return drawn.lines().filter(line -> line.startsWith("loop of ")).count();
    }

    @Test
    void topDrawsUntilItIsInterrupted() throws Exception {
        process.sleeper("sleeper");
        CommandCall call = CommandCall.of("top 1 9999 sleeper");
        PromptCommand top = CommandCall.command(process.commands, "top");
        Thread caller = new Thread(() -> {
            try {
                top.run(call);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        caller.start();
        Await.until(() -> call.printed().contains("sleeper"), call::printed);
        caller.interrupt();
        caller.join(20_000);

        assertFalse(caller.isAlive());
        String drawn = call.printed();
        assertTrue(
                drawn.matches(
                        "(?s)loop of \"process-loop\": load \\d+ %, longest hold .*\\n1 green task \\(1 waiting\\)\\n"
                                + "ID +STATE +%CPU +TURNS/S +AGE +NAME +WAITS FOR\\n.*sleeper.*"),
                drawn);
        assertFalse(drawn.contains("\033"), drawn);
    }

    @Test
    void onATerminalTopDrawsOverWhatWasThereAndFits() throws Exception {
        try (ProcessFixture terminal = new ProcessFixture(new TallScreen(12))) {
            for (int i = 0; i < 30; i++) {
                terminal.sleeper("sleeper-" + i);
            }
            CommandCall call = CommandCall.of("top green");
            PromptCommand top = CommandCall.command(terminal.commands, "top");
            Thread caller = new Thread(() -> {
                try {
                    top.run(call);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            caller.start();
            Await.until(() -> call.printed().endsWith("\033[J"), call::printed);
            caller.interrupt();
            caller.join(20_000);
            String drawn = call.printed();
            assertTrue(drawn.startsWith("\033[H"), drawn);
            assertTrue(drawn.substring(0, drawn.indexOf("\033[J")).lines().count() <= 12, drawn);
        }
    }

    private record TallScreen(int height) implements Screen {

        @Override
        public int width() {
            return 120;
        }

        @Override
        public boolean isTerminal() {
            return true;
        }
    }

    @Test
    void tabKnowsItsWords() {
        assertTrue(CommandCall.command(process.commands, "ps")
                .complete(List.of(""))
                .contains("sort:age"));
    }
}
