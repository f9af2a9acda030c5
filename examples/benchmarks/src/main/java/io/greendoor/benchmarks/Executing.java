package io.greendoor.benchmarks;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@code Scheduler.execute} by four other threads at once, all as fast as they can, while the loop runs what comes. */
final class Executing {

    private static final int THREADS = 4;
    private static final int ROUNDS = 7;
    private static final int WARM_UPS = 2;

    private final Scheduler scheduler = Scheduler.current();
    private final int total;
    private @Nullable Event<Void> all;
    private int ran; // on the loop only

    private Executing(int total) {
        this.total = total;
    }

    /** Callbacks a second, of all threads together, from the first call until the last callback has run. */
    static double callbacksPerSecond(int callbacksOfEach) throws InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double rate = new Executing(callbacksOfEach * THREADS).round(callbacksOfEach);
            if (round >= WARM_UPS) {
                rates.add(rate);
            }
        }
        rates.sort(null);
        return rates.get(rates.size() / 2);
    }

    private double round(int callbacksOfEach) throws InterruptedException {
        Event<Void> all = new Event<>();
        this.all = all;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> executeAll(go, callbacksOfEach));
            thread.start();
            threads.add(thread);
        }
        long start = System.nanoTime();
        go.countDown();
        all.await(Duration.ofMinutes(1));
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Thread thread : threads) {
            thread.join();
        }
        if (ran != total) {
            throw new IllegalStateException("ran " + ran + " callbacks of " + total + " within a minute");
        }
        return total / seconds;
    }

    private void executeAll(CountDownLatch go, int callbacks) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
        for (int i = 0; i < callbacks; i++) {
            scheduler.execute(this::callback);
        }
    }

    private void callback() {
        if (++ran == total && all != null) {
            all.send(null);
        }
    }
}
