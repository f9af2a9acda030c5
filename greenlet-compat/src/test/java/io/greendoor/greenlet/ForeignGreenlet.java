package io.greendoor.greenlet;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A greenlet made by another thread, which stays alive and blocked until this is closed. */
final class ForeignGreenlet implements AutoCloseable {
    private final CompletableFuture<Greenlet> made = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final OtherThread<Void> owner;

    ForeignGreenlet(String threadName, Callable<Greenlet> maker) {
        owner = OtherThread.start(threadName, () -> {
            made.complete(maker.call());
            OtherThread.await(closed);
            return null;
        });
    }

    Greenlet get() throws Exception {
        return made.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            owner.join();
        } catch (Exception failure) {
            throw new AssertionError("the other thread failed", failure);
        }
    }
}
