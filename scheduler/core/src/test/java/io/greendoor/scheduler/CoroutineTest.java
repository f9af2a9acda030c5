package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class CoroutineTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void aRingOfTransfersGoesRoundWithoutTheHub() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine root = Coroutine.current();
        Coroutine[] ring = new Coroutine[3];
        for (int i = 0; i < ring.length; i++) {
            int self = i;
            ring[i] = Coroutine.create((value, error) -> {
                Object got = value;
                for (int lap = 1; lap < 3; lap++) {
                    loop.log(self + " got " + got);
                    got = ring[self].transfer(ring[(self + 1) % ring.length], self + "/" + lap, null);
                }
                loop.log(self + " got " + got);
                return new Handover(self == 2 ? root : ring[self + 1], self + "/end", null);
            });
        }

        loop.log("root got " + root.transfer(ring[0], "start", null));

        assertEquals(
                List.of(
                        "0 ms: 0 got start",
                        "0 ms: 1 got 0/1",
                        "0 ms: 2 got 1/1",
                        "0 ms: 0 got 2/1",
                        "0 ms: 1 got 0/2",
                        "0 ms: 2 got 1/2",
                        "0 ms: 0 got 2/2",
                        "0 ms: 1 got 0/end",
                        "0 ms: 2 got 1/end",
                        "0 ms: root got 2/end"),
                loop.log);
        assertTrue(Arrays.stream(ring).allMatch(Coroutine::isDone));
    }

    @Test
    void aLongChainOfTransfersNeedsNoDeepStack() {
        TestLoop.in(clock);
        Coroutine root = Coroutine.current();
        int[] hops = new int[1];
        Coroutine[] pair = new Coroutine[2];
        for (int i = 0; i < 2; i++) {
            int self = i;
            pair[i] = Coroutine.create((value, error) -> {
                while (++hops[0] < 20_000) {
                    pair[self].transfer(pair[1 - self], null, null);
                }
                return new Handover(root, new Throwable().getStackTrace().length, null);
            });
        }

        int depth = (Integer) root.transfer(pair[0], null, null);

        assertEquals(20_000, hops[0]);
        assertTrue(depth < 50, () -> depth + " frames");
    }

    @Test
    void anExceptionIsThrownWhereTheTargetWaits() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine root = Coroutine.current();
        IOException sent = new IOException("sent");
        Coroutine task = Coroutine.create((value, error) -> {
            try {
                Coroutine.current().transfer(root, "waits", null);
            } catch (Throwable thrown) {
                loop.log("task caught " + thrown.getMessage());
                return new Handover(root, null, thrown);
            }
            return new Handover(root, "not thrown", null);
        });

        loop.log("root got " + root.transfer(task, null, null));
        Throwable back = assertThrows(Throwable.class, () -> root.transfer(task, null, sent));

        assertSame(sent, back);
        assertEquals(List.of("0 ms: root got waits", "0 ms: task caught sent"), loop.log);
    }

    @Test
    void transfersThatCannotBeAreRefused() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        Coroutine root = Coroutine.current();
        Coroutine dead = loop.spawn("dead", () -> {});
        Coroutine waiting = loop.spawn("waiting", () -> Coroutines.delay(Duration.ofHours(1)));
        Coroutines.yieldNow();
        FutureTask<Coroutine> foreign = new FutureTask<>(Coroutine::current);
        new Thread(foreign, "foreign").start();
        Coroutine elsewhere = foreign.get();

        assertThrows(IllegalStateException.class, () -> root.transfer(dead, null, null));
        assertThrows(IllegalStateException.class, () -> root.transfer(dead, null, new IOException("to the dead")));
        assertThrows(IllegalStateException.class, () -> root.transfer(elsewhere, null, null));
        assertThrows(IllegalStateException.class, () -> waiting.transfer(root, null, null));

        assertSame(root, Coroutine.current());
    }

    @Test
    void aTaskIsToldApartByWhereItIsInItsLife() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine task = loop.spawn("task", () -> {
            Coroutine self = Coroutine.current();
            loop.log("running: " + self.isRunning() + ", started: " + self.isStarted() + ", done: " + self.isDone());
            Coroutines.yieldNow();
        });
        assertFalse(task.isStarted());

        Coroutines.yieldNow();
        assertTrue(task.isStarted());
        assertFalse(task.isRunning());
        assertFalse(task.isDone());
        assertTrue(Arrays.stream(task.stackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("yieldNow")));
        loop.join(task);

        assertTrue(task.isDone());
        assertEquals(0, task.stackTrace().length);
        assertEquals(List.of("0 ms: running: true, started: true, done: false"), loop.log);
    }

    @Test
    void theSwitchOutActionRunsWheneverControlIsGivenUpBeforeAnybodyElseRuns() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine root = Coroutine.current();
        Coroutine task = loop.spawn("task", () -> {
            Coroutine self = Coroutine.current();
            self.onSwitchOut(() -> loop.log("out"));
            loop.log("yields");
            Coroutines.yieldNow();
            loop.log("delays");
            Coroutines.delay(Duration.ofMillis(1));
            loop.log("transfers");
            loop.scheduler.scheduleTransfer(Duration.ZERO, self, null);
            self.transfer(root, null, null);
            loop.log("ends");
        });
        loop.spawn("other", () -> loop.log("other"));

        Coroutines.suspendCancellable(never -> {});
        loop.log("root");
        loop.join(task);

        assertEquals(
                List.of(
                        "0 ms: yields",
                        "0 ms: out",
                        "0 ms: other",
                        "0 ms: delays",
                        "0 ms: out",
                        "1 ms: transfers",
                        "1 ms: out",
                        "1 ms: root",
                        "1 ms: ends"),
                loop.log);
    }

    @Test
    void theSwitchOutActionMayNeedALockThatTheTaskHolds() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        ReentrantLock lock = new ReentrantLock();
        Coroutine task = loop.spawn("task", () -> {
            Coroutine.current().onSwitchOut(() -> {
                lock.lock();
                loop.log("out");
                lock.unlock();
            });
            lock.lock();
            Coroutines.yieldNow();
            lock.unlock();
        });

        loop.join(task);
        Coroutines.yieldNow();

        assertEquals(List.of("out"), loop.log);
    }

    @Test
    void aSwitchOutActionMustNotWait() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine task = loop.spawn("task", () -> {
            Coroutine.current()
                    .onSwitchOut(() -> loop.log(
                            assertThrows(IllegalStateException.class, () -> Coroutines.delay(Duration.ofMillis(1)))
                                    .getMessage()));
            Coroutines.yieldNow();
            loop.log("task");
        });

        loop.join(task);

        assertEquals(
                List.of(
                        "0 ms: a switch-out action must not wait: it holds up every task; spawn one instead",
                        "0 ms: task"),
                loop.log);
    }

    @Test
    void aSwitchOutActionMustNotSwitch() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine root = Coroutine.current();
        Coroutine task = loop.spawn("task", () -> {
            Coroutine.current()
                    .onSwitchOut(() -> loop.log(assertThrows(
                                    IllegalStateException.class,
                                    () -> Coroutine.current().transfer(root, null, null))
                            .getMessage()));
            Coroutines.yieldNow();
            loop.log("task");
        });

        loop.join(task);

        assertEquals(
                List.of("0 ms: a switch-out action must not switch; spawn a task for that", "0 ms: task"), loop.log);
    }

    @Test
    void whoIsToldWhatNobodyCaughtMayWait() {
        TestLoop loop = TestLoop.in(clock);
        loop.scheduler.start(Coroutine.create((value, error) -> {
            UncaughtExceptionHandler.LOCAL.set(thrown -> {
                loop.log("told of " + thrown.getMessage());
                Coroutines.delay(Duration.ofMillis(2));
                loop.log("handled");
                return true;
            });
            return new Handover(loop.scheduler.hub(), null, new IllegalStateException("what nobody caught"));
        }));
        Coroutine other = loop.spawn("other", () -> {
            Coroutines.delay(Duration.ofMillis(1));
            loop.log("other");
            Coroutines.delay(Duration.ofMillis(2));
        });

        loop.join(other);

        assertEquals(List.of("0 ms: told of what nobody caught", "1 ms: other", "2 ms: handled"), loop.log);
    }

    @Test
    void aSwitchOutActionThatFailsHarmsNobody() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine task = loop.spawn("task", () -> {
            Coroutine.current().onSwitchOut(() -> {
                throw new IllegalStateException("expected: a switch-out action that fails");
            });
            Coroutines.yieldNow();
            Coroutine.current().onSwitchOut(null);
            Coroutines.yieldNow();
            loop.log("task");
        });

        loop.join(task);

        assertEquals(List.of("0 ms: task"), loop.log);
    }
}
