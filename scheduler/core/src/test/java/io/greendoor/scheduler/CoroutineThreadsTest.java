package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class CoroutineThreadsTest {
    private final IOException failure = new IOException("failure");

    @Test
    void aPlainThreadRunsScopesOfItsOwn() {
        assertEquals(
                "value",
                Coroutines.runBlocking(scope -> scope.async(() -> "value").await()));
        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Coroutines.runBlocking(scope -> scope.launch(() -> {
                            throw failure;
                        }))));
        assertEquals("again", Coroutines.runBlocking(scope -> "again"));
    }

    @Test
    void anotherThreadCancelsAJobThatWaits() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Job> job = new AtomicReference<>();
        Thread canceller = new Thread(() -> {
            try {
                waiting.await();
                job.get().cancel("from elsewhere");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        canceller.start();
        List<String> log = new ArrayList<>();

        Coroutines.runBlocking(scope -> {
            job.set(scope.launch(() -> {
                try {
                    Coroutines.suspendCancellable(never -> waiting.countDown());
                } catch (Cancelled cancelled) {
                    log.add(cancelled.getMessage());
                    throw cancelled;
                }
            }));
            return null;
        });

        canceller.join();
        assertEquals(List.of("from elsewhere"), log);
    }

    @Test
    void anotherThreadCancelsAScopeWhoseThreadIsItsRunner() throws InterruptedException {
        AtomicReference<CoroutineScope> cancelled = new AtomicReference<>();
        CountDownLatch waiting = new CountDownLatch(1);
        Thread canceller = new Thread(() -> {
            try {
                waiting.await();
                cancelled.get().cancel();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        canceller.start();

        assertThrows(
                Cancelled.class,
                () -> Coroutines.runBlocking(scope -> {
                    cancelled.set(scope);
                    return Coroutines.suspendCancellable(never -> waiting.countDown());
                }));
        canceller.join();
    }

    @Test
    void otherThreadsLaunchIntoAScopeAndItsLoopRunsTheChildren() throws InterruptedException {
        Thread home = Thread.currentThread();
        Scheduler loop = Scheduler.current();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger elsewhere = new AtomicInteger();
        List<Thread> launchers = new ArrayList<>();

        Coroutines.runBlocking(scope -> {
            CountDownLatch launched = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                Thread launcher = new Thread(() -> {
                    for (int j = 0; j < 250; j++) {
                        scope.launch(() -> {
                            ran.incrementAndGet();
                            if (Scheduler.current() != loop) {
                                elsewhere.incrementAndGet();
                            }
                        });
                    }
                    launched.countDown();
                });
                launchers.add(launcher);
                launcher.start();
            }
            Coroutines.offload(() -> launched.await(10, TimeUnit.SECONDS));
            return null;
        });

        for (Thread launcher : launchers) {
            launcher.join();
        }
        assertEquals(1000, ran.get());
        assertEquals(0, elsewhere.get());
        assertSame(home, loop.thread());
    }

    @Test
    void aThreadAwaitsTheTaskOfAnothersScope() throws InterruptedException {
        AtomicReference<Deferred<String>> shared = new AtomicReference<>();
        AtomicReference<String> got = new AtomicReference<>();
        CountDownLatch made = new CountDownLatch(1);
        Channel<String> answer = Channel.rendezvous();
        Thread waiter = new Thread(() -> {
            try {
                made.await();
                Deferred<String> deferred = shared.get();
                answer.send("value");
                got.set(deferred.await() + deferred.getCompleted());
                deferred.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waiter.start();

        Coroutines.runBlocking(scope -> {
            shared.set(scope.async(answer::receive));
            made.countDown();
            return null;
        });

        waiter.join();
        assertEquals("valuevalue", got.get());
    }

    @Test
    void cancellationsFromManyThreadsRaceWithEndsAndNothingHangs() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            AtomicReference<Job> job = new AtomicReference<>();
            CyclicBarrier start = new CyclicBarrier(2);
            Thread canceller = new Thread(() -> {
                try {
                    start.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                job.get().cancel();
            });
            canceller.start();
            Coroutines.runBlocking(scope -> {
                job.set(scope.launch(() -> {
                    start.await();
                    for (int i = 0; i < 20; i++) {
                        Coroutines.yieldNow();
                    }
                }));
                return null;
            });
            assertTrue(job.get().isCompleted());
            canceller.join();
        }
    }
}
