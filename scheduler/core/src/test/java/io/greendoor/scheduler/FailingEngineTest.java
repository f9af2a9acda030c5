package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task for which there is no stack, for want of memory or threads, dies of that; nobody else notices. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class FailingEngineTest {
    private final List<String> log = new ArrayList<>();
    private final OutOfMemoryError noStack = new OutOfMemoryError("expected: no stack for a task");
    private final Failing engine = new Failing();
    private Scheduler scheduler;

    /** At which call the engine fails. */
    enum Failure {
        NEW_FIBER,
        FIRST_RESUME
    }

    /** The engine under test, which fails as often as it is told to. */
    private final class Failing implements Engine {
        private final Engine real = Engines.choose(System.getProperty(Engines.PROPERTY), Thread.currentThread());
        private Failure next;

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public String obstacle() {
            return null;
        }

        @Override
        public boolean canBeResumedBy(Thread root) {
            return true;
        }

        @Override
        public Fiber newFiber(Fiber.Host host) {
            Failure failure = next;
            next = null;
            if (failure == Failure.NEW_FIBER) {
                throw noStack;
            }
            return failure == null ? real.newFiber(host) : new Unstartable();
        }

        @Override
        public Fiber.Host currentHost() {
            return real.currentHost();
        }
    }

    /** One whose thread cannot be made. */
    private final class Unstartable implements Fiber {
        @Override
        public void resume() {
            throw noStack;
        }

        @Override
        public void suspend() {
            throw new AssertionError("it has not started");
        }

        @Override
        public boolean isSuspended() {
            return false;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public Thread thread() {
            throw new AssertionError("it has not started");
        }
    }

    private void makeTheLoop(Failure failure) {
        engine.next = failure;
        scheduler = new Scheduler(Thread.currentThread(), engine, TimeSource.SYSTEM);
        scheduler.adopt();
    }

    /** Logs how the body began, and hands the outcome on to whoever waits for it. */
    private Coroutine create(String name, Continuation<String> whoWaits) {
        return Coroutine.create((value, error) -> {
            log.add(name + (error == null ? " runs" : " dies"));
            if (error == null) {
                whoWaits.resume(name + "'s value");
            } else {
                whoWaits.resumeWithException(error);
            }
            return new Handover(scheduler.hub(), null, null);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theTaskDiesOfItWhereItIsAwaited(Failure failure) {
        makeTheLoop(failure);
        Coroutine[] task = new Coroutine[1];

        Throwable thrown = assertThrows(
                OutOfMemoryError.class,
                () -> Coroutines.<String>suspendCancellable(root -> {
                    task[0] = create("task", root);
                    scheduler.start(task[0]);
                }));

        assertSame(noStack, thrown);
        assertEquals(List.of("task dies"), log);
        assertTrue(task[0].isDone());
        assertFalse(task[0].isBlocked());
        assertEquals(0, task[0].stackTrace().length);
        assertFalse(scheduler.hasTasks());
    }

    @ParameterizedTest
    @EnumSource
    void theWaitsOfOthersGoOnAndSoDoTasksThatHaveAStack(Failure failure) {
        makeTheLoop(failure);
        Wait<String> nobody = new Wait<>(scheduler.root(), "nothing");
        scheduler.start(create("first", nobody));

        String value = Coroutines.suspendCancellable(root -> scheduler.start(create("second", root)));
        Coroutines.delay(Duration.ofMillis(1));

        assertEquals("second's value", value);
        assertEquals(List.of("first dies", "second runs"), log);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @ParameterizedTest
    @EnumSource
    void whoeverSwitchesToItGetsWhatItHandsOver(Failure failure) {
        makeTheLoop(failure);
        Coroutine root = Coroutine.current();
        Coroutine task = Coroutine.create((value, error) -> new Handover(root, null, error));

        assertSame(noStack, assertThrows(OutOfMemoryError.class, () -> root.transfer(task, "value", null)));

        assertTrue(task.isDone());
        assertThrows(IllegalStateException.class, () -> root.transfer(task, "again", null));
    }
}
