package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SnapshotRaceTest {

    @Test
    void aSnapshotOfALoopThatRunsWildThrowsNothing() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        Thread looker = new Thread(() -> {
            try {
                while (!stop.get()) {
                    loop.holder();
                    for (TaskSnapshot task : loop.tasks()) {
                        loop.stackTrace(task.number());
                    }
                    loop.timers();
                    loop.listeners();
                }
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        looker.start();
        long end = System.nanoTime() + 1_000_000_000L;
        long n = 0;
        while (System.nanoTime() < end && thrown.get() == null) {
            Coroutines.coroutineScope(scope -> {
                for (int i = 0; i < 50; i++) {
                    scope.launch(() -> {
                        Coroutines.yieldNow();
                        Coroutines.delay(Duration.ofNanos(1000));
                    });
                }
                return null;
            });
            n++;
        }
        stop.set(true);
        looker.join();
        loop.close();
        assertNull(thrown.get(), "after " + n);
    }

    @Test
    void listenersOfALoopThatClosesThrowNothing() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Scheduler> looked = new AtomicReference<>();
        AtomicBoolean stop = new AtomicBoolean();
        Thread looker = new Thread(() -> {
            try {
                while (!stop.get()) {
                    Scheduler loop = looked.get();
                    if (loop != null) {
                        loop.listeners();
                    }
                }
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        looker.start();
        for (int i = 0; i < 500 && thrown.get() == null; i++) {
            Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            looked.set(loop);
            Readiness.of(pipe.source()).await(SelectionKey.OP_READ, Duration.ofNanos(1));
            loop.close();
            pipe.source().close();
            pipe.sink().close();
        }
        stop.set(true);
        looker.join();
        assertNull(thrown.get());
    }

    @Test
    void anErrorOfAToStringDoesNotSpoilASnapshot() {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        loop.schedule(Duration.ofHours(1), new Runnable() {
            @Override
            public void run() {}

            @Override
            public String toString() {
                throw new AssertionError("mine");
            }
        });
        assertEquals(1, loop.timers().size());
        loop.close();
    }
}
