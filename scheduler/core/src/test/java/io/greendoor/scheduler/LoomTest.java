package io.greendoor.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.spi.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** On the engine {@code loom} a task that blocks in a call of the JDK's lets the others run. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class LoomTest {

    @BeforeEach
    void onLoomOnly() {
        assumeTrue("loom".equals(System.getProperty(Engines.PROPERTY)), "not the engine under test");
    }

    @Test
    void threadSleepLetsOthersRun() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine sleeper = loop.spawn("sleeper", () -> {
            loop.log("sleeps");
            Thread.sleep(10); // the blocking call that is tested; orders nothing
            loop.log("slept");
        });
        Coroutine other = loop.spawn("other", () -> loop.log("other"));

        loop.join(sleeper, other);

        assertEquals(List.of("sleeps", "other", "slept"), loop.log);
    }

    @Test
    void aContendedLockLetsOthersRun() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        ReentrantLock lock = new ReentrantLock();
        Coroutine first = loop.spawn("first", () -> holdAcrossYield(loop, lock, "first"));
        Coroutine second = loop.spawn("second", () -> holdAcrossYield(loop, lock, "second"));

        loop.join(first, second);

        assertEquals(
                List.of("first wants", "first has", "second wants", "first lets go", "second has", "second lets go"),
                loop.log);
    }

    @Suspendable
    private static void holdAcrossYield(TestLoop loop, ReentrantLock lock, String name) {
        loop.log(name + " wants");
        lock.lock();
        try {
            loop.log(name + " has");
            Coroutines.yieldNow();
            loop.log(name + " lets go");
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aPlainSocketLetsOthersRun() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Coroutine server = loop.spawn("server", () -> {
                loop.log("server accepts");
                try (Socket socket = listener.accept()) {
                    loop.log("server got " + socket.getInputStream().read());
                    socket.getOutputStream().write(8);
                }
            });
            Coroutine client = loop.spawn("client", () -> {
                loop.log("client connects");
                try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                    socket.getOutputStream().write(7);
                    loop.log("client got " + socket.getInputStream().read());
                }
            });

            loop.join(server, client);
        }

        assertEquals(List.of("server accepts", "client connects", "server got 7", "client got 8"), loop.log);
    }

    @Test
    void aVirtualThreadThatATaskStartsIsTheJdksOwnAndNoPartOfTheTask() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine task = loop.spawn("task", () -> {
            FutureTask<Boolean> work = new FutureTask<>(() -> {
                Thread.sleep(1); // the blocking call that is tested; orders nothing
                return Engines.currentHost() == null;
            });
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
            loop.log("a thread of the JDK's: " + work.get());
        });
        Coroutine other = loop.spawn("other", () -> loop.log("other"));

        loop.join(task, other);

        assertEquals(List.of("other", "a thread of the JDK's: true"), loop.log);
    }

    @Test
    void waitingForAMonitorsNotificationLetsOthersRun() {
        assumeTrue(Runtime.version().feature() >= 24, "before JDK 24 a monitor holds the thread");
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Object monitor = new Object();
        boolean[] notified = new boolean[1];
        Coroutine waiter = loop.spawn("waiter", () -> {
            synchronized (monitor) {
                loop.log("waits");
                while (!notified[0]) {
                    monitor.wait();
                }
                loop.log("notified");
            }
        });
        Coroutine other = loop.spawn("other", () -> {
            synchronized (monitor) {
                loop.log("notifies");
                notified[0] = true;
                monitor.notifyAll();
            }
        });

        loop.join(waiter, other);

        assertEquals(List.of("waits", "notifies", "notified"), loop.log);
    }

    @Test
    void throwingIntoABlockedTaskInterruptsItAndEndsItWithWhatWasThrown() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine sleeper =
                spawnSleeper(loop, () -> Thread.sleep(3_600_000)); // the blocking call that is tested; orders nothing
        loop.kill(sleeper, new IOException("killed"));
        loop.join(sleeper);

        assertEquals(
                List.of("sleeps", "caught InterruptedException", "sleeper died of java.io.IOException: killed"),
                loop.log);
    }

    @Test
    void whatIsThrownIntoABlockedTaskThatGoesOnIsThrownWhereItNextWaits() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine sleeper = loop.spawn("sleeper", () -> {
            try {
                Thread.sleep(3_600_000); // the blocking call that is tested; orders nothing
            } catch (InterruptedException e) {
                loop.log("goes on");
            }
            try {
                Coroutines.yieldNow();
            } catch (Throwable thrown) {
                loop.log("caught " + thrown.getMessage() + ", flag: "
                        + Thread.currentThread().isInterrupted());
            }
            Coroutines.yieldNow();
            loop.log("ends");
        });
        Coroutines.yieldNow();
        loop.kill(sleeper, new IOException("killed"));
        loop.join(sleeper);

        assertEquals(List.of("goes on", "caught killed, flag: false", "ends"), loop.log);
    }

    @Test
    void aBlockedTaskCannotBeSwitchedTo() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine sleeper =
                spawnSleeper(loop, () -> Thread.sleep(3_600_000)); // the blocking call that is tested; orders nothing

        assertTrue(sleeper.isBlocked());
        assertThrows(IllegalStateException.class, () -> Coroutine.current().transfer(sleeper, null, null));
        loop.scheduler.scheduleTransfer(Duration.ZERO, sleeper, "ignored");
        Coroutines.yieldNow();

        assertEquals(List.of("sleeps"), loop.log);
        loop.kill(sleeper, new IOException("end of the test"));
        loop.join(sleeper);
    }

    @Test
    void theSwitchOutActionRunsWhenTheTaskBlocks() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        Coroutine sleeper = loop.spawn("sleeper", () -> {
            Coroutine.current().onSwitchOut(() -> loop.log("out"));
            loop.log("sleeps");
            Thread.sleep(5); // the blocking call that is tested; orders nothing
            loop.log("slept");
        });
        Coroutine other = loop.spawn("other", () -> loop.log("other"));

        loop.join(sleeper, other);

        assertEquals(List.of("sleeps", "out", "other", "slept"), loop.log);
    }

    @Test
    void theSwitchOutActionMayNeedALockThatTheTaskHoldsWhileItBlocks() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        ReentrantLock lock = new ReentrantLock();
        Coroutine sleeper = loop.spawn("sleeper", () -> {
            Coroutine.current().onSwitchOut(() -> logLocked(loop, lock, "out"));
            lock.lock();
            try {
                loop.log("sleeps");
                Thread.sleep(5); // the blocking call that is tested; orders nothing
                Coroutine.current().onSwitchOut(null);
                loop.log("slept");
            } finally {
                lock.unlock();
            }
        });
        Coroutine other = loop.spawn("other", () -> loop.log("other"));

        loop.join(sleeper, other);
        Coroutines.yieldNow();

        assertEquals(List.of("sleeps", "other", "slept", "out"), loop.log);
    }

    @Test
    void theSwitchOutActionRunsOnceThoughItHasToWaitForALock() throws Exception {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch wanted = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Thread holder = new Thread(() -> {
            lock.lock();
            held.countDown();
            await(wanted);
            lock.unlock();
        });
        holder.start();
        held.await();
        Coroutine task = loop.spawn("task", () -> {
            Coroutine.current().onSwitchOut(() -> {
                logLocked(loop, lock, "out");
                told.countDown();
            });
            loop.log("yields");
            Coroutines.yieldNow();
            Coroutines.yieldNow();
            loop.log("ends");
        });

        loop.join(task);
        wanted.countDown();
        loop.join(loop.spawn("other", told::await));
        holder.join();

        assertEquals(List.of("yields", "ends", "out"), loop.log);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoIsToldWhatNobodyCaughtMayNeedALockThatATaskHolds() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        ReentrantLock lock = new ReentrantLock();
        Coroutine holder = loop.spawn("holder", () -> {
            lock.lock();
            loop.log("holds");
            Coroutines.delay(Duration.ofMillis(5));
            loop.log("lets go");
            lock.unlock();
        });
        loop.scheduler.start(Coroutine.create((value, error) -> {
            UncaughtExceptionHandler.LOCAL.set(thrown -> {
                logLocked(loop, lock, "told of " + thrown.getMessage());
                return true;
            });
            loop.log("dies");
            return new Handover(loop.scheduler.hub(), null, new IOException("what nobody caught"));
        }));
        Coroutine other = loop.spawn("other", () -> loop.log("other"));

        loop.join(holder, other);
        Coroutines.yieldNow();

        assertEquals(List.of("holds", "dies", "other", "lets go", "told of what nobody caught"), loop.log);
    }

    private static void logLocked(TestLoop loop, ReentrantLock lock, String event) {
        lock.lock();
        try {
            loop.log(event);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void manyTasksSleepAtTheSameTime() {
        TestLoop loop = TestLoop.in(TimeSource.SYSTEM);
        long start = System.nanoTime();
        Coroutine[] sleepers = new Coroutine[200];
        for (int i = 0; i < sleepers.length; i++) {
            sleepers[i] =
                    loop.spawn("sleeper", () -> Thread.sleep(50)); // the blocking call that is tested; orders nothing
        }

        loop.join(sleepers);

        long took = System.nanoTime() - start;
        assertTrue(took < 5_000_000_000L, () -> took + " ns for what takes 10 s one by one");
        assertEquals(List.of(), loop.log);
    }

    private static Coroutine spawnSleeper(TestLoop loop, Task sleep) {
        Coroutine sleeper = loop.spawn("sleeper", () -> {
            loop.log("sleeps");
            try {
                sleep.run();
            } catch (InterruptedException e) {
                loop.log("caught InterruptedException");
                throw e;
            }
        });
        Coroutines.yieldNow();
        return sleeper;
    }
}
