package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** W-E8: how many threads the pool has, how it ends, and what becomes of jobs that nobody waits for any more. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class TpoolSizeTest {
    private static final int DEFAULT = 20;

    private final List<String> log = new ArrayList<>();

    /** The pool is the process's: others find it as it was. */
    @AfterEach
    void restore() {
        Tpool.setThreads(DEFAULT);
        Tpool.killAll();
    }

    @Suspendable
    private static void resize(int threads) {
        Tpool.setThreads(threads);
        Tpool.killAll();
    }

    @Test
    void soManyJobsRunAtATimeAndNoMore() throws Exception {
        resize(2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier pairs = new CyclicBarrier(2);
        List<GreenThread<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tasks.add(Eventlet.spawn(() -> {
                Tpool.execute(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    pairs.await(10, TimeUnit.SECONDS); // breaks if there is one thread only
                    return inside.decrementAndGet();
                });
            }));
        }
        for (GreenThread<Void> task : tasks) {
            task.await();
        }

        assertEquals(2, most.get());
    }

    @Test
    void byDefaultThereAreTwenty() {
        Tpool.killAll();
        CyclicBarrier all = new CyclicBarrier(DEFAULT);
        List<GreenThread<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < DEFAULT; i++) {
            tasks.add(Eventlet.spawn(() -> Tpool.execute(() -> all.await(10, TimeUnit.SECONDS))));
        }

        tasks.forEach(task -> assertTrue(task.await() < DEFAULT));
    }

    @Test
    void aThreadThatIsIdleDoesAJobBeforeAnotherIsStarted() {
        Tpool.killAll();
        Set<String> threads = new HashSet<>();

        for (int i = 0; i < 10 * DEFAULT; i++) {
            threads.add(Tpool.execute(() -> Thread.currentThread().getName()));
        }

        // what has just told its result may not be idle again yet
        assertTrue(threads.size() < DEFAULT / 2, () -> threads.size() + " threads: " + threads);
    }

    @Test
    void aNewSizeTakesEffectWithTheNextPool() {
        resize(1);
        Thread worker = Tpool.execute(Thread::currentThread);
        Tpool.setThreads(0);

        assertSame(worker, Tpool.execute(Thread::currentThread));
        Tpool.killAll();
        assertSame(Thread.currentThread(), Tpool.execute(Thread::currentThread));
    }

    @Test
    void withNoThreadsJobsRunInPlaceAndThrowTheSame() {
        resize(0);
        IllegalStateException boom = new IllegalStateException("boom");
        Eventlet.spawn(() -> log.add("another task"));
        GreenThread<Void> task = Eventlet.spawn(() -> {
            Thread here = Thread.currentThread();
            assertSame(here, Tpool.execute(Thread::currentThread));
            log.add("in place " + Tpool.execute(() -> "result"));
            assertSame(
                    boom,
                    assertThrows(
                            Throwable.class,
                            () -> Tpool.execute(() -> {
                                throw boom;
                            })));
        });
        task.await();

        assertEquals(List.of("another task", "in place result"), log);
    }

    @Test
    void endingThePoolWaitsForTheJobsThatWereAskedForWhileOthersRun() throws Exception {
        resize(1);
        CountDownLatch release = new CountDownLatch(1);
        List<GreenThread<Void>> asking = new ArrayList<>();
        for (String name : List.of("running", "queued")) {
            asking.add(Eventlet.spawn(() -> {
                log.add(Tpool.execute(() -> {
                    OtherThread.await(release);
                    return name + " done";
                }));
            }));
        }
        Eventlet.sleep();
        Eventlet.spawn(() -> {
            log.add("others run");
            release.countDown();
        });
        Tpool.killAll();
        asking.forEach(GreenThread::await);
        log.add("ended");

        assertEquals(List.of("others run", "running done", "queued done", "ended"), log);
    }

    @Test
    void endingAnIdlePoolOrNoneReturnsAndItStartsAgain() {
        Tpool.killAll();
        Tpool.killAll();
        Thread before = Tpool.execute(Thread::currentThread);
        Tpool.killAll();
        Thread after = Tpool.execute(Thread::currentThread);

        assertNotSame(before, after);
    }

    @Test
    void aJobMayEndThePoolItRunsIn() {
        String result = Tpool.execute(() -> {
            Tpool.killAll();
            return "ended";
        });

        assertEquals("ended", result);
        assertEquals("next", Tpool.execute(() -> "next"));
    }

    /** eventlet's can hang when the program ends. */
    @Test
    void itsThreadsKeepNoJvmAlive() {
        assertTrue(Tpool.execute(() -> Thread.currentThread().isDaemon()));
    }

    @Test
    void aTimeoutAbandonsTheJobWhoseLateResultDisturbsNobody() throws Exception {
        resize(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        GreenThread<Void> task = Eventlet.spawn(() -> {
            log.add(Eventlet.withTimeout(
                    Duration.ofMillis(5),
                    () -> Tpool.execute(() -> {
                        OtherThread.await(release);
                        finished.countDown();
                        return "too late";
                    }),
                    "timed out"));
            release.countDown();
            log.add(Tpool.execute(() -> "next: " + (finished.getCount() == 0))); // behind the abandoned one
        });
        task.await();

        assertEquals(List.of("timed out", "next: true"), log);
    }

    @Test
    void aTimeoutIsHandedOnLikeAnyThrowable() {
        var expired = new io.greendoor.greenlet.Timeout(Duration.ofHours(1));
        expired.cancel();

        assertSame(
                expired,
                assertThrows(
                        Throwable.class,
                        () -> Tpool.execute(() -> {
                            throw expired;
                        })));
        assertFalse(Tpool.execute(() -> false));
    }
}
