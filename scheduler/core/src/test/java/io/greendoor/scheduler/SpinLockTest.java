package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpinLockTest {

    private final SpinLock lock = new SpinLock();

    private boolean isFreeForAnother() throws Exception {
        CompletableFuture<Boolean> locked = new CompletableFuture<>();
        Thread another = new Thread(() -> {
            boolean its = lock.tryLock();
            if (its) {
                lock.unlock();
            }
            locked.complete(its);
        });
        another.start();
        return locked.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoeverTriesDoesNotWaitForTheOther() throws Exception {
        assertTrue(lock.tryLock());

        assertFalse(isFreeForAnother());
        lock.unlock();
        assertTrue(isFreeForAnother());
    }

    @Test
    void itIsFreeWhenItWasFreedAsOftenAsItWasLocked() throws Exception {
        lock.lock();
        assertTrue(lock.tryLock());

        lock.unlock();
        assertFalse(isFreeForAnother());
        lock.unlock();
        assertTrue(isFreeForAnother());
    }
}
