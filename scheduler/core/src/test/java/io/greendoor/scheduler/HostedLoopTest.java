package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A loop that a host drives, which has an event loop of its own. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class HostedLoopTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final VirtualClock clock = new VirtualClock();
    private Scheduler loop;

    private void open(TimeSource time) {
        loop = Scheduler.open(LoopOptions.DEFAULT.time(time));
        loop.onWakeUp(() -> log.add("wake up"));
    }

    @Test
    void aLoopWithNothingToDoHasNoBound() {
        open(clock);

        assertNull(loop.runReady());
        PlainTasks.spawn(PlainTasks::waitForEver);
        assertNull(loop.runReady());
    }

    @Test
    void theBoundIsTheNextDeadline() {
        open(clock);
        loop.schedule(SECOND.multipliedBy(3), () -> log.add("callback"));
        PlainTasks.spawn(() -> {
            Coroutines.delay(SECOND);
            log.add("task");
        });

        assertEquals(SECOND, loop.runReady());
        clock.advance(Duration.ofMillis(400));
        assertEquals(Duration.ofMillis(600), loop.runReady());
        clock.advance(Duration.ofMillis(600));
        assertEquals(SECOND.multipliedBy(2), loop.runReady());
        clock.advance(SECOND.multipliedBy(5));
        assertNull(loop.runReady());

        assertEquals(List.of("wake up", "task", "callback"), log);
    }

    @Test
    void aDeadlineThatIsTakenBackIsNoBound() {
        open(clock);
        Scheduler.Timer timer = loop.schedule(SECOND, () -> log.add("never"));
        assertEquals(SECOND, loop.runReady());

        timer.cancel();

        assertNull(loop.runReady());
        assertEquals(List.of("wake up"), log);
    }

    @Test
    void eachPassGivesEverybodyOneTurnAndSaysThatMoreIsReady() {
        open(clock);
        for (String name : List.of("a", "b")) {
            PlainTasks.spawn(() -> {
                log.add(name + 1);
                Coroutines.yieldNow();
                log.add(name + 2);
            });
        }
        log.clear();

        assertEquals(Duration.ZERO, loop.runReady());
        assertEquals(List.of("a1", "b1"), log);
        assertNull(loop.runReady());
        assertEquals(List.of("a1", "b1", "a2", "b2"), log);
    }

    @Test
    void whileTasksWaitForChannelsTheHostLooksAfterThem() throws Exception {
        open(clock);
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        PlainTasks.spawn(() -> {
            Readiness.of(pipe.source()).await(SelectionKey.OP_READ, null);
            log.add("ready");
            Readiness.of(pipe.source()).close();
        });
        log.clear();

        assertEquals(Duration.ofMillis(10), loop.runReady());
        loop.schedule(Duration.ofMillis(3), () -> {});
        assertEquals(Duration.ofMillis(3), loop.runReady());
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        loop.runReady();
        clock.advance(SECOND);

        assertNull(loop.runReady());
        assertEquals(List.of("wake up", "ready"), log);
        pipe.sink().close();
    }

    @Test
    void workFromAnotherThreadWakesTheHostOncePerPass() {
        open(clock);
        loop.runReady();

        onAnotherThread(() -> {
            loop.execute(() -> log.add("first"));
            loop.execute(() -> log.add("second"));
            loop.schedule(SECOND, () -> log.add("timer"));
        });
        assertEquals(List.of("wake up"), log);
        assertEquals(SECOND, loop.runReady());
        onAnotherThread(() -> loop.execute(() -> log.add("third")));
        loop.runReady();

        assertEquals(List.of("wake up", "first", "second", "wake up", "third"), log);
    }

    private static void onAnotherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        joinUninterruptibly(thread);
    }

    @Test
    void anotherThreadThatAnswersATaskWakesTheHost() {
        open(clock);
        Channel<String> channel = Channel.rendezvous();
        PlainTasks.spawn(() -> log.add("received " + channel.receive()));
        log.clear();
        assertNull(loop.runReady());

        onAnotherThread(() -> channel.trySend("word"));
        loop.runReady();

        assertEquals(List.of("wake up", "received word"), log);
    }

    @Test
    void workThatTheHostBringsItselfBetweenTwoPassesWakesItOnce() {
        open(clock);
        loop.runReady();

        loop.schedule(SECOND, () -> log.add("timer"));
        loop.execute(() -> log.add("callback"));
        PlainTasks.spawn(() -> log.add("task"));
        assertEquals(List.of("wake up"), log);
        loop.runReady();

        assertEquals(List.of("wake up", "callback", "task"), log);
    }

    @Test
    void whatTasksBringAboutInAPassWakesNobody() {
        open(clock);
        PlainTasks.spawn(() -> {
            loop.execute(() -> log.add("callback"));
            loop.schedule(SECOND, () -> log.add("timer"));
            Coroutines.delay(SECOND);
        });
        log.clear();

        loop.runReady();
        loop.runReady();

        assertEquals(List.of("callback"), log);
    }

    @Test
    void workThatComesDuringAPassIsFoundByTheNext() {
        open(clock);
        loop.execute(() -> onAnotherThread(() -> loop.execute(() -> log.add("callback"))));
        log.clear();

        assertEquals(Duration.ZERO, loop.runReady());
        loop.runReady();

        assertEquals(List.of("callback"), log);
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyNeedBeTold() {
        open(clock);
        loop.onWakeUp(null);
        loop.runReady();

        onAnotherThread(() -> loop.execute(() -> log.add("callback")));
        loop.runReady();

        assertEquals(List.of("callback"), log);
    }

    @Test
    void aWakeUpThatFailsIsLoggedAndTheWorkIsThere() {
        IllegalStateException boom = new IllegalStateException("expected: the host's wake-up fails");
        try (CapturedLog logged = new CapturedLog()) {
            open(clock);
            loop.onWakeUp(() -> {
                throw boom;
            });
            loop.runReady();

            onAnotherThread(() -> loop.execute(() -> log.add("callback")));
            loop.runReady();

            assertEquals(List.of(boom), logged.thrown);
        }
        assertEquals(List.of("callback"), log);
    }

    @Test
    void aHostMayWaitItselfBetweenTwoPasses() {
        open(clock);
        PlainTasks.spawn(() -> {
            Coroutines.delay(SECOND);
            log.add("task");
        });
        log.clear();
        assertEquals(SECOND, loop.runReady());

        Coroutines.delay(SECOND.multipliedBy(2));
        log.add("waited");

        assertNull(loop.runReady());
        assertEquals(List.of("wake up", "task", "waited"), log);
    }

    /** A user interface's thread: it runs one event after the other, and the loop is a guest of its queue. */
    private static final class EventQueue {
        final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
        final Thread thread = new Thread(this::run, "event queue");
        final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1);
        final List<String> log = Collections.synchronizedList(new ArrayList<>());
        final CompletableFuture<Scheduler> loop = new CompletableFuture<>();
        private boolean over;

        void start() {
            thread.start();
            events.add(() -> {
                Scheduler guest = Scheduler.open(LoopOptions.DEFAULT);
                guest.onWakeUp(() -> events.add(() -> drive(guest)));
                loop.complete(guest);
                drive(guest);
            });
        }

        private void run() {
            while (!over) {
                try {
                    events.take().run();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        private void drive(Scheduler guest) {
            Duration bound = over ? null : guest.runReady();
            if (bound != null) {
                Runnable again = () -> events.add(() -> drive(guest));
                alarms.schedule(again, bound.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        void stop() throws Exception {
            events.add(() -> {
                over = true;
                loop.join().close();
            });
            thread.join();
            alarms.shutdownNow();
        }
    }

    @Test
    void anEventQueueServesDelaysOtherThreadsAndChannels() throws Exception {
        EventQueue host = new EventQueue();
        host.start();
        Scheduler guest = host.loop.get();
        Channel<String> fromOthers = Channel.rendezvous();
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        CountDownLatch done = new CountDownLatch(3);
        guest.execute(() -> PlainTasks.spawn(() -> {
            for (int i = 0; i < 3; i++) {
                Coroutines.delay(Duration.ofMillis(5));
                host.log.add("delay " + i);
            }
            done.countDown();
        }));
        guest.execute(() -> PlainTasks.spawn(() -> {
            for (String each : fromOthers) {
                host.log.add("channel " + each);
            }
            done.countDown();
        }));
        guest.execute(() -> PlainTasks.spawn(() -> {
            Readiness readiness = Readiness.of(pipe.source());
            ByteBuffer buffer = ByteBuffer.allocate(16);
            while (pipe.source().read(buffer) >= 0) {
                if (buffer.position() > 0) {
                    String text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
                    host.log.add("pipe " + text);
                    fromOthers.send("echo of " + text);
                    buffer.clear();
                } else {
                    readiness.await(SelectionKey.OP_READ, null);
                }
            }
            readiness.close();
            fromOthers.close();
            done.countDown();
        }));

        fromOthers.send("one"); // this thread's own loop waits here
        pipe.sink().write(StandardCharsets.UTF_8.encode("two"));
        host.events.add(() -> host.log.add("an event of the host's own"));
        fromOthers.send("three");
        pipe.sink().close();
        assertTrue(done.await(10, TimeUnit.SECONDS));
        host.stop();

        List<String> sorted = new ArrayList<>(host.log);
        Collections.sort(sorted);
        assertEquals(
                List.of(
                        "an event of the host's own",
                        "channel echo of two",
                        "channel one",
                        "channel three",
                        "delay 0",
                        "delay 1",
                        "delay 2",
                        "pipe two"),
                sorted);
    }
}
