package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Other threads resume and execute, many times and at once. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ContinuationThreadsTest {
    private static final int THREADS = 4;
    private static final int EACH = 100_000;

    private final List<FutureTask<Void>> work = new ArrayList<>();

    @Test
    void noCallbackIsLostAndThoseOfOneThreadRunInOrder() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        int[] next = new int[THREADS];
        int[] outOfOrder = new int[1];
        int[] left = {THREADS * EACH};

        Coroutines.<Void>suspendCancellable(done -> startThreads(sender -> {
            for (int i = 0; i < EACH; i++) {
                int number = i;
                loop.scheduler.execute(() -> {
                    outOfOrder[0] += next[sender]++ == number ? 0 : 1;
                    if (--left[0] == 0) {
                        done.resume(null);
                    }
                });
            }
        }));

        joinThreads();
        assertEquals(0, left[0]);
        assertEquals(0, outOfOrder[0]);
    }

    @Test
    void noResumeIsLost() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        List<BlockingQueue<Continuation<Integer>>> waiting = new ArrayList<>();
        Coroutine[] waiters = new Coroutine[THREADS];
        for (int t = 0; t < THREADS; t++) {
            BlockingQueue<Continuation<Integer>> queue = new LinkedBlockingQueue<>();
            waiting.add(queue);
            waiters[t] = loop.spawn("waiter " + t, () -> {
                for (int i = 0; i < EACH; i++) {
                    assertEquals(i, Coroutines.<Integer>suspendCancellable(queue::add));
                }
                loop.log("all");
            });
        }
        startThreads(sender -> {
            for (int i = 0; i < EACH; i++) {
                waiting.get(sender).take().resume(i);
            }
        });

        loop.join(waiters);

        joinThreads();
        assertEquals(List.of("all", "all", "all", "all"), loop.log);
    }

    @Test
    void ofThreadsThatRaceToResumeExactlyOneWins() throws Exception {
        TestLoop.in(TimeSource.SYSTEM);
        List<BlockingQueue<Continuation<Integer>>> offers = new ArrayList<>();
        AtomicInteger wins = new AtomicInteger();
        int rounds = 5_000;
        for (int t = 0; t < THREADS; t++) {
            offers.add(new LinkedBlockingQueue<>());
        }
        startThreads(racer -> {
            for (int i = 0; i < rounds; i++) {
                wins.addAndGet(offers.get(racer).take().tryResume(i) ? 1 : 0);
            }
        });

        for (int i = 0; i < rounds; i++) {
            assertEquals(
                    i,
                    Coroutines.<Integer>suspendCancellable(
                            continuation -> offers.forEach(offer -> offer.add(continuation))));
        }

        joinThreads();
        assertEquals(rounds, wins.get());
    }

    @Test
    void aResumeAndATimeoutThatCrossEndTheWaitOnce() throws Exception {
        TestLoop.in(TimeSource.SYSTEM);
        BlockingQueue<Continuation<Integer>> offers = new LinkedBlockingQueue<>();
        AtomicInteger wins = new AtomicInteger();
        int rounds = 5_000;
        FutureTask<Void> racer = new FutureTask<>(() -> {
            for (int i = 0; i < rounds; i++) {
                wins.addAndGet(offers.take().tryResume(i) ? 1 : 0);
            }
            return null;
        });
        new Thread(racer, "racer").start();

        int got = 0;
        for (int i = 0; i < rounds; i++) {
            Integer value = Coroutines.suspendCancellable("a test", Duration.ofNanos(20_000), offers::add);
            got += value == null ? 0 : 1;
        }

        racer.get();
        assertEquals(wins.get(), got);
    }

    @FunctionalInterface
    private interface Numbered {
        void run(int thread) throws Exception;
    }

    private void startThreads(Numbered body) {
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            Callable<Void> call = () -> {
                body.run(number);
                return null;
            };
            FutureTask<Void> task = new FutureTask<>(call);
            work.add(task);
            new Thread(task, "sender " + t).start();
        }
    }

    /** Waits for the threads' ends, and throws what they threw. */
    private void joinThreads() throws Exception {
        for (FutureTask<Void> task : work) {
            task.get();
        }
    }
}
