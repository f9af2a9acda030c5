package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The state of an event: fresh, sent, failed, reset. Who waits for it is {@link EventWaitTest}'s subject. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class EventTest {
    private final Event<String> event = new Event<>();
    private final IOException boom = new IOException("boom");

    @Test
    void aFreshEventHasNothing() {
        assertFalse(event.ready());
        assertFalse(event.hasResult());
        assertFalse(event.hasException());
        assertNull(event.poll());
        assertEquals("not ready", event.poll("not ready"));
        assertNull(event.poll(null));
    }

    @Test
    void aSentEventHasItsResult() {
        event.send("value");

        assertTrue(event.ready());
        assertTrue(event.hasResult());
        assertFalse(event.hasException());
        assertEquals("value", event.poll());
        assertEquals("value", event.poll("not ready"));
        assertEquals("value", event.await());
        assertEquals("value", event.await());
        assertEquals("value", event.await(Duration.ZERO));
    }

    @Test
    void nullIsAResult() {
        event.send(null);

        assertTrue(event.ready());
        assertTrue(event.hasResult());
        assertFalse(event.hasException());
        assertNull(event.await());
        assertNull(event.poll());
        assertNull(event.poll("not ready"));
    }

    @Test
    void aFailedEventThrowsTheVeryExceptionEachTime() {
        event.sendException(boom);

        assertTrue(event.ready());
        assertFalse(event.hasResult());
        assertTrue(event.hasException());
        assertSame(boom, assertThrows(Throwable.class, event::await));
        assertSame(boom, assertThrows(Throwable.class, event::await));
        assertSame(boom, assertThrows(Throwable.class, () -> event.await(Duration.ZERO)));
        assertSame(boom, assertThrows(Throwable.class, event::poll));
        assertSame(boom, assertThrows(Throwable.class, () -> event.poll("not ready")));
    }

    @Test
    void errorsAreHandedOnToo() {
        GreenletExit exit = new GreenletExit();
        event.sendException(exit);

        assertSame(exit, assertThrows(Throwable.class, event::await));
    }

    @Test
    void sendingTwiceIsRefused() {
        event.send("value");

        assertThrows(IllegalStateException.class, () -> event.send("again"));
        assertThrows(IllegalStateException.class, () -> event.sendException(boom));
        assertEquals("value", event.await());
    }

    @Test
    void sendingAfterAnExceptionIsRefused() {
        event.sendException(boom);

        assertThrows(IllegalStateException.class, () -> event.send("late"));
        assertThrows(IllegalStateException.class, () -> event.sendException(new IOException("late")));
        assertSame(boom, assertThrows(Throwable.class, event::await));
    }

    @Test
    void sendingTwiceIsRefusedForNullToo() {
        event.send(null);

        assertThrows(IllegalStateException.class, () -> event.send(null));
    }

    @Test
    void resettingAFreshEventIsRefused() {
        assertThrows(IllegalStateException.class, event::reset);
        event.send("value");
        event.reset();
        assertThrows(IllegalStateException.class, event::reset);
    }

    @Test
    void aResetEventIsFresh() {
        event.send("first");
        event.reset();

        assertFalse(event.ready());
        assertFalse(event.hasResult());
        assertEquals("not ready", event.poll("not ready"));
        assertNull(event.await(Duration.ZERO));
        event.sendException(boom);
        event.reset();
        assertFalse(event.hasException());
        event.send("second");
        assertEquals("second", event.await());
    }

    @Test
    void nullArgumentsAreRefused() {
        assertThrows(NullPointerException.class, () -> event.sendException(null));
        assertThrows(NullPointerException.class, () -> event.await(null));
        assertFalse(event.ready());
    }
}
