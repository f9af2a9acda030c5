package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class LoopTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void theHubIsTheThreadsScheduler() throws Exception {
        Scheduler hub = Hubs.getHub();

        assertSame(Scheduler.current(), hub);
        assertSame(hub, Eventlet.spawn(() -> Hubs.getHub()).await());
        assertSame(hub, new Greenlet(args -> Hubs.getHub()).switchTo());
        assertNotSame(hub, OtherThread.run(Hubs::getHub));
    }

    @Test
    void aLoopFirstUsedInsideAGreenletServesTheRoot() {
        new Greenlet(args -> Hubs.getHub()).switchTo();

        Eventlet.spawn(() -> log.add("task"));
        Eventlet.sleep();

        assertEquals(List.of("task"), log);
    }

    @Test
    void executeRunsLaterOnTheLoop() {
        Event<Void> ran = new Event<>();
        Hubs.getHub().execute(() -> log.add("callback 1"));
        Hubs.getHub().execute(() -> {
            log.add("callback 2");
            ran.send(null);
        });
        log.add("main");

        ran.await();

        assertEquals(List.of("main", "callback 1", "callback 2"), log);
    }

    @Test
    void executeFromOtherThreadsLosesNoneAndKeepsEachThreadsOrder() throws Exception {
        int threads = 4;
        int each = 2_000;
        Scheduler hub = Hubs.getHub();
        int[][] received = new int[threads][each];
        int[] counts = new int[threads + 1];
        Event<Void> all = new Event<>();
        List<OtherThread<Void>> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int sender = t;
            senders.add(OtherThread.start("sender " + t, () -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    hub.execute(() -> {
                        received[sender][counts[sender]++] = number;
                        if (++counts[threads] == threads * each) {
                            all.send(null);
                        }
                    });
                }
                return null;
            }));
        }

        all.await();

        for (int[] ofOne : received) {
            for (int i = 0; i < each; i++) {
                assertEquals(i, ofOne[i]);
            }
        }
        for (OtherThread<Void> sender : senders) {
            sender.join();
        }
    }

    @Test
    void executeWakesAnIdleLoop() throws Exception {
        Scheduler hub = Hubs.getHub();
        Event<String> woken = new Event<>();
        OtherThread<Void> other = OtherThread.start("waker", () -> {
            hub.execute(() -> woken.send("woken"));
            return null;
        });

        assertEquals("woken", woken.await());
        other.join();
    }

    @Test
    void scheduledCallbacksRunByDeadlineThenByCreation() {
        Event<Void> last = new Event<>();
        Scheduler hub = Hubs.getHub();
        hub.schedule(Duration.ofMillis(150), () -> last.send(null));
        hub.schedule(Duration.ofMillis(60), () -> log.add("late"));
        hub.schedule(Duration.ofMillis(5), () -> log.add("early 1"));
        hub.schedule(Duration.ofMillis(5), () -> log.add("early 2"));
        hub.schedule(Duration.ofSeconds(-1), () -> log.add("at once 1"));
        hub.schedule(Duration.ZERO, () -> log.add("at once 2"));
        log.add("main");

        last.await();

        assertEquals(List.of("main", "at once 1", "at once 2", "early 1", "early 2", "late"), log);
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        Scheduler.Timer later = Hubs.getHub().schedule(Duration.ofMillis(1), () -> log.add("later"));
        Scheduler.Timer atOnce = Hubs.getHub().schedule(Duration.ZERO, () -> log.add("at once"));

        assertTrue(later.cancel());
        assertFalse(later.cancel());
        assertTrue(atOnce.cancel());
        assertFalse(atOnce.cancel());
        Eventlet.sleep(Duration.ofMillis(20));

        assertEquals(List.of(), log);
    }

    @Test
    void aTimerThatRanCannotBeCancelled() {
        Scheduler.Timer timer = Hubs.getHub().schedule(Duration.ZERO, () -> log.add("ran"));
        Eventlet.sleep();

        assertFalse(timer.cancel());
        assertEquals(List.of("ran"), log);
    }

    @Test
    void aCallbackMaySleepForNothingButNotWait() {
        Event<Void> done = new Event<>();
        Event<Void> never = new Event<>();
        GreenThread<Void> unfinished = Eventlet.spawn(() -> {
            never.await();
        });
        Hubs.getHub().execute(() -> {
            Eventlet.sleep();
            Eventlet.sleep(Duration.ZERO);
            log.add("slept");
            assertThrows(IllegalStateException.class, () -> Eventlet.sleep(Duration.ofMillis(1)));
            assertThrows(IllegalStateException.class, never::await);
            assertThrows(IllegalStateException.class, () -> never.await(Duration.ofMillis(1)));
            assertThrows(IllegalStateException.class, unfinished::await);
            log.add("refused");
            done.send(null);
        });

        done.await(Duration.ofSeconds(10));

        assertEquals(List.of("slept", "refused"), log);
    }

    @Test
    void aScheduledCallbackMayNotWaitEither() {
        Event<Class<?>> outcome = new Event<>();
        Hubs.getHub().schedule(Duration.ofMillis(1), () -> {
            try {
                new Event<Void>().await();
            } catch (IllegalStateException refusal) {
                outcome.send(refusal.getClass());
            }
        });

        assertEquals(IllegalStateException.class, outcome.await(Duration.ofSeconds(10)));
    }

    @Test
    void anExceptionInACallbackDoesNotStopTheLoop() {
        Event<String> done = new Event<>();
        Hubs.getHub().execute(() -> {
            throw new IllegalStateException("expected: a callback that fails");
        });
        Hubs.getHub().schedule(Duration.ZERO, () -> {
            throw new AssertionError("expected: a callback that fails with an error");
        });
        Hubs.getHub().schedule(Duration.ofMillis(5), () -> done.send("done"));

        assertEquals("done", done.await());
    }

    @Test
    void aCallbackMaySwitchToAnUnstartedGreenlet() {
        Event<Void> done = new Event<>();
        Greenlet greenlet = new Greenlet(args -> {
            log.add("got " + args.value());
            Eventlet.sleep();
            log.add("slept");
            done.send(null);
            return null;
        });
        Hubs.getHub().schedule(Duration.ZERO, () -> greenlet.switchTo("x"));

        done.await();
        log.add("main");

        assertEquals(List.of("got x", "slept", "main"), log);
    }

    @Test
    void aCallbackMayResumeASuspendedGreenlet() {
        Event<Void> done = new Event<>();
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            log.add("got " + main.switchTo("ready"));
            Eventlet.sleep();
            log.add("slept");
            done.send(null);
            return null;
        });
        log.add("main " + greenlet.switchTo());
        Hubs.getHub().schedule(Duration.ZERO, () -> greenlet.switchTo("x"));

        done.await();

        assertEquals(List.of("main ready", "got x", "slept"), log);
    }

    @Test
    void anIdleLoopUsesNoProcessor() {
        Idle.assertUsesNoProcessor();
    }

    @Test
    void aVirtualThreadMayBeTheRoot() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
        FutureTask<List<String>> work = new FutureTask<>(() -> {
            Greenlet root = Greenlet.getCurrent();
            Greenlet greenlet = new Greenlet(args -> root.switchTo("switched"));
            log.add("root " + greenlet.switchTo());
            Eventlet.spawn(() -> log.add("task 1"));
            GreenThread<String> task = Eventlet.spawn(() -> {
                Eventlet.sleep(Duration.ofMillis(1));
                return "task 2";
            });
            log.add("root " + task.await());
            log.add("root " + greenlet.switchTo("end"));
            return log;
        });

        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);

        assertEquals(List.of("root switched", "task 1", "root task 2", "root end"), work.get(10, TimeUnit.SECONDS));
    }

    @Test
    void nullsAreRefused() {
        Scheduler hub = Hubs.getHub();

        assertThrows(NullPointerException.class, () -> hub.execute(null));
        assertThrows(NullPointerException.class, () -> hub.schedule(null, () -> log.add("ran")));
        assertThrows(NullPointerException.class, () -> hub.schedule(Duration.ZERO, null));
        assertNull(Eventlet.spawn(() -> (Object) null).await());
    }
}
