package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class MutexTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualClock clock = new VirtualClock();

    @Test
    void waitersHaveItInTheOrderInWhichTheyCame() {
        TestLoop loop = TestLoop.in(clock);
        Mutex mutex = new Mutex();

        Coroutines.runBlocking(scope -> {
            for (int i = 0; i < 3; i++) {
                int number = i;
                scope.launch(() -> mutex.withLock(() -> {
                    loop.log(number + " has it");
                    Coroutines.delay(MILLI);
                    return null;
                }));
            }
            return null;
        });

        assertFalse(mutex.isLocked());
        assertEquals(List.of("0 ms: 0 has it", "1 ms: 1 has it", "2 ms: 2 has it"), loop.log);
    }

    @Test
    void nobodyOvertakesTheOneThatItWasHandedTo() {
        TestLoop loop = TestLoop.in(clock);
        Mutex mutex = new Mutex();

        Coroutines.runBlocking(scope -> {
            mutex.lock();
            scope.launch(() -> {
                mutex.lock();
                loop.log("waiter has it");
                mutex.unlock();
            });
            Coroutines.yieldNow();
            mutex.unlock();
            assertTrue(mutex.isLocked());
            assertFalse(mutex.tryLock());
            mutex.lock();
            loop.log("body has it again");
            mutex.unlock();
            return null;
        });

        assertEquals(List.of("0 ms: waiter has it", "0 ms: body has it again"), loop.log);
    }

    @Test
    void aCancelledWaiterDoesNotHaveItAndTheNextOneDoes() {
        TestLoop loop = TestLoop.in(clock);
        Mutex mutex = new Mutex();

        Coroutines.runBlocking(scope -> {
            mutex.lock();
            Job first = scope.launch(() -> mutex.withLock(() -> loop.log.add("never")));
            Job second = scope.launch(() -> mutex.withLock(() -> loop.log.add("never")));
            scope.launch(() -> mutex.withLock(() -> loop.log.add("third has it")));
            Coroutines.yieldNow();
            first.cancel();
            first.join();
            mutex.unlock();
            second.cancel();
            return null;
        });

        assertFalse(mutex.isLocked());
        assertEquals(List.of("third has it"), loop.log);
    }

    @Test
    void theOnlyWaiterCancelledAfterTheHandOverLeavesItFree() {
        TestLoop.in(clock);
        Mutex mutex = new Mutex();

        Coroutines.runBlocking(scope -> {
            mutex.lock();
            Job waiter = scope.launch(mutex::lock);
            Coroutines.yieldNow();
            mutex.unlock();
            waiter.cancel();
            waiter.join();
            assertFalse(mutex.isLocked());
            assertTrue(mutex.tryLock());
            return null;
        });
    }

    @Test
    void aFreeOneCannotBeUnlocked() {
        TestLoop.in(clock);
        Mutex mutex = new Mutex();

        assertThrows(IllegalStateException.class, mutex::unlock);
        assertTrue(mutex.tryLock());
        mutex.unlock();
        assertThrows(IllegalStateException.class, mutex::unlock);
        assertFalse(mutex.isLocked());
    }

    @Test
    void aBodyThatThrowsFreesIt() {
        TestLoop.in(clock);
        Mutex mutex = new Mutex();
        IOException failure = new IOException("failure");

        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> mutex.withLock(() -> {
                            throw failure;
                        })));

        assertFalse(mutex.isLocked());
    }

    @Test
    void itIsNotReentrant() {
        TestLoop loop = TestLoop.in(clock);
        Mutex mutex = new Mutex();

        assertNull(Coroutines.withTimeoutOrNull(
                MILLI, () -> mutex.withLock(() -> mutex.withLock(() -> loop.log.add("never")))));

        assertFalse(mutex.isLocked());
        assertEquals(List.of(), loop.log);
    }

    @Test
    void tasksOfManyThreadsExcludeEachOther() throws InterruptedException {
        Mutex mutex = new Mutex();
        int[] counter = {0};
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> Coroutines.runBlocking(scope -> {
                for (int task = 0; task < 5; task++) {
                    scope.launch(() -> {
                        for (int j = 0; j < 100; j++) {
                            mutex.withLock(() -> {
                                int seen = counter[0];
                                Coroutines.yieldNow();
                                return counter[0] = seen + 1;
                            });
                        }
                    });
                }
                return null;
            }));
            threads.add(thread);
            thread.start();
        }

        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2000, counter[0]);
        assertFalse(mutex.isLocked());
    }
}
