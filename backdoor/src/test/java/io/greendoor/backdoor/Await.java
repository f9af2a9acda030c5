package io.greendoor.backdoor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Bounded waits of a test's own thread. */
final class Await {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Await() {}

    static void latch(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the latch was not released in " + BOUND);
        }
    }

    static void until(BooleanSupplier condition, Supplier<String> otherwise) {
        until(BOUND, condition, otherwise);
    }

    /** Waits for what nobody announces: the end of a thread, a collection. */
    static void until(Duration bound, BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not in " + bound + ": " + otherwise.get());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
