package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that tasks of several loops, and plain threads, use and give up waiting for at the same time. */
@Timeout(20)
class QueueThreadsTest {
    private static final int LOOPS = 3;
    private static final int TASKS = 5;
    private static final int ITEMS = 150;
    private static final int TOTAL = LOOPS * (TASKS + 1) * ITEMS;

    private final AtomicInteger got = new AtomicInteger();
    private final BitSet seen = new BitSet();
    private int doubled;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, Integer.MAX_VALUE})
    void everyItemArrivesOnce(int maxsize) throws Exception {
        exchange(new GreenQueue<>(maxsize));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, Integer.MAX_VALUE})
    void everyItemOfAPriorityQueueArrivesOnce(int maxsize) throws Exception {
        exchange(new GreenPriorityQueue<>(maxsize));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void everyItemOfALifoQueueArrivesOnce(int maxsize) throws Exception {
        exchange(new GreenLifoQueue<>(maxsize));
    }

    private void exchange(GreenQueue<Integer> queue) throws Exception {
        List<OtherThread<Void>> threads = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            int first = i * TASKS * ITEMS;
            threads.add(OtherThread.start("loop-putting-" + i, () -> putFromTasks(queue, first)));
            threads.add(OtherThread.start("loop-getting-" + i, () -> getInTasks(queue, first)));
            int plain = (LOOPS * TASKS + i) * ITEMS;
            threads.add(OtherThread.start("plain-putting-" + i, () -> putAll(queue, plain)));
            threads.add(OtherThread.start("plain-getting-" + i, () -> getSome(queue, plain)));
        }
        for (OtherThread<Void> thread : threads) {
            thread.join();
        }

        assertEquals(TOTAL, seen.cardinality(), "items that arrived");
        assertEquals(0, doubled, "items that arrived twice");
        assertEquals(0, queue.qsize() + queue.putting() + queue.getting());
        queue.join();
    }

    @Suspendable
    private Void putFromTasks(GreenQueue<Integer> queue, int first) {
        return inTasks(task -> putAll(queue, first + task * ITEMS));
    }

    @Suspendable
    private Void getInTasks(GreenQueue<Integer> queue, int seed) {
        return inTasks(task -> getSome(queue, seed + task));
    }

    private interface Work {
        @Suspendable
        Void of(int task);
    }

    @Suspendable
    private static Void inTasks(Work work) {
        List<GreenThread<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            tasks.add(Eventlet.spawn(() -> work.of(task)));
        }
        for (GreenThread<Void> task : tasks) {
            task.await();
        }
        return null;
    }

    @Suspendable
    private Void putAll(GreenQueue<Integer> queue, int first) {
        Random random = new Random(first);
        for (int item = first; item < first + ITEMS; item++) {
            boolean put = false;
            while (!put) {
                put = putInTime(queue, item, random);
            }
        }
        return null;
    }

    @Suspendable
    private static boolean putInTime(GreenQueue<Integer> queue, int item, Random random) {
        try {
            if (random.nextInt(4) == 0) {
                queue.putNowait(item);
            } else {
                queue.put(item, Duration.ofNanos(random.nextInt(400_000)));
            }
            return true;
        } catch (QueueFull full) {
            Eventlet.sleep();
            return false;
        }
    }

    @Suspendable
    private Void getSome(GreenQueue<Integer> queue, int seed) {
        Random random = new Random(seed);
        while (got.get() < TOTAL) {
            Integer item = random.nextBoolean() ? getInTime(queue, random) : getUnlessTimeout(queue, random);
            if (item != null) {
                got.incrementAndGet();
                note(item);
                queue.taskDone();
            }
        }
        return null;
    }

    @Suspendable
    private static Integer getInTime(GreenQueue<Integer> queue, Random random) {
        try {
            return random.nextInt(4) == 0 ? queue.getNowait() : queue.get(Duration.ofNanos(random.nextInt(300_000)));
        } catch (QueueEmpty empty) {
            Eventlet.sleep();
            return null;
        }
    }

    /** A timeout may come when the item was handed out already: then it must go to somebody else. */
    @Suspendable
    private static Integer getUnlessTimeout(GreenQueue<Integer> queue, Random random) {
        var timeout = new io.greendoor.greenlet.Timeout(Duration.ofNanos(random.nextInt(500_000)));
        try {
            return queue.get();
        } catch (io.greendoor.greenlet.Timeout expired) {
            return null;
        } finally {
            timeout.cancel();
        }
    }

    private synchronized void note(int item) {
        if (seen.get(item)) {
            doubled++;
        }
        seen.set(item);
    }
}
