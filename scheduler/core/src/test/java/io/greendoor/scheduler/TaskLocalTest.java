package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class TaskLocalTest {
    private final TaskLocal<String> user = new TaskLocal<>();
    private final TaskLocal<String> other = new TaskLocal<>();
    private final VirtualClock clock = new VirtualClock();

    @Test
    void hasNoValueUntilOneIsSet() {
        TestLoop.in(clock);

        assertNull(user.get());
        user.set("ann");
        other.set("x");
        assertEquals("ann", user.get());
        user.set("bob");
        assertEquals("bob", user.get());
        user.set(null);
        assertNull(user.get());
        assertEquals("x", other.get());
    }

    @Test
    void aTaskBeginsWithWhatItsMakerHadWhenItMadeIt() {
        TestLoop loop = TestLoop.in(clock);
        user.set("ann");
        Coroutine task = loop.spawn("task", () -> loop.log("task " + user.get() + " " + other.get()));
        user.set("bob");
        other.set("x");

        loop.join(task);

        assertEquals(List.of("0 ms: task ann null"), loop.log);
    }

    @Test
    void whatATaskSetsIsItsOwnAndItsChildrens() {
        TestLoop loop = TestLoop.in(clock);
        user.set("ann");
        Coroutine first = loop.spawn("first", () -> {
            user.set("bob");
            loop.spawn("child", () -> loop.log("child " + user.get()));
            Coroutines.yieldNow();
            loop.log("first " + user.get());
        });
        Coroutine second = loop.spawn("second", () -> loop.log("second " + user.get()));

        loop.join(first, second);
        loop.log("root " + user.get());

        assertEquals(List.of("0 ms: second ann", "0 ms: child bob", "0 ms: first bob", "0 ms: root ann"), loop.log);
    }

    @Test
    void aTaskKeepsItsValueFromSwitchToSwitch() {
        TestLoop loop = TestLoop.in(clock);
        Coroutine a = loop.spawn("a", () -> setYieldAndLog(loop, "a"));
        Coroutine b = loop.spawn("b", () -> setYieldAndLog(loop, "b"));

        loop.join(a, b);

        assertEquals(List.of("0 ms: a", "0 ms: b"), loop.log);
    }

    @Suspendable
    private void setYieldAndLog(TestLoop loop, String name) {
        user.set(name);
        Coroutines.yieldNow();
        loop.log(user.get());
    }

    @Test
    void workThatCapturesSeesTheValuesOnAnotherThread() throws Exception {
        TestLoop loop = TestLoop.in(clock);
        user.set("ann");
        Callable<String> captured = TaskLocal.capturing(user::get);
        user.set("bob");
        FutureTask<String> work = new FutureTask<>(() -> {
            user.set("theirs");
            return captured.call() + ", then " + user.get();
        });
        new Thread(work, "worker").start();

        loop.log(work.get());

        assertEquals(List.of("0 ms: ann, then theirs"), loop.log);
        assertEquals("bob", user.get());
    }

    @Test
    void askingOnAThreadWithoutALoopMakesNone() throws Exception {
        FutureTask<Scheduler> work = new FutureTask<>(() -> {
            assertNull(user.get());
            return Scheduler.currentOrNull();
        });
        new Thread(work, "plain").start();

        assertNull(work.get());
    }

    @Test
    void workThatCapturesAndFailsGivesTheValuesBack() {
        TestLoop.in(clock);
        user.set("ann");
        Callable<String> captured = TaskLocal.capturing(() -> {
            user.set("changed");
            throw new IllegalArgumentException("expected");
        });
        user.set("bob");

        assertThrows(IllegalArgumentException.class, captured::call);

        assertEquals("bob", user.get());
    }
}
