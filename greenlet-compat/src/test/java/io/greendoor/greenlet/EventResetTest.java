package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever waited gets what was sent, though the event was reset before they ran. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class EventResetTest {
    private final Event<String> event = new Event<>();

    @Test
    void aWaiterGetsWhatWasSentBeforeTheReset() {
        GreenThread<String> waiter = waiter();
        GreenThread<String> another = waiter();

        event.send("first");
        event.reset();

        assertEquals("first", waiter.await());
        assertEquals("first", another.await());
        assertFalse(event.ready());
    }

    @Test
    void aWaiterGetsTheFirstOfTwoThingsSent() {
        GreenThread<String> waiter = waiter();

        event.send("first");
        event.reset();
        event.send("second");

        assertEquals("first", waiter.await());
        assertEquals("second", event.await());
    }

    @Test
    void anExceptionIsNotLostEither() {
        IOException boom = new IOException("boom");
        GreenThread<String> waiter = waiter();

        event.sendException(boom);
        event.reset();
        event.send("second");

        assertSame(boom, assertThrows(Throwable.class, waiter::await));
        assertEquals("second", event.await());
    }

    @Test
    void aWaiterWithATimeoutGetsWhatWasSentToo() {
        GreenThread<String> waiter = Eventlet.spawn(() -> event.await(Duration.ofHours(1)));
        Eventlet.sleep();

        event.send("first");
        event.reset();

        assertEquals("first", waiter.await());
    }

    @Test
    void whoComesAfterTheResetWaitsForTheNext() {
        event.send("first");
        event.reset();
        GreenThread<String> waiter = waiter();
        event.send("second");

        assertEquals("second", waiter.await());
    }

    @Suspendable
    private GreenThread<String> waiter() {
        GreenThread<String> waiter = Eventlet.spawn(() -> event.await());
        Eventlet.sleep();
        return waiter;
    }
}
