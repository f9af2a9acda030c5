package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loop tells about its tasks, timers, channels and its holder; and its watchdog. */
@Timeout(60)
class RegistryTest {

    private final VirtualClock clock = new VirtualClock();
    private final TestLoop loop = TestLoop.in(clock);

    @Test
    void aTaskIsListedWithItsNumberNameStateParentAndAgeUntilItEnds() {
        List<String> seen = Coroutines.runBlocking(scope -> {
            Job parent = scope.launch(() -> {
                Coroutines.nameTask("parent");
                scope.launch(() -> Coroutines.delay(Duration.ofSeconds(9)));
                Coroutines.delay(Duration.ofSeconds(2));
            });
            Coroutines.delay(Duration.ofSeconds(1));
            List<String> now = describeTasks();
            parent.join();
            now.addAll(describeTasks());
            return now;
        });

        assertEquals(
                List.of(
                        "parent WAITING for a time, spawned by the thread, PT1S old",
                        "launch WAITING for a time, spawned by parent, PT1S old",
                        "launch WAITING for a time, spawned by somebody gone, PT2S old"),
                seen);
        assertEquals(List.of(), loop.scheduler.tasks());
    }

    private List<String> describeTasks() {
        List<TaskSnapshot> tasks = loop.scheduler.tasks();
        return new ArrayList<>(tasks.stream()
                .map(task ->
                        task.name() + " " + task.state() + (task.waitsFor() == null ? "" : " for " + task.waitsFor())
                                + ", spawned by " + nameOf(task.spawnedBy(), tasks) + ", " + task.age() + " old")
                .toList());
    }

    private static String nameOf(long number, List<TaskSnapshot> tasks) {
        return number == 0
                ? "the thread"
                : tasks.stream()
                        .filter(task -> task.number() == number)
                        .map(TaskSnapshot::name)
                        .findFirst()
                        .orElse("somebody gone");
    }

    @Test
    void eachStateIsToldApart() {
        Channel<String> channel = Channel.rendezvous();
        CountDownLatch release = new CountDownLatch(1);
        Coroutine suspended =
                loop.create("suspended", () -> Coroutine.current().transfer(loop.scheduler.root(), null, null));
        loop.scheduler.root().transfer(suspended, null, null);
        loop.spawn("waiting", channel::receive);
        AtomicReference<List<String>> seen = new AtomicReference<>();
        loop.spawn("ready", Coroutines::yieldNow);
        loop.spawn("running", () -> seen.set(states()));
        loop.spawn("new", () -> {});

        Coroutines.yieldNow();

        assertEquals(
                List.of("SUSPENDED", "WAITING", "READY", "RUNNING"), seen.get().subList(0, 4));
        release.countDown();
        channel.cancel();
    }

    private List<String> states() {
        return loop.scheduler.tasks().stream()
                .map(task -> task.state().toString())
                .toList();
    }

    @Test
    void aTaskThatWasNotStartedYetIsNew() {
        Coroutine task = loop.create("task", () -> {});
        loop.scheduler.start(task);
        Scheduler.Timer timer = loop.scheduler.scheduleStart(Duration.ofSeconds(1), loop.create("later", () -> {}));

        assertEquals(List.of("NEW", "NEW"), states());

        timer.cancel();
        Coroutines.yieldNow();
    }

    @Test
    void numbersAreNeverSharedEvenAmongLoops() throws Exception {
        List<Long> mine = spawnAndNumber();
        List<Long> theirs = CompletableFuture.supplyAsync(
                        this::numbersOfAnotherLoop, runnable -> new Thread(runnable).start())
                .get(30, TimeUnit.SECONDS);

        assertEquals(200, mine.size());
        assertEquals(
                400, Stream.concat(mine.stream(), theirs.stream()).distinct().count());
    }

    private List<Long> spawnAndNumber() {
        for (int i = 0; i < 200; i++) {
            loop.spawn("task", () -> {});
        }
        List<Long> numbers = numbers(loop.scheduler);
        Coroutines.yieldNow();
        return numbers.isEmpty() ? numbersStarted() : numbers;
    }

