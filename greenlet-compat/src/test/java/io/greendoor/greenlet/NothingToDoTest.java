package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.Mutex;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.TaskSnapshot;
import io.greendoor.scheduler.TaskSnapshot.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** W-E14 and W-E18: a loop on which all wait uses no processor, tells who waits for what, and can be gone on with. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class NothingToDoTest {
    private final Event<String> never = new Event<>();

    @Test
    void tasksThatWaitForEveryKindOfThingUseNoProcessor() throws Exception {
        DagPool<String, String> graph = new DagPool<>();
        graph.spawn(
                "b", List.of("a"), (key, results) -> results.iterator().next().getValue());
        graph.spawn(
                "c", List.of("b"), (key, results) -> results.iterator().next().getValue());
        List<GreenThread<?>> tasks = new ArrayList<>(List.of(
                Eventlet.spawn(() -> graph.get("c")),
                Eventlet.spawn(() -> never.await()),
                Eventlet.spawn(() -> new GreenSemaphore(0).acquire()),
                Eventlet.spawn(() -> new GreenCappedSemaphore(0, 0).release()),
                Eventlet.spawn(() -> new GreenQueue<>().get()),
                Eventlet.spawn(() -> new GreenQueue<>(0).put("item")),
                Eventlet.spawn(() -> new Pool<>(0, 0, () -> "thing").get()),
                Eventlet.spawn(() -> new GreenPool(0).spawn(() -> "never")),
                Eventlet.spawn(() -> Channel.<String>rendezvous().receive())));
        try (GreenServerSocket listener = Eventlet.listen("localhost", 0)) {
            tasks.add(Eventlet.spawn(() -> listener.accept()));
            Idle.assertUsesNoProcessor();
            tasks.forEach(GreenThread::kill);
        }
        graph.kill("b");
        graph.kill("c");
    }

    /**
     * The root waits for two tasks that wait for each other. No exception tells: another thread may always bring work. But
     * it can be seen, and ended, from there.
     */
    @Test
    void aDeadlockIsToldByTheTasksOfTheLoopAndCanBeEndedFromAnotherThread() throws Exception {
        Scheduler loop = Hubs.getHub();
        Mutex one = new Mutex();
        Mutex other = new Mutex();
        GreenThread<String> left = Eventlet.spawn(() -> lockBoth("left", one, other));
        GreenThread<String> right = Eventlet.spawn(() -> lockBoth("right", other, one));
        OtherThread<List<String>> observer = OtherThread.start("observer", () -> {
            awaitTrue(() -> loop.holder() == null && waiting(loop).size() == 2);
            List<String> seen = new ArrayList<>(waiting(loop));
            seen.add(loop.timers().size() + " timers, " + loop.listeners().size() + " listeners");
            assertNull(loop.holder());
            loop.execute(left::kill);
            return seen;
        });

        assertEquals("right has both", right.await());

        assertEquals(
                List.of("left waits for a mutex", "right waits for a mutex", "0 timers, 0 listeners"), observer.join());
    }

    @Suspendable
    private static String lockBoth(String name, Mutex first, Mutex second) {
        Coroutines.nameTask(name);
        first.lock();
        try {
            Eventlet.sleep();
            second.lock();
            second.unlock();
        } finally {
            first.unlock();
        }
        return name + " has both";
    }

    private static List<String> waiting(Scheduler loop) {
        return loop.tasks().stream()
                .filter(task -> task.state() == State.WAITING)
                .map(NothingToDoTest::describe)
                .toList();
    }

    private static String describe(TaskSnapshot task) {
        return task.name() + " waits for " + task.waitsFor();
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10), "it did not come true within 10 s");
            Thread.yield();
        }
    }
}
