package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Switching by hand to a task that waits for something does not make it believe that it has that. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class SwitchToWaiterTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> log = new ArrayList<>();
    private final GreenSemaphore semaphore = new GreenSemaphore(0);
    private final Event<String> event = new Event<>();

    @Test
    void itDoesNotAcquireASemaphore() {
        GreenThread<Void> waiter = Eventlet.spawn(() -> {
            semaphore.acquire();
            log.add("acquired");
        });
        switchTo(waiter, "a permit");

        assertEquals(-1, semaphore.balance());
        semaphore.release();
        waiter.await();

        assertEquals(List.of("still waits", "acquired"), log);
        assertEquals(0, semaphore.balance());
    }

    @Test
    void itDoesNotAcquireASemaphoreInAGivenTimeEither() {
        GreenThread<Boolean> waiter = Eventlet.spawn(() -> log.add("acquired: " + semaphore.acquire(LONG)));
        switchTo(waiter, null);
        semaphore.release();
        waiter.await();

        assertEquals(List.of("still waits", "acquired: true"), log);
    }

    @Test
    void theTimeItHasIsNotProlonged() {
        GreenThread<Boolean> waiter =
                Eventlet.spawn(() -> log.add("acquired: " + semaphore.acquire(Duration.ofMillis(20))));
        long start = System.nanoTime();
        switchTo(waiter, null);
        waiter.await();

        assertEquals(List.of("still waits", "acquired: false"), log);
        assertTrue(System.nanoTime() - start >= 20_000_000);
        assertEquals(0, semaphore.balance());
    }

    @Test
    void thePermitOfAWaiterThatWasSwitchedToBeforeItRanIsNotLost() {
        GreenThread<Void> first = Eventlet.spawn(() -> {
            semaphore.acquire();
            log.add("first");
        });
        Eventlet.sleep();
        semaphore.release();
        first.switchTo();
        first.await();

        assertEquals(List.of("first"), log);
        assertEquals(0, semaphore.balance());
    }

    @Test
    void itDoesNotEndAWaitForAnEvent() {
        GreenThread<Boolean> waiter = Eventlet.spawn(() -> log.add("got " + event.await()));
        GreenThread<Boolean> bounded = Eventlet.spawn(() -> log.add("got " + event.await(LONG)));
        switchTo(waiter, "stray");
        switchTo(bounded, null);
        event.send("value");
        waiter.await();
        bounded.await();

        assertEquals(List.of("still waits", "still waits", "got value", "got value"), log);
    }

    @Test
    void itDoesNotEndAWaitForAGreenThread() {
        GreenThread<String> slow = Eventlet.spawn(() -> event.await());
        GreenThread<Boolean> waiter = Eventlet.spawn(() -> log.add("got " + slow.await()));
        switchTo(waiter, null);
        event.send("value");
        waiter.await();

        assertEquals(List.of("still waits", "got value"), log);
    }

    @Suspendable
    private void switchTo(Greenlet waiter, Object sent) {
        Eventlet.sleep();
        waiter.switchTo(sent);
        Eventlet.sleep();
        log.add(waiter.isDead() ? "goes on" : "still waits");
    }
}