    private List<Long> numbersStarted() {
        return Coroutines.runBlocking(scope -> {
            for (int i = 0; i < 200; i++) {
                scope.launch(() -> {});
            }
            return numbers(Scheduler.current());
        });
    }

    private List<Long> numbersOfAnotherLoop() {
        return numbersStarted();
    }

    private static List<Long> numbers(Scheduler scheduler) {
        return scheduler.tasks().stream().map(TaskSnapshot::number).toList();
    }

    @Test
    void timersAreListedByDeadlineWithWhatTheyDo() {
        loop.scheduler.schedule(Duration.ofSeconds(5), () -> {});
        Scheduler.Timer cancelled = loop.scheduler.schedule(Duration.ofSeconds(1), () -> {});
        List<TimerSnapshot> timers = Coroutines.runBlocking(scope -> {
            scope.launch(() -> {
                Coroutines.nameTask("sleeper");
                Coroutines.delay(Duration.ofSeconds(3));
            });
            Coroutines.yieldNow();
            cancelled.cancel();
            return loop.scheduler.timers();
        });

        assertEquals(
                List.of(Duration.ofSeconds(3), Duration.ofSeconds(5)),
                timers.stream().map(TimerSnapshot::remaining).toList());
        assertTrue(
                timers.get(0).what().matches("wakes task \\d+ \\(sleeper\\)"),
                timers.get(0).what());
        assertEquals(
                "calls a lambda of " + RegistryTest.class.getName(),
                timers.get(1).what());
    }

