package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop, memory, deadlocks, and what the process was told from outside. */
@Timeout(60)
class HubAndHeapTest {

    private final ProcessFixture process;

    HubAndHeapTest() throws Exception {
        process = new ProcessFixture();
    }

    @AfterEach
    void close() {
        process.close();
    }

    @Test
    void hubTellsLoadTasksTimersListenersAndHolds() throws Exception {
        process.sleeper("sleeper");
        GreenServerSocket listening = process.thread.run(() -> Eventlet.listen("localhost", 0));
        process.thread.run(() -> {
            Eventlet.spawn(listening::accept);
            Eventlet.sleep(Duration.ofMillis(1));
            return null;
        });
        String hub = process.type("hub");
        assertTrue(
                hub.matches("(?s)loop of \"process-loop\", engine " + process.loop.engine() + ", .* old\\n"
                        + "load +\\d+ %, \\d+ % since it was made\\n"
                        + "tasks +2 green tasks \\(2 waiting\\)\\n"
                        + "timers +1, the next in (1 d|23 h 59 min)\\n.*"),
                hub);
        assertTrue(hub.contains("\nlisteners     1\n"), hub);
        assertTrue(hub.contains("\nlongest hold  "), hub);

        String timers = process.type("hub timers");
        assertTrue(timers.endsWith("1 timer\n"), timers);
        String listeners = process.type("hub listeners");
        assertTrue(listeners.contains("read"), listeners);
        assertTrue(listeners.endsWith("1 listener\n"), listeners);
        process.thread.run(() -> {
            listening.close();
            return null;
        });
    }

    @Test
    void hubTellsWhoHoldsTheLoop() throws Exception {
        process.hold();
        String hub = process.type("hub");
        assertTrue(hub.contains("load          100 %"), hub);
        assertTrue(hub.matches("(?s).*\\nheld +for .* by task \\d+ \\(hog\\): /where shows its stack\\n"), hub);
    }

    @Test
    void hubKnowsItsWords() {
        assertEquals(
                "/hub knows nothing of \"sockets\": /hub, /hub timers or /hub listeners",
                assertThrows(UsageError.class, () -> process.type("hub sockets"))
                        .getMessage());
    }

    @Test
    void heapListsTheClassesThatTakeTheMost() throws Exception {
        String heap = process.type("heap 3");
        assertTrue(
                heap.matches(
                        "(?s) *BYTES +OBJECTS +CLASS\\n[- ]+\\n(?:[^\\n]+\\n){3}[^\\n]+ objects of [\\d,]+ classes\\n.*"),
                heap);
        String bytes = process.type("heap byte[");
        assertTrue(bytes.contains("  byte[]\n"), bytes);
        assertTrue(heap.contains("Metaspace"), heap);
        assertTrue(heap.contains("buffers: direct"), heap);
        String filtered = process.type("heap HubAndHeapTest live");
        assertTrue(filtered.contains("io.greendoor.backdoor.HubAndHeapTest\n"), filtered);
        assertTrue(assertThrows(UsageError.class, () -> process.type("heap 0"))
                .getMessage()
                .contains("from 1 to 200"));
    }

    @Test
    void gcTellsBeforeAndAfter() throws Exception {
        String gc = process.type("gc");
        assertTrue(gc.matches("heap: .*iB before, .*iB after, in .*s\\n"), gc);
    }

    @Test
    void deadlocksAreToldFirst() throws Exception {
        ReentrantLock first = new ReentrantLock();
        ReentrantLock second = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        List<Thread> stuck = List.of(locker("one", first, second, both), locker("two", second, first, both));
        stuck.forEach(Thread::start);
        Await.until(
                () -> stuck.stream().allMatch(t -> t.getState() == Thread.State.WAITING && both.getCount() == 0),
                () -> "no deadlock");
        String threads = process.type("threads deadlocked");
        stuck.forEach(Thread::interrupt);

        assertTrue(threads.startsWith("deadlock: 2 threads wait for one another, for ever\n  t"), threads);
        assertTrue(threads.contains("\"deadlocked-one\" waits for java.util.concurrent.locks.ReentrantLock"), threads);
        assertTrue(threads.endsWith("2 platform threads\n"), threads);
        for (Thread thread : stuck) {
            thread.join(20_000);
        }
    }

    private static Thread locker(String name, ReentrantLock mine, ReentrantLock other, CountDownLatch both) {
        return new Thread(
                () -> {
                    mine.lock();
                    try {
                        both.countDown();
                        Await.latch(both);
                        other.lockInterruptibly();
                        other.unlock();
                    } catch (InterruptedException e) {
                        // the deadlock is over
                    } finally {
                        mine.unlock();
                    }
                },
                "deadlocked-" + name);
    }

    @Test
    void secretsAreMaskedUnlessAskedFor() throws Exception {
        System.setProperty("gdtest.db.password", "geheim");
        System.setProperty("gdtest.url", "jdbc:x://joe:geheim@host/db");
        System.setProperty("gdtest.options", "-Dapp.token=geheim -Dapp.size=3");
        System.setProperty("gdtest.lines", "a\nb");
        System.setProperty("gdtest.path", "/lib/token-1.jar:/lib/b.jar");
        try {
            assertEquals("""
                    gdtest.db.password=********
                    gdtest.lines=a\\nb
                    gdtest.options=-Dapp.token=******** -Dapp.size=3
                    gdtest.path=/lib/token-1.jar:/lib/b.jar
                    gdtest.url=jdbc:x://joe:********@host/db
                    """, process.type("props gdtest."));
            assertEquals("gdtest.db.password=geheim\n", process.type("props -a gdtest.db"));
            assertEquals("none mentions that\n", process.type("props gdtest. geheim"));
        } finally {
            List.of("gdtest.db.password", "gdtest.url", "gdtest.options", "gdtest.lines", "gdtest.path")
                    .forEach(System::clearProperty);
        }
    }

    @Test
    void environmentIsListedByName() throws Exception {
        String env = process.type("env path");
        assertTrue(env.lines().anyMatch(line -> line.startsWith("PATH=")), env);
        List<String> names = process.type("env")
                .lines()
                .map(line -> line.replaceAll("=.*", ""))
                .toList();
        assertEquals(names.stream().sorted().toList(), names);
        assertFalse(CommandCall.command(process.commands, "env")
                .complete(List.of(""))
                .isEmpty());
    }

    @Test
    void amountsAreWrittenAsPeopleDo() {
        assertEquals(
                List.of("0 B", "1023 B", "1.0 KiB", "1.5 KiB", "10 KiB", "1.0 MiB", "64 MiB", "8192 PiB"),
                List.of(0L, 1023L, 1024L, 1536L, 10_240L, 1_048_575L, 64L << 20, Long.MAX_VALUE).stream()
                        .map(ByteCounts::format)
                        .toList());
    }
}
