package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ending a task by its number, from outside. */
@Timeout(30)
class EndTaskTest {

    private final TestLoop loop = TestLoop.in(new VirtualClock());

    private long only() {
        List<TaskSnapshot> tasks = loop.scheduler.tasks();
        assertEquals(1, tasks.size(), tasks::toString);
        return tasks.get(0).number();
    }

    @Test
    void aJobThatWaitsIsCancelledAndItsScopeGoesOn() {
        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> {
                try {
                    Coroutines.delay(Duration.ofDays(1));
                } catch (Cancelled cancelled) {
                    loop.log("cancelled: " + cancelled.getMessage());
                    throw cancelled;
                }
            });
            Coroutines.delay(Duration.ofSeconds(1));
            loop.log("asked: " + loop.scheduler.endTask(only(), "not wanted"));
            job.join();
            loop.log("ended: " + job.isCancelled());
            return null;
        });
        assertEquals(
                List.of("1000 ms: asked: true", "1000 ms: cancelled: not wanted", "1000 ms: ended: true"), loop.log);
    }

    @Test
    void aTaskThatIsNoJobGetsWhatItsKindEndsWith() {
        loop.spawn("victim", () -> Coroutines.delay(Duration.ofDays(1)));
        Coroutines.delay(Duration.ofSeconds(1));
        assertTrue(loop.scheduler.endTask(only(), "not wanted"));
        Coroutines.yieldNow();
        assertEquals(List.of("1000 ms: victim died of " + new Cancelled("not wanted")), loop.log);
        assertEquals(List.of(), loop.scheduler.tasks());
    }

    @Test
    void oneThatHasNotStartedNeverRuns() {
        Coroutines.runBlocking(scope -> {
            Job job = scope.launch(() -> loop.log("ran"));
            assertTrue(loop.scheduler.endTask(only(), "not wanted"));
            job.join();
            return null;
        });
        assertEquals(List.of(), loop.log);
    }

    @Test
    void aTaskMayCatchItAndLiveOn() {
        Coroutine victim = loop.spawn("victim", () -> {
            try {
                Coroutines.delay(Duration.ofDays(1));
            } catch (Cancelled cancelled) {
                loop.log("caught");
            }
            Coroutines.delay(Duration.ofSeconds(1));
            loop.log("lived on");
        });
        Coroutines.yieldNow();
        loop.scheduler.endTask(only(), "not wanted");
        loop.join(victim);
        assertEquals(List.of("0 ms: caught", "1000 ms: lived on"), loop.log);
    }

    @Test
    void anotherThreadMayAsk() throws Exception {
        Coroutine victim = loop.spawn("victim", () -> Coroutines.delay(Duration.ofDays(1)));
        Coroutines.yieldNow();
        long number = only();
        Thread other = new Thread(() -> loop.scheduler.endTask(number, "not wanted"));
        other.start();
        other.join();
        loop.join(victim);
        assertEquals(1, loop.log.size());
    }

    @Test
    void thereIsNothingToEndWhereThereIsNoSuchTask() throws Exception {
        assertFalse(loop.scheduler.endTask(0, "the thread itself"));
        assertFalse(loop.scheduler.endTask(Long.MAX_VALUE, "nobody"));
    }

    @Test
    void aLoopThatIsClosedEndsNobody() throws Exception {
        CountDownLatch parked = new CountDownLatch(1);
        Scheduler other = Scheduler.start(Thread::new, LoopOptions.DEFAULT);
        other.execute(parked::countDown);
        parked.await();
        other.close();
        other.thread().join();
        assertFalse(other.endTask(1, "gone"));
        assertThrows(RejectedExecutionException.class, () -> other.execute(() -> {}));
    }
}
