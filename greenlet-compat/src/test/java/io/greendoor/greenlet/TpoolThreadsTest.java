package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many threads the pool has, and how they end. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class TpoolThreadsTest {
    private static final int DEFAULT = 20;

    private final List<String> log = new ArrayList<>();

    @BeforeEach
    @AfterEach
    void startAnew() {
        Tpool.setThreads(DEFAULT);
        Tpool.killAll();
    }

    /** The threads of two jobs, of which the first one is not done before the second one was asked for. */
    private static Set<Thread> threadsOfTwoJobs() {
        CountDownLatch bothAreAskedFor = new CountDownLatch(1);
        List<GreenThread<Thread>> jobs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            jobs.add(Eventlet.spawn(() -> Tpool.execute(() -> {
                OtherThread.await(bothAreAskedFor);
                return Thread.currentThread();
            })));
        }
        Eventlet.sleep();
        bothAreAskedFor.countDown();
        Set<Thread> threads = new HashSet<>();
        jobs.forEach(job -> threads.add(job.await()));
        return threads;
    }

    @Test
    void aNewNumberHoldsFromTheNextStartOn() throws Exception {
        Set<Thread> before = threadsOfTwoJobs();
        Tpool.setThreads(1);
        assertEquals(2, threadsOfTwoJobs().size());

        Tpool.killAll();

        assertEquals(1, threadsOfTwoJobs().size());
        for (Thread ended : before) {
            ended.join(10_000);
            assertFalse(ended.isAlive(), ended::toString);
        }
    }

    @Test
    void withoutThreadsAJobRunsWhereItIsAskedFor() {
        Tpool.setThreads(0);
        IOException boom = new IOException("boom");

        assertSame(Thread.currentThread(), Tpool.execute(Thread::currentThread));
        assertSame(
                boom,
                assertThrows(
                        IOException.class,
                        () -> Tpool.execute(() -> {
                            throw boom;
                        })));
    }

    @Test
    void killAllWaitsForTheJobsThatWereAskedForWhileOthersRun() {
        CountDownLatch release = new CountDownLatch(1);
        GreenThread<String> asking = Eventlet.spawn(() -> Tpool.execute(() -> {
            OtherThread.await(release);
            return "done";
        }));
        Eventlet.sleep();
        Eventlet.spawn(() -> {
            log.add("others run");
            release.countDown();
        });

        Tpool.killAll();
        log.add("all threads have ended");

        log.add(asking.await());
        assertEquals(List.of("others run", "all threads have ended", "done"), log);
    }

    @Test
    void killAllOfAnIdlePoolDoesNothing() {
        Tpool.killAll();

        assertEquals("started again", Tpool.execute(() -> "started again"));
    }
}
