package io.greendoor.greenlet.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On {@code loom} a task that blocks in {@code java.util.concurrent}, or for a monitor, lets the others run. */
class BlockingUtilitiesTest extends BlockingTestCase {
    @BeforeEach
    void onLoomOnly() {
        assumeLoom();
    }

    @Test
    void takingFromABlockingQueue() {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        assertGivesWay(() -> assertEquals("item", queue.take()), () -> queue.add("item"));
    }

    @Test
    void puttingIntoAFullBlockingQueue() {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
        queue.add("first");

        assertGivesWay(() -> queue.put("second"), () -> assertEquals("first", queue.remove()));
    }

    @Test
    void handingOverInASynchronousQueue() {
        BlockingQueue<String> queue = new SynchronousQueue<>();

        assertGivesWay(() -> queue.put("item"), () -> assertEquals("item", queue.poll()));
    }

    @Test
    void aFutureThatATaskCompletes() {
        CompletableFuture<String> future = new CompletableFuture<>();

        assertGivesWay(() -> assertEquals("value", future.get()), () -> future.complete("value"));
    }

    @Test
    void aFutureOfAnExecutor() {
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<String> future = executor.submit(() -> {
            release.await();
            return "value";
        });

        assertGivesWay(() -> assertEquals("value", future.get()), release::countDown);
        executor.shutdown();
    }

    @Test
    void latchesSemaphoresAndPhasers() {
        CountDownLatch latch = new CountDownLatch(1);
        Semaphore semaphore = new Semaphore(0);
        Phaser phaser = new Phaser(1);

        assertGivesWay(
                () -> {
                    latch.await();
                    semaphore.acquire();
                    assertEquals(1, phaser.awaitAdvance(0));
                },
                () -> {
                    latch.countDown();
                    semaphore.release();
                    phaser.arrive();
                });
    }

    @Test
    void tasksThatMeet() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Exchanger<String> exchanger = new Exchanger<>();

        assertGivesWay(
                () -> {
                    barrier.await();
                    assertEquals("from the other", exchanger.exchange("from the first"));
                },
                () -> {
                    barrier.await();
                    assertEquals("from the first", exchanger.exchange("from the other"));
                });
    }

    @Test
    void aLockAndItsCondition() {
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        boolean[] signalled = {false};

        assertGivesWay(
                () -> {
                    lock.lock();
                    try {
                        while (!signalled[0]) {
                            condition.await();
                        }
                    } finally {
                        lock.unlock();
                    }
                },
                () -> {
                    lock.lock();
                    try {
                        signalled[0] = true;
                        condition.signal();
                    } finally {
                        lock.unlock();
                    }
                });
    }

    @Test
    void aStampedLock() {
        StampedLock lock = new StampedLock();
        long stamp = lock.writeLock();

        assertGivesWay(() -> lock.unlockRead(lock.readLock()), () -> lock.unlockWrite(stamp));
    }

    @Test
    void parking() {
        Thread[] parked = {null};
        boolean[] released = {false};

        assertGivesWay(
                () -> {
                    parked[0] = Thread.currentThread();
                    while (!released[0]) {
                        LockSupport.park();
                    }
                },
                () -> {
                    released[0] = true;
                    LockSupport.unpark(parked[0]);
                });
    }

    @Test
    void aThreadThatIsJoined() {
        CountDownLatch release = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();

        assertGivesWay(thread::join, release::countDown);
    }

    /** {@code Object.wait} is in {@code LoomTest}. */
    @Test
    void aMonitorThatAnotherTaskHolds() {
        assumeMonitorsGiveWay();
        Object monitor = new Object();
        GreenThread<Void> holder = Eventlet.spawn(() -> {
            synchronized (monitor) {
                log.add("holder has it");
                Eventlet.sleep();
                log.add("holder lets go");
            }
        });
        GreenThread<Void> other = Eventlet.spawn(() -> {
            synchronized (monitor) {
                log.add("other has it");
            }
        });
        GreenThread<Void> third = Eventlet.spawn(() -> {
            log.add("a third runs");
        });
        holder.await();
        other.await();
        third.await();

        assertEquals("holder has it", log.get(0));
        assertTrue(log.indexOf("a third runs") < log.indexOf("other has it"), log::toString);
        assertEquals(
                List.of("holder lets go", "other has it"),
                log.stream()
                        .filter(event -> !event.equals("a third runs"))
                        .skip(1)
                        .toList());
    }
}
