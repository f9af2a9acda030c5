package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** W-E19: when a loop ends, whoever waits for what it had to do is told. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class LoopEndTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void greenThreadsThatHadNotStartedOrWaitedAreDeadToTheirWaitersOnOtherThreads() throws Exception {
        Scheduler loop = Scheduler.start(work -> new Thread(work, "ending"), LoopOptions.DEFAULT);
        CompletableFuture<List<GreenThread<Void>>> made = new CompletableFuture<>();
        loop.execute(() -> made.complete(List.of(
                Eventlet.spawnAfter(Duration.ofHours(1), () -> note("ran much later")), Eventlet.spawn(() -> {
                    try {
                        new Event<Void>().await();
                    } finally {
                        log.add("unwound");
                    }
                }))));
        List<GreenThread<Void>> threads = made.get(10, TimeUnit.SECONDS);
        GreenThread<Void> waiter = Eventlet.spawn(() -> {
            try {
                threads.get(0).await();
            } catch (GreenletExit exit) {
                log.add("the waiter is told");
            }
        });
        Eventlet.sleep();
        GreenThread<Void> closer = Eventlet.spawn(() -> Tpool.execute(() -> {
            loop.close();
            return null;
        }));

        waiter.await();
        closer.await();

        for (GreenThread<Void> thread : threads) {
            assertThrows(GreenletExit.class, thread::await);
            assertTrue(thread.isDead());
        }
        log.sort(null);
        assertEquals(List.of("the waiter is told", "unwound"), log);
    }

    @Test
    void spawnsThatAreDueAtOnceAreDeadToTheirWaitersToo() throws Exception {
        Scheduler loop = Scheduler.start(work -> new Thread(work, "ending"), LoopOptions.DEFAULT);
        CompletableFuture<GreenThread<Void>> made = new CompletableFuture<>();
        loop.execute(() -> {
            made.complete(Eventlet.spawn(() -> note("ran")));
            loop.close(); // it is in run(): this asks, and does not wait
        });
        GreenThread<Void> thread = made.get(10, TimeUnit.SECONDS);
        loop.close();

        try {
            thread.await();
            assertEquals(List.of("ran"), log); // it was quicker
        } catch (GreenletExit never) {
            assertEquals(List.of(), log);
        }
        assertTrue(thread.isDead());
    }

    private void note(String event) {
        log.add(event);
    }
}
