package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class EventWaitTest {
    private final List<String> log = new ArrayList<>();
    private final Event<String> event = new Event<>();

    @Test
    void sendNeverSwitchesAndWakesInTheOrderOfArrival() {
        List<GreenThread<Void>> waiters = waiters(4);

        event.send("value");
        log.add("sent");
        waiters.get(3).await();

        assertEquals(List.of("sent", "0 value", "1 value", "2 value", "3 value"), log);
    }

    @Test
    void whatIsAlreadyDueRunsBeforeTheWaiters() {
        List<GreenThread<Void>> waiters = waiters(1);
        Eventlet.spawn(() -> log.add("spawned before"));
        event.send("value");
        Eventlet.spawn(() -> log.add("spawned after"));

        waiters.get(0).await();
        Eventlet.sleep();

        assertEquals(List.of("spawned before", "0 value", "spawned after"), log);
    }

    @Test
    void theRootWaitsWhileTasksRun() {
        Eventlet.spawn(() -> {
            log.add("task");
            Eventlet.sleep();
            log.add("task sends");
            event.send("value");
        });

        log.add("main " + event.await());

        assertEquals(List.of("task", "task sends", "main value"), log);
    }

    @Test
    void anExceptionReachesEveryWaiterAsTheSameObject() {
        IOException boom = new IOException("boom");
        GreenThread<String> first = Eventlet.spawn(() -> event.await());
        GreenThread<String> second = Eventlet.spawn(() -> event.await());
        Eventlet.sleep();

        event.sendException(boom);

        assertSame(boom, assertThrows(Throwable.class, first::await));
        assertSame(boom, assertThrows(Throwable.class, second::await));
    }

    @Test
    void anExpiredWaitReturnsNull() {
        assertNull(event.await(Duration.ofMillis(5)));
        GreenThread<Boolean> green = Eventlet.spawn(() -> event.await(Duration.ofMillis(5)) == null);
        assertTrue(green.await());
    }

    /** W-E5. */
    @Test
    void anExpiredWaitIsToldFromAResultOfNullByReady() {
        assertNull(event.await(Duration.ofMillis(5)));
        assertFalse(event.ready());
        event.send(null);
        assertNull(event.await(Duration.ofMillis(5)));
        assertTrue(event.ready());
    }

    @Test
    void aWaitOfNothingYieldsOnce() {
        Eventlet.spawn(() -> {
            log.add("task 1");
            Eventlet.sleep();
            log.add("task 2");
        });

        assertNull(event.await(Duration.ZERO));
        log.add("main");
        assertNull(event.await(Duration.ofSeconds(-1)));

        assertEquals(List.of("task 1", "main", "task 2"), log);
    }

    @Test
    void aTimedWaitReturnsWhatIsSentInTime() {
        GreenThread<String> waiter = Eventlet.spawn(() -> event.await(Duration.ofHours(1)));
        Eventlet.sleep();

        event.send("value");

        assertEquals("value", waiter.await());
    }

    @Test
    void anExpiredWaiterIsForgotten() {
        Event<Void> expired = new Event<>();
        Event<String> later = new Event<>();
        GreenThread<String> waiter = Eventlet.spawn(() -> {
            log.add("expired " + event.await(Duration.ofMillis(5)));
            expired.send(null);
            return later.await();
        });
        expired.await();

        event.send("too late");
        Eventlet.sleep();
        log.add("main");
        later.send("value");

        assertEquals("value", waiter.await());
        assertEquals(List.of("expired null", "main"), log);
    }

    @Test
    void aTimedWaiterThatWasAnsweredIsNotDisturbedByItsDeadline() {
        GreenThread<String> waiter = Eventlet.spawn(() -> {
            log.add(event.await(Duration.ofMillis(10)));
            Eventlet.sleep(Duration.ofMillis(40));
            log.add("slept on");
            return "end";
        });
        Eventlet.sleep();
        event.send("value");
        Eventlet.sleep(Duration.ofMillis(20));
        log.add("main");

        assertEquals("end", waiter.await());
        assertEquals(List.of("value", "main", "slept on"), log);
    }

    @Test
    void aKilledWaiterIsSkipped() {
        List<GreenThread<Void>> waiters = waiters(3);

        waiters.get(1).kill();
        event.send("value");
        waiters.get(2).await();

        assertThrows(GreenletExit.class, waiters.get(1)::await);
        assertEquals(List.of("0 value", "2 value"), log);
    }

    @Test
    void aWaiterKilledBetweenTheSendAndItsTurnIsSkipped() {
        List<GreenThread<Void>> waiters = waiters(2);

        event.send("value");
        waiters.get(0).kill();
        waiters.get(1).await();

        assertThrows(GreenletExit.class, waiters.get(0)::await);
        assertEquals(List.of("1 value"), log);
    }

    @Test
    void sendFromAnotherThreadWakes() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        GreenThread<String> waiter = Eventlet.spawn(() -> {
            waiting.countDown();
            return event.await();
        });
        OtherThread<Void> sender = OtherThread.start("sender", () -> {
            OtherThread.await(waiting);
            event.send("from elsewhere");
            return null;
        });

        assertEquals("from elsewhere", event.await());
        assertEquals("from elsewhere", waiter.await());
        sender.join();
    }

    @Test
    void anExceptionFromAnotherThreadWakes() throws Exception {
        IOException boom = new IOException("boom");
        OtherThread<Void> sender = OtherThread.start("sender", () -> {
            event.sendException(boom);
            return null;
        });

        assertSame(boom, assertThrows(Throwable.class, event::await));
        sender.join();
    }

    @Test
    void aPlainThreadWaitsOnItsOwnLoop() throws Exception {
        CountDownLatch ticking = new CountDownLatch(1);
        OtherThread<List<String>> other = OtherThread.start("waiter", () -> {
            List<String> itsLog = new ArrayList<>();
            GreenThread<Boolean> task = Eventlet.spawn(() -> {
                itsLog.add("its task runs");
                Eventlet.sleep();
                ticking.countDown();
                return itsLog.add("its task ends");
            });
            itsLog.add("it got " + event.await());
            task.await();
            return itsLog;
        });
        OtherThread.await(ticking);

        event.send("value");

        assertEquals(List.of("its task runs", "its task ends", "it got value"), other.join());
    }

    @Test
    void waitersOfSeveralThreadsAllWake() throws Exception {
        List<OtherThread<String>> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(OtherThread.start("waiter " + i, () -> event.await()));
        }
        GreenThread<String> here = Eventlet.spawn(() -> event.await());
        Eventlet.sleep();

        event.send("value");

        assertEquals("value", here.await());
        for (OtherThread<String> other : others) {
            assertEquals("value", other.join());
        }
    }

    private List<GreenThread<Void>> waiters(int count) {
        List<GreenThread<Void>> waiters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            waiters.add(Eventlet.spawn(() -> note(number)));
        }
        Eventlet.sleep();
        return waiters;
    }

    @Suspendable
    private void note(int waiter) {
        log.add(waiter + " " + event.await());
    }
}
