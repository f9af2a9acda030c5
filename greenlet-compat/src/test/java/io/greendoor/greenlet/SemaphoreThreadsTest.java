package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A semaphore that tasks of several threads contend for, and give up waiting for, at the same time. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class SemaphoreThreadsTest {
    private static final int THREADS = 4;
    private static final int TASKS = 10;
    private static final int ROUNDS = 150;

    private final GreenSemaphore semaphore = new GreenSemaphore(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();

    @Test
    void aPermitIsNeverHeldTwiceNorLost() throws Exception {
        List<OtherThread<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i * TASKS;
            threads.add(OtherThread.start("contender-" + i, () -> contend(seed)));
        }
        for (OtherThread<Void> thread : threads) {
            thread.join();
        }

        assertEquals(0, together.get(), "how often two had the one permit");
        assertEquals(1, semaphore.balance());
    }

    @Suspendable
    private Void contend(int seed) {
        List<GreenThread<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            Random random = new Random(seed + i);
            tasks.add(Eventlet.spawn(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    if (random.nextInt(3) == 0 ? acquireInTime(random) : acquireUnlessTimeout(random)) {
                        hold(random);
                    }
                }
            }));
        }
        for (GreenThread<Void> task : tasks) {
            task.await();
        }
        return null;
    }

    @Suspendable
    private boolean acquireInTime(Random random) {
        return semaphore.acquire(Duration.ofNanos(random.nextInt(300_000)));
    }

    @Suspendable
    private boolean acquireUnlessTimeout(Random random) {
        io.greendoor.greenlet.Timeout timeout =
                new io.greendoor.greenlet.Timeout(Duration.ofNanos(random.nextInt(3_000_000)));
        try {
            semaphore.acquire();
            return true;
        } catch (io.greendoor.greenlet.Timeout expired) {
            return false;
        } finally {
            timeout.cancel();
        }
    }

    @Suspendable
    private void hold(Random random) {
        if (inside.incrementAndGet() != 1) {
            together.incrementAndGet();
        }
        if (random.nextInt(4) == 0) {
            Eventlet.sleep();
        }
        inside.decrementAndGet();
        semaphore.release();
    }
}
