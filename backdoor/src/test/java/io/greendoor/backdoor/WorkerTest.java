package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread of a worker is started by somebody else, and nothing gets out of order by that. */
class WorkerTest {
    private static final String NAME = "greendoor-worker-test";

    private final Queue<Runnable> handedOver = new ArrayDeque<>();
    private final Worker worker = new Worker(NAME, handedOver::add);
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        worker.shutdownNow();
        startThreads();
        Await.until(() -> Threads.named(NAME).isEmpty(), () -> "there still is " + Threads.named(NAME));
    }

    private void startThreads() {
        for (Runnable next = handedOver.poll(); next != null; next = handedOver.poll()) {
            next.run();
        }
    }

    private void assertLogged(String... entries) {
        Await.until(() -> log.size() >= entries.length, log::toString);
        assertEquals(List.of(entries), log);
    }

    @Test
    void whoeverGivesItWorkStartsNoThread() {
        worker.execute(() -> log.add(Thread.currentThread().getName()));
        assertTrue(Threads.named(NAME).isEmpty());

        startThreads();

        assertLogged(NAME);
    }

    @Test
    void whatComesWhileSomethingIsOnItsWayFollowsIt() {
        worker.execute(() -> log.add("first"));
        worker.execute(() -> log.add("second"));
        handedOver.remove().run(); // makes both steps, and there is a thread now
        worker.execute(() -> log.add("third"));
        worker.shutdown();
        startThreads();

        assertLogged("first", "second", "third");
    }

    @Test
    void whereThereIsAThreadNobodyElseIsAsked() {
        CompletableFuture<Boolean> gate = new CompletableFuture<>();
        worker.execute(() -> log.add("first: " + gate.join()));
        startThreads();

        worker.execute(() -> log.add("second"));

        assertTrue(handedOver.isEmpty());
        gate.complete(true);
        assertLogged("first: true", "second");
    }

    @Test
    void whatComesAfterItsEndIsNotDone() {
        worker.shutdown();
        worker.execute(() -> log.add("late"));

        startThreads();

        assertTrue(Threads.named(NAME).isEmpty());
        assertEquals(List.of(), log);
    }

    @Test
    void aFutureThatComesAfterItsEndIsCancelled() {
        FutureTask<Boolean> late = new FutureTask<>(() -> log.add("late"));
        worker.shutdown();
        worker.execute(late);

        startThreads();

        assertTrue(late.isCancelled());
    }

    @Test
    void whatIsNotDoneAnyMoreIsCancelled() {
        CompletableFuture<Boolean> gate = new CompletableFuture<>();
        FutureTask<Boolean> waiting = new FutureTask<>(() -> log.add("late"));
        worker.execute(gate::join);
        worker.execute(waiting);
        startThreads();

        worker.shutdownNow();

        assertTrue(waiting.isCancelled());
        gate.complete(true);
    }
}
