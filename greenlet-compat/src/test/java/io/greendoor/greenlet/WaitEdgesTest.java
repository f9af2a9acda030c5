package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Readiness;
import io.greendoor.scheduler.Scheduler;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaitEdgesTest {

    /** A trace that sleeps, called in a task that was switched to by hand from a yield: the stale yield ends that sleep. */
    @Test
    void aTracesSleepIsNotCutShortByAStaleYield() {
        assumeFalse(
                Scheduler.current().engine().equals("quasar"),
                "on quasar such a sleep ends at once, which is not understood yet");
        List<Long> slept = new ArrayList<>();
        AtomicBoolean once = new AtomicBoolean();
        GreenThread<Void> task = Eventlet.spawn(() -> {
            once.set(true);
            Eventlet.sleep();
        });
        Eventlet.sleep();
        Greenlet.setTrace((event, origin, target) -> {
            if (target == task && once.compareAndSet(true, false)) {
                long start = System.nanoTime();
                Eventlet.sleep(Duration.ofMillis(200));
                slept.add((System.nanoTime() - start) / 1_000_000);
            }
        });
        // the task is in the run queue: it yields
        task.switchTo();
        task.await();
        Greenlet.setTrace(null);
        assertTrue(slept.get(0) >= 199, "slept " + slept);
    }

    /** The same with a wait that was resumed: what it was resumed with goes to the trace's wait, and is lost. */
    @Test
    void aTracesSleepDoesNotSwallowAnElement() {
        Channel<String> channel = Channel.unlimited();
        List<Object> got = new ArrayList<>();
        AtomicBoolean once = new AtomicBoolean();
        GreenThread<Void> task = Eventlet.spawn(() -> {
            got.add(channel.receive());
        });
        Eventlet.sleep();
        channel.trySend("e");
        once.set(true);
        Greenlet.setTrace((event, origin, target) -> {
            if (target == task && once.compareAndSet(true, false)) {
                Eventlet.sleep(Duration.ofMillis(100));
            }
        });
        task.switchTo("by hand");
        try {
            task.await();
        } finally {
            Greenlet.setTrace(null);
        }
        assertEquals(List.of("e"), got);
    }

    /** A task that is to start later, and only if its spawner lives, ends with its loop like any other. */
    @Test
    void aThreadSpawnedLocallyForLaterEndsWithItsLoop() throws Exception {
        AtomicReference<GreenThread<?>> plain = new AtomicReference<>();
        AtomicReference<GreenThread<?>> local = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
            plain.set(Eventlet.spawnAfter(Duration.ofHours(1), () -> {}));
            local.set(Eventlet.spawnAfterLocal(Duration.ofHours(1), () -> {}));
            loop.close();
        });
        thread.start();
        thread.join();
        assertTrue(plain.get().isDead());
        assertTrue(local.get().isDead());
    }

    /** A very long time for a channel. */
    @Test
    void aVeryLongWaitForAChannel() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        GreenThread<Boolean> reader =
                Eventlet.spawn(() -> Readiness.of(pipe.source()).await(SelectionKey.OP_READ, Duration.ofDays(200_000)));
        Eventlet.sleep();
        reader.switchTo();
        assertTrue(reader.await());
    }

    @Test
    void aVeryLongLimitOfTheWatchdog() {
        Scheduler.current().detectBlocking(Duration.ofSeconds(Long.MAX_VALUE));
        Scheduler.current().detectBlocking(null);
    }

    /** Whoever holds a hosted loop while its host waits by itself is told. */
    @Test
    void theHolderOfAHostedLoopWhoseHostWaits() {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        List<Object> seen = new ArrayList<>();
        Eventlet.spawn(() -> {
            Eventlet.sleep();
            Thread looker = new Thread(() -> seen.add(String.valueOf(loop.holder())));
            looker.start();
            while (looker.isAlive()) {
                Thread.onSpinWait();
            }
        });
        loop.runReady(); // more is ready
        Eventlet.sleep();
        loop.close();
        assertFalse(seen.contains("null"), "" + seen);
    }
}
