package io.greendoor.greenlet;

import static io.greendoor.scheduler.testing.VirtualTime.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the loop tells of its listeners and timers. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class DebugTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aLoopNobodyHasUsedListsNothing() {
        assertEquals("READERS:\nWRITERS:", Debug.formatHubListeners());
        assertEquals("TIMERS:", Debug.formatHubTimers());
    }

    @Test
    void whoReadsAndWhoWritesIsListedWithItsChannel() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
        GreenThread<Void> reader = Eventlet.spawn(() -> Hubs.trampoline(pipe.source(), SelectionKey.OP_READ));
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        Pipe full = Pipe.open();
        full.sink().configureBlocking(false);
        while (full.sink().write(chunk.clear()) > 0) {
            Thread.onSpinWait(); // until nothing more fits
        }
        GreenThread<Void> writer = Eventlet.spawn(() -> Hubs.trampoline(full.sink(), SelectionKey.OP_WRITE));
        Eventlet.sleep();

        assertEquals(
                List.of(
                        "READERS:",
                        "task N (DebugTest (lambda)): SOURCE",
                        "WRITERS:",
                        "task N (DebugTest (lambda)): SINK"),
                Debug.formatHubListeners()
                        .replaceAll("task \\d+", "task N")
                        .replace(pipe.source().toString(), "SOURCE")
                        .replace(full.sink().toString(), "SINK")
                        .lines()
                        .toList());

        reader.kill();
        writer.kill();
        assertEquals("READERS:\nWRITERS:", Debug.formatHubListeners());
        for (Pipe each : List.of(pipe, full)) {
            each.source().close();
            each.sink().close();
        }
    }

    @Test
    void acceptingIsReadingAndThePlainThreadIsListedByItsName() throws Exception {
        List<String> seen = new ArrayList<>();
        try (GreenServerSocket listener = Eventlet.listen("localhost", 0)) {
            int port = ((InetSocketAddress) listener.localAddress()).getPort();
            Eventlet.spawn(() -> {
                seen.addAll(Debug.formatHubListeners().lines().toList());
                SocketChannel.open(listener.localAddress()).close();
            });

            listener.accept().socket().close();

            assertEquals(3, seen.size(), seen::toString);
            assertTrue(seen.get(1).startsWith("thread \"" + FreshLoop.THREAD_NAME + "\": "), seen.get(1));
            assertTrue(seen.get(1).contains(":" + port), seen.get(1));
        }
    }

    @Test
    void timersAreListedByDeadlineWithWhatTheyDo() {
        List<String> seen = new ArrayList<>();

        runTest(() -> {
            Eventlet.spawnAfter(SECOND.multipliedBy(4), () -> {});
            Eventlet.spawn(() -> {
                var timeout = new io.greendoor.greenlet.Timeout(SECOND.multipliedBy(3));
                Eventlet.sleep(SECOND.multipliedBy(2));
                timeout.cancel();
            });
            Hubs.getHub().schedule(SECOND.multipliedBy(9), new Chime());
            Eventlet.sleep(SECOND);
            seen.addAll(Debug.formatHubTimers()
                    .replaceAll("task \\d+", "task N")
                    .lines()
                    .toList());
        });

        assertEquals(
                List.of(
                        "TIMERS:",
                        "in 1000 ms: wakes task N (DebugTest (lambda))",
                        "in 2000 ms: calls the timeout of task N (DebugTest (lambda))",
                        "in 3000 ms: starts task N (DebugTest (lambda))",
                        "in 8000 ms: calls the chime"),
                seen);
    }

    private static final class Chime implements Runnable {
        @Override
        public void run() {}

        @Override
        public String toString() {
            return "the chime";
        }
    }

    @Test
    void aTimerThatIsLateSaysByHowMuch() {
        Eventlet.spawn(() -> Eventlet.sleep(Duration.ofMillis(1)));
        Eventlet.sleep();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < 5_000_000) {
            Thread.onSpinWait(); // holds the loop on purpose, past the deadline
        }

        String timers = Debug.formatHubTimers();

        assertTrue(timers.matches("TIMERS:\noverdue by \\d+ ms: wakes task \\d+ \\(DebugTest \\(lambda\\)\\)"), timers);
    }

    @Test
    void anotherThreadsLoopIsNotTold() throws Exception {
        Eventlet.spawnAfter(SECOND, () -> {});

        assertTrue(Debug.formatHubTimers().contains("starts task"));
        assertEquals("TIMERS:", OtherThread.run(Debug::formatHubTimers));
    }
}