    @Test
    void listenersAreListedWithTheirTasks() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        AtomicReference<List<ListenerSnapshot>> seen = new AtomicReference<>();
        try (Readiness readiness = Readiness.of(pipe.source())) {
            Coroutines.runBlocking(scope -> {
                scope.launch(() -> {
                    readiness.await(SelectionKey.OP_READ, null);
                });
                Coroutines.yieldNow();
                long reader = loop.scheduler.tasks().get(0).number();
                seen.set(loop.scheduler.listeners());
                assertEquals(List.of(new ListenerSnapshot(pipe.source().toString(), "read", reader)), seen.get());
                return pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            });

            assertEquals(List.of(), loop.scheduler.listeners());
        } finally {
            pipe.sink().close();
        }
    }

    @Test
    void aTaskThatNobodyCanReachLeavesTheRegistry() {
        assumeTrue(loop.scheduler.engine().equals("loom"), "a thread that waits is reachable by itself");
        WeakReference<Coroutine> gone = new WeakReference<>(suspendedForEver());

        await(() -> {
            System.gc();
            return gone.get() == null && loop.scheduler.tasks().isEmpty() ? "gone" : null;
        });
    }

    private Coroutine suspendedForEver() {
        Coroutine task = loop.create("task", () -> Coroutine.current().transfer(loop.scheduler.root(), null, null));
        loop.scheduler.root().transfer(task, null, null);
        assertEquals(1, loop.scheduler.tasks().size());
        return task;
    }

    @Test
    void theStackOfASuspendedTaskIsToldToAnotherThreadWhileTheLoopIsStuck() throws Exception {
        assumeFalse(loop.scheduler.engine().equals("quasar"), "there another thread sees no stack");
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<List<StackTraceElement>> stack = new CompletableFuture<>();
        CompletableFuture<LoopHold> holder = new CompletableFuture<>();
        Scheduler scheduler = loop.scheduler;
        Thread observer = new Thread(() -> {
            LoopHold hold = await(() -> {
                LoopHold now = scheduler.holder();
                return now != null && has(now.stack(), "holdTheLoop") ? now : null;
            });
            holder.complete(hold);
            stack.complete(scheduler.stackTrace(scheduler.tasks().get(0).number()));
            release.countDown();
        });
        observer.setDaemon(true);

        Coroutines.runBlocking(scope -> {
            scope.launch(RegistryTest::waitHere);
            scope.launch(() -> {
                Coroutines.nameTask("stubborn");
                observer.start();
                holdTheLoop(release);
            });
            return null;
        });

        assertTrue(
                has(stack.get(30, TimeUnit.SECONDS), "waitHere"),
                () -> stack.join().toString());
        LoopHold hold = holder.get(30, TimeUnit.SECONDS);
        assertTrue(has(hold.stack(), "holdTheLoop"), hold::toString);
        assertTrue(
                hold.toString()
                        .startsWith("the loop of \"" + Thread.currentThread().getName() + "\" has been held for "),
                hold::toString);
    }

    @Suspendable
    private static void waitHere() {
        Coroutines.delay(Duration.ofSeconds(1));
    }

    /** A computation, so that on no engine it gives way. */
    private static void holdTheLoop(CountDownLatch until) {
        while (until.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static boolean has(List<StackTraceElement> stack, String method) {
        return stack.stream().anyMatch(frame -> frame.getMethodName().equals(method));
    }

    @Test
    void nobodyHoldsALoopThatWaits() throws Exception {
        Scheduler idle = Scheduler.start(runnable -> daemon(runnable), LoopOptions.DEFAULT);

        await(() -> idle.holder() == null ? "idle" : null);

        idle.close();
    }

    @Test
    void theWatchdogTellsOfEachHoldOnce() throws Exception {
        Scheduler watched = Scheduler.start(runnable -> daemon(runnable), LoopOptions.DEFAULT);
        List<LoopHold> told = new CopyOnWriteArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        watched.detectBlocking(Duration.ofMillis(20), hold -> {
            told.add(hold);
            first.countDown();
        });
        CompletableFuture<Void> done = new CompletableFuture<>();

        watched.execute(() -> {
            holdTheLoop(first);
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(100)) {
                Thread.onSpinWait(); // long enough for another look or two
            }
            done.complete(null);
        });
        done.get(30, TimeUnit.SECONDS);
        watched.close();

        assertEquals(1, told.size(), told::toString);
        assertEquals("a callback", told.get(0).name());
        assertTrue(told.get(0).since().toMillis() >= 20, told::toString);
        assertTrue(has(told.get(0).stack(), "holdTheLoop"), told::toString);
    }

    @Test
    void theWatchdogIsSilentAboutALoopThatIsIdleAndAboutOneThatIsBusyWithManyTasks() throws Exception {
        Scheduler watched = Scheduler.start(runnable -> daemon(runnable), LoopOptions.DEFAULT);
        List<LoopHold> told = new CopyOnWriteArrayList<>();
        watched.detectBlocking(Duration.ofMillis(500), told::add);
        CompletableFuture<Void> done = new CompletableFuture<>();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);

        watched.execute(new Runnable() {
            @Override
            public void run() {
                if (System.nanoTime() - end < 0) {
                    watched.execute(this);
                } else {
                    done.complete(null);
                }
            }
        });
        done.get(30, TimeUnit.SECONDS);
        assertThrows(TimeoutException.class, () -> new CompletableFuture<Void>().get(1, TimeUnit.SECONDS)); // idle now
        watched.close();

        assertEquals(List.of(), told);
    }

    @Test
    void theWatchdogEndsWithItsLoopAndWhenItIsTurnedOff() throws Exception {
        Scheduler watched = Scheduler.start(runnable -> daemon(runnable), LoopOptions.DEFAULT);
        watched.detectBlocking(Duration.ofMillis(1), hold -> {});
        String name = "greendoor-watchdog-" + watched.thread().getName();
        await(() -> isRunning(name) ? "started" : null);
        watched.detectBlocking(null);
        await(() -> isRunning(name) ? null : "ended");
        watched.detectBlocking(Duration.ofMillis(1));
        watched.close();
        await(() -> isRunning(name) ? null : "ended");

        assertThrows(IllegalArgumentException.class, () -> loop.scheduler.detectBlocking(Duration.ZERO));
        assertNull(watched.holder());
        assertFalse(watched.isAlive());
    }

    private static boolean isRunning(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    private static Thread daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "watched-" + System.nanoTime());
        thread.setDaemon(true);
        return thread;
    }

    /** Looks until there is something to see. */
    private static <T> T await(Supplier<T> look) {
        long begun = System.nanoTime();
        T seen = look.get();
        while (seen == null) {
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20), "nothing to see within 20 s");
            Thread.yield();
            seen = look.get();
        }
        return seen;
    }
}
