package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.function.Executable;

/** A loop that a program makes, runs and ends itself. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class EmbeddingTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private static LoopOptions virtual() {
        return LoopOptions.DEFAULT.time(new VirtualClock());
    }

    @Test
    void anOpenedLoopIsTheThreadsUntilItIsClosed() {
        Scheduler before = Scheduler.current();

        Scheduler opened = Scheduler.open(LoopOptions.DEFAULT);
        assertSame(opened, Scheduler.current());
        assertSame(Thread.currentThread(), opened.thread());
        assertTrue(opened.isAlive());
        opened.close();

        assertSame(before, Scheduler.current());
        assertFalse(opened.isAlive());
        assertTrue(before.isAlive());
    }

    @Test
    void aThreadWithoutALoopIsWithoutOneAgain() {
        Scheduler opened = Scheduler.open(LoopOptions.DEFAULT);
        opened.close();

        assertNotSame(opened, Scheduler.current());
        Scheduler.current().close();
        assertSame(null, Scheduler.currentOrNull());
    }

    @Test
    void whileALoopIsOpenTheTasksOfTheOneAroundItRest() {
        try (Scheduler outer = Scheduler.open(virtual())) {
            PlainTasks.spawn(() -> log.add("outer task"));
            outer.execute(() -> log.add("outer callback"));
            try (Scheduler inner = Scheduler.open(virtual())) {
                PlainTasks.spawn(() -> log.add("inner task on " + (Scheduler.current() == inner)));
                Coroutines.delay(MILLI);
                log.add("inner delay");
            }
            Coroutines.delay(MILLI);
            log.add("outer delay");
        }

        assertEquals(List.of("inner task on true", "inner delay", "outer task", "outer callback", "outer delay"), log);
    }

    @Test
    void aLoopAroundAnotherCannotBeClosedFirst() {
        Scheduler outer = Scheduler.open(LoopOptions.DEFAULT);
        Scheduler inner = Scheduler.open(LoopOptions.DEFAULT);

        assertThrows(IllegalStateException.class, outer::close);
        assertTrue(outer.isAlive());

        inner.close();
        outer.close();
        assertFalse(outer.isAlive());
    }

    @Test
    void anOptionsEngineIsTheLoops() {
        for (String engine : Scheduler.engines()) {
            try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT.engine(engine))) {
                assertEquals(engine, loop.engine());
            }
        }
    }

    @Test
    void anEngineThatThereIsNotIsRefused() {
        Scheduler before = Scheduler.current();

        String refusal = assertThrows(
                        IllegalStateException.class, () -> Scheduler.open(LoopOptions.DEFAULT.engine("steam")))
                .getMessage();

        assertTrue(refusal.contains("steam"), refusal);
        assertSame(before, Scheduler.current());
    }

    @Test
    void onlyItsOwnThreadMayDriveALoop() throws Exception {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        String here = Thread.currentThread().getName();

        assertEquals(
                "only the thread \"" + here + "\" may run its loop, outside of tasks and callbacks: the caller is"
                        + " \"other\"",
                refusalElsewhere(loop::run));
        assertEquals(
                "only the thread \"" + here
                        + "\" may run what is ready on its loop, outside of tasks and callbacks: the"
                        + " caller is \"other\"",
                refusalElsewhere(loop::runReady));
        assertEquals(
                "only the thread \"" + here + "\" may close its loop, outside of tasks and callbacks; or let it run():"
                        + " the caller is \"other\"",
                refusalElsewhere(loop::close));

        assertTrue(loop.isAlive());
        loop.close();
    }

    private static String refusalElsewhere(Executable call) throws Exception {
        FutureTask<String> refusal = new FutureTask<>(
                () -> assertThrows(IllegalStateException.class, call).getMessage());
        new Thread(refusal, "other").start();
        return refusal.get();
    }

    @Test
    void aTaskCannotMakeOrDriveALoop() {
        try (Scheduler loop = Scheduler.open(virtual())) {
            PlainTasks.spawn(() -> logRefusals(loop));
            Coroutines.delay(MILLI);

            assertRefusals(loop);
        }
    }

    @Test
    void aCallbackCannotMakeOrDriveALoop() {
        try (Scheduler loop = Scheduler.open(virtual())) {
            loop.execute(() -> logRefusals(loop));
            Coroutines.delay(MILLI);

            assertRefusals(loop);
        }
    }

    private void logRefusals(Scheduler loop) {
        for (Executable call : List.<Executable>of(
                () -> Scheduler.open(LoopOptions.DEFAULT), loop::run, loop::runReady, loop::close)) {
            log.add(assertThrows(IllegalStateException.class, call).getMessage());
        }
    }

    private void assertRefusals(Scheduler loop) {
        String here = loop.thread().getName();
        assertEquals("a task or a callback cannot make a loop: its thread is in use by " + loop, log.get(0));
        assertTrue(
                log.get(1).startsWith("only the thread \"" + here + "\" may run its loop, outside of tasks"),
                log.get(1));
        assertTrue(
                log.get(2).startsWith("only the thread \"" + here + "\" may run what is ready on its loop, outside of"),
                log.get(2));
        assertTrue(
                log.get(3).startsWith("only the thread \"" + here + "\" may close its loop, outside of tasks"),
                log.get(3));
        assertEquals(4, log.size());
    }

    @Test
    void aLoopRunsUntilAnotherThreadClosesIt() throws Exception {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        CountDownLatch running = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            await(running);
            loop.close();
            log.add("close returned");
        });
        other.start();
        loop.execute(running::countDown);
        PlainTasks.spawn(() -> {
            try {
                PlainTasks.waitForEver();
            } finally {
                log.add("task ended");
            }
        });

        loop.run();
        other.join();

        assertEquals(List.of("task ended", "close returned"), log);
        assertFalse(loop.isAlive());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoopRunsUntilATaskClosesIt() {
        Scheduler loop = Scheduler.open(virtual());
        PlainTasks.spawn(() -> {
            Coroutines.delay(MILLI);
            log.add("closes");
            loop.close();
            log.add("close returned");
            try {
                Coroutines.delay(MILLI);
                log.add("never");
            } finally {
                log.add("task ends");
            }
        });

        loop.run();
        log.add("run returned");

        assertEquals(List.of("closes", "close returned", "task ends", "run returned"), log);
        assertFalse(loop.isAlive());
    }

    @Test
    void aLoopRunsUntilACallbackClosesIt() {
        Scheduler loop = Scheduler.open(virtual());
        loop.schedule(MILLI, () -> {
            log.add("closes");
            loop.close();
            log.add("close returned");
        });

        loop.run();

        assertEquals(List.of("closes", "close returned"), log);
        assertFalse(loop.isAlive());
    }

    @Test
    void whatATaskThrowsIntoTheRootIsThrownByRunAndLeavesTheLoopOpen() {
        IllegalStateException thrown = new IllegalStateException("thrown into the root");
        try (Scheduler loop = Scheduler.open(virtual())) {
            PlainTasks.spawn(() -> Coroutine.current().transfer(loop.root(), null, thrown));

            assertSame(thrown, assertThrows(IllegalStateException.class, loop::run));

            assertTrue(loop.isAlive());
            loop.schedule(MILLI, loop::close);
            loop.run();
            assertFalse(loop.isAlive());
        }
    }

    @Test
    void aStartedLoopIsOnItsThreadAndReady() throws Exception {
        Scheduler loop = Scheduler.start(body -> new Thread(body, "embedded"), LoopOptions.DEFAULT);
        CompletableFuture<String> answer = new CompletableFuture<>();
        loop.execute(() -> PlainTasks.spawn(() -> {
            Coroutines.delay(MILLI);
            answer.complete("a task on " + Scheduler.current().thread().getName());
        }));

        assertEquals("a task on embedded", answer.get());
        assertEquals("embedded", loop.thread().getName());
        loop.close();
        loop.thread().join();
    }

    @Test
    void aLoopThatCannotBeStartedSaysSoToWhoStartsIt() {
        assertThrows(
                IllegalStateException.class, () -> Scheduler.start(Thread::new, LoopOptions.DEFAULT.engine("steam")));
    }

    @Test
    void aClosedLoopRefusesWork() {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        loop.close();
        String closed = "the loop of \"" + Thread.currentThread().getName() + "\" is closed";

        for (Executable call : List.<Executable>of(
                () -> loop.execute(() -> {}), () -> loop.schedule(MILLI, () -> {}), loop::run, loop::runReady)) {
            assertEquals(
                    closed, assertThrows(RejectedExecutionException.class, call).getMessage());
        }
        loop.close();
    }

    @Test
    void manyLoopsLiveSideBySide() throws Exception {
        int count = 40;
        List<Scheduler> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(Scheduler.start(Thread::new, LoopOptions.DEFAULT));
        }
        Channel<Integer> ring = Channel.rendezvous();
        List<CompletableFuture<Integer>> passed = new ArrayList<>();
        for (Scheduler loop : loops) {
            CompletableFuture<Integer> done = new CompletableFuture<>();
            passed.add(done);
            loop.execute(() -> PlainTasks.spawn(() -> {
                int token = ring.receive();
                PlainTasks.spawn(() -> ring.send(token + 1));
                done.complete(token);
            }));
        }

        ring.send(0);
        List<Integer> tokens = new ArrayList<>();
        for (CompletableFuture<Integer> each : passed) {
            tokens.add(each.get());
        }
        assertEquals(count, ring.receive());

        Collections.sort(tokens);
        for (int i = 0; i < count; i++) {
            assertEquals(i, tokens.get(i));
        }
        loops.forEach(Scheduler::close);
        loops.forEach(loop -> assertFalse(loop.isAlive()));
    }

    @Test
    void loopsMayBeNestedOnAStartedThreadToo() throws Exception {
        FutureTask<Boolean> work = new FutureTask<>(() -> {
            try (Scheduler outer = Scheduler.open(LoopOptions.DEFAULT)) {
                try (Scheduler inner = Scheduler.open(LoopOptions.DEFAULT)) {
                    Coroutines.delay(MILLI);
                    log.add("inner " + (Scheduler.current() == inner));
                }
                Coroutines.delay(MILLI);
                return Scheduler.current() == outer;
            }
        });
        new Thread(work).start();

        assertTrue(work.get());
    }
}
