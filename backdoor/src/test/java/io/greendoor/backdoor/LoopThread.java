package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.Hubs;
import io.greendoor.scheduler.Scheduler;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A platform thread with a loop of its own, which runs what a test gives it until it is closed. */
final class LoopThread implements AutoCloseable {
    private static final int SECONDS = 20;

    private final CompletableFuture<Scheduler> started = new CompletableFuture<>();
    private final Event<Void> stop = new Event<>();
    private final Thread thread;
    private final Scheduler loop;

    LoopThread() throws Exception {
        this("door-loop");
    }

    LoopThread(String name) throws Exception {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
        loop = started.get(SECONDS, TimeUnit.SECONDS);
    }

    private void run() {
        started.complete(Hubs.getHub());
        stop.await();
    }

    /** Runs {@code work} as a green task of the loop, and waits for what comes of it. */
    <T> T run(Callable<T> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> Eventlet.spawnN(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        }));
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the loop does not answer:\n" + Threads.dump(loop), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    /** That it has neither ended nor hung. */
    void assertAlive() throws Exception {
        assertTrue(thread.isAlive(), "the server's thread has ended");
        assertTrue(run(() -> true));
    }

    @Override
    public void close() {
        stop.send(null);
        Await.until(() -> !thread.isAlive(), () -> "the server's thread did not end");
    }
}
