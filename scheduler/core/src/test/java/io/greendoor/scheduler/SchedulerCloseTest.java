package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The end of a loop: its tasks end first, and nothing of it is left. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SchedulerCloseTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final VirtualClock clock = new VirtualClock();

    private void log(String event) {
        log.add(clock.elapsed().toMillis() + " ms: " + event);
    }

    private Scheduler open() {
        return Scheduler.open(LoopOptions.DEFAULT.time(clock));
    }

    /** Waits for ever, and says so when it does no more. */
    @Suspendable
    private void waitForEver(String name) {
        try {
            PlainTasks.waitForEver();
        } finally {
            log(name + " ends");
        }
    }

    @Test
    void tasksEndInTheirOrderAndTheirFinallyBlocksRun() {
        Scheduler loop = open();
        PlainTasks.spawn(() -> waitForEver("first"));
        PlainTasks.spawn(() -> waitForEver("second"));
        Coroutines.delay(MILLI);

        loop.close();
        log("closed");

        assertEquals(List.of("1 ms: first ends", "1 ms: second ends", "1 ms: closed"), log);
    }

    @Test
    void aTaskMayWaitInItsFinallyBlock() {
        Scheduler loop = open();
        Channel<String> channel = Channel.rendezvous();
        PlainTasks.spawn(() -> {
            try {
                waitForEver("slow");
            } finally {
                Coroutines.delay(Duration.ofSeconds(2));
                channel.send("word");
            }
        });
        PlainTasks.spawn(() -> {
            try {
                waitForEver("quick");
            } finally {
                log("quick received " + channel.receive());
            }
        });
        Coroutines.yieldNow();

        loop.close();

        assertEquals(List.of("0 ms: slow ends", "0 ms: quick ends", "2000 ms: quick received word"), log);
    }

    @Test
    void aTaskThatHasNotBegunNeverRuns() {
        Scheduler loop = open();
        Coroutine now = PlainTasks.spawn(() -> log("never"));
        Coroutine later = PlainTasks.create(() -> log("never"));
        loop.scheduleStart(Duration.ofHours(1), later);

        loop.close();

        assertEquals(List.of(), log);
        assertTrue(now.isDone());
        assertTrue(later.isDone());
    }

    @Test
    void callbacksThatWereTakenAreRun() {
        Scheduler loop = open();
        PlainTasks.spawn(() -> waitForEver("task"));
        Coroutines.yieldNow();
        loop.execute(() -> log("callback"));

        loop.close();

        assertEquals(List.of("0 ms: callback", "0 ms: task ends"), log);
    }

    @Test
    void aTaskThatGoesOnOnceIsEndedAllTheSame() {
        Scheduler loop = open();
        PlainTasks.spawn(() -> {
            try {
                PlainTasks.waitForEver();
            } catch (Cancelled told) {
                log(told.getMessage());
            }
            Coroutines.delay(MILLI);
            log("returns");
        });
        Coroutines.yieldNow();

        loop.close();

        assertEquals(2, log.size(), log::toString);
        assertEquals("1 ms: returns", log.get(1));
    }

    @Test
    void aTaskThatRefusesIsWaitedForOnlySoLongAndIsLogged() {
        try (CapturedLog logged = new CapturedLog()) {
            Scheduler loop = open();
            PlainTasks.spawn(() -> {
                while (true) {
                    try {
                        Coroutines.delay(Duration.ofSeconds(1));
                    } catch (Cancelled told) {
                        log("refuses");
                    }
                }
            });
            Coroutines.yieldNow();

            loop.close();
            log("closed");

            assertEquals(List.of("0 ms: refuses", "5000 ms: closed"), log);
            assertEquals(List.of(loop + " did not end within PT5S, and are left: [task coroutine]"), logged.messages);
        }
    }

    @Test
    void whatATaskDiesOfMeanwhileIsLoggedAndTheOthersEnd() {
        IllegalStateException boom = new IllegalStateException("expected: dies while it ends");
        try (CapturedLog logged = new CapturedLog()) {
            Scheduler loop = open();
            PlainTasks.spawn(() -> {
                try {
                    PlainTasks.waitForEver();
                } catch (Cancelled told) {
                    throw boom;
                }
            });
            PlainTasks.spawn(() -> waitForEver("other"));
            Coroutines.yieldNow();

            loop.close();

            assertEquals(List.of("0 ms: other ends"), log);
            assertEquals(List.of(boom), logged.thrown);
        }
    }

    @Test
    void aTaskInABlockingCallOfTheJdksIsInterrupted() {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        assumeTrue(loop.engine().equals("loom"), "a blocking call holds up the loop of this engine");
        CountDownLatch never = new CountDownLatch(1);
        PlainTasks.spawn(() -> {
            try {
                never.await();
            } catch (InterruptedException told) {
                log.add("interrupted");
            }
        });
        Coroutines.yieldNow();

        loop.close();

        assertEquals(List.of("interrupted"), log);
    }

    @Test
    void aTaskThatATaskStartsMeanwhileIsNoReasonToWait() {
        Scheduler loop = open();
        PlainTasks.spawn(() -> {
            try {
                PlainTasks.waitForEver();
            } finally {
                PlainTasks.spawn(() -> {
                    log("late task begins");
                    PlainTasks.waitForEver();
                });
                Coroutines.delay(MILLI);
                log("task ends");
            }
        });
        Coroutines.yieldNow();

        loop.close();

        assertEquals(List.of("0 ms: late task begins", "1 ms: task ends"), log);
        assertFalse(loop.isAlive());
    }

    @Test
    void anotherThreadThatClosesWaitsUntilTheTasksHaveEnded() throws Exception {
        Scheduler loop = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
        CountDownLatch waiting = new CountDownLatch(1);
        loop.execute(() -> PlainTasks.spawn(() -> {
            try {
                waiting.countDown();
                PlainTasks.waitForEver();
            } finally {
                Coroutines.delay(Duration.ofMillis(20)); // a real one: close() must not return before
                log.add("task ended");
            }
        }));
        waiting.await();

        loop.close();
        log.add("close returned");
        loop.thread().join();

        assertEquals(List.of("task ended", "close returned"), log);
    }

    @Test
    void aTaskOfAnotherLoopMayWaitForTheEnd() throws Exception {
        Scheduler other = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT)) {
            PlainTasks.spawn(() -> {
                other.close();
                log.add("closed");
                loop.execute(() -> log.add("last"));
            });
            Coroutines.delay(MILLI);
            other.thread().join();
            Coroutines.delay(MILLI);
            while (log.size() < 2) {
                Coroutines.yieldNow();
            }
        }

        assertEquals(List.of("closed", "last"), log);
    }

    @Test
    void noDescriptorIsLeft() throws IOException {
        assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
                "descriptors are not counted on this system");
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        openAndCloseOneWithAChannel(); // what the JVM loads at the first time stays open
        long before = system.getOpenFileDescriptorCount();

        int loops = 50;
        for (int i = 0; i < loops; i++) {
            openAndCloseOneWithAChannel();
        }

        long left = system.getOpenFileDescriptorCount() - before;
        assertTrue(left < loops / 2, () -> left + " descriptors are left of " + loops + " loops");
    }

    /** A task waits for a pipe when the loop is closed. */
    private void openAndCloseOneWithAChannel() throws IOException {
        Pipe pipe = Pipe.open();
        try {
            pipe.source().configureBlocking(false);
            try (Scheduler loop = open()) {
                PlainTasks.spawn(() -> Readiness.of(pipe.source()).await(SelectionKey.OP_READ, null));
                Coroutines.yieldNow();
                Coroutines.delay(MILLI);
                assertTrue(loop.poller().isOpen());
            }
        } finally {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    @Test
    void noThreadIsLeft() throws Exception {
        openAndCloseOneWithAChannel();
        List<Thread> before = platformThreads();

        for (int i = 0; i < 20; i++) {
            Scheduler started = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
            started.execute(() -> PlainTasks.spawn(PlainTasks::waitForEver));
            started.close();
            started.thread().join();
            openAndCloseOneWithAChannel();
        }

        List<Thread> after = platformThreads();
        after.removeAll(before);
        for (Thread each : after) {
            each.join(Duration.ofSeconds(10).toMillis()); // those that have just done their last work
            assertFalse(each.isAlive(), each::getName);
        }
    }

    private static List<Thread> platformThreads() {
        List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(each -> each.getName().startsWith("ForkJoinPool"));
        return threads;
    }

    @Test
    void nobodyHoldsAClosedLoop() throws Exception {
        WeakReference<Scheduler> closed = closedLoopWithAllKindsOfThings();

        for (int i = 0; i < 200 && closed.get() != null; i++) {
            System.gc();
            Thread.sleep(10); // the collector has no event to wait for
        }

        assertEquals(null, closed.get());
    }

    private WeakReference<Scheduler> closedLoopWithAllKindsOfThings() throws IOException {
        openAndCloseOneWithAChannel();
        try (Scheduler loop = open()) {
            loop.schedule(Duration.ofHours(1), () -> log("never"));
            loop.onWakeUp(() -> {});
            PlainTasks.spawn(PlainTasks::waitForEver);
            PlainTasks.spawn(() -> Coroutines.delay(Duration.ofHours(1)));
            Coroutines.yieldNow();
            loop.runReady();
            return new WeakReference<>(loop);
        }
    }
}
