package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@org.junit.jupiter.api.Timeout(20)
@ExtendWith(FreshLoop.class)
class TimeoutTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATER = Duration.ofMillis(40);
    private static final Duration MUCH_LATER = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);

    private final List<String> log = new ArrayList<>();
    private final Event<String> never = new Event<>();

    @Test
    void throwsItselfIntoTheTaskThatMadeIt() {
        GreenThread<Void> maker = Eventlet.spawn(() -> {
            Timeout timeout = new Timeout(SOON);
            assertTrue(timeout.pending());
            try { // not assertThrows: not all engines can leave JUnit's frames
                never.await();
                log.add("not thrown");
            } catch (Timeout thrown) {
                assertSame(timeout, thrown);
            }
            assertFalse(timeout.pending());
            log.add("maker timed out");
        });
        GreenThread<Void> other = Eventlet.spawn(() -> {
            Eventlet.sleep(LATER);
            log.add("other slept");
        });

        maker.await();
        other.await();

        assertEquals(List.of("maker timed out", "other slept"), log);
    }

    @Test
    void throwsItselfIntoTheRoot() {
        Timeout timeout = new Timeout(SOON);

        assertSame(timeout, assertThrows(Timeout.class, () -> Eventlet.sleep(LONG)));
    }

    @Test
    void throwsWhatItWasGiven() {
        IOException own = new IOException("own");
        Timeout timeout = new Timeout(SOON, own);

        assertSame(own, assertThrows(Throwable.class, never::await));
        assertFalse(timeout.pending());
    }

    @Test
    void aCancelledOneDoesNotFire() {
        Timeout timeout = new Timeout(SOON);
        timeout.cancel();
        timeout.cancel();

        Eventlet.sleep(LATER);

        assertFalse(timeout.pending());
    }

    @Test
    void oneThatIsClosedDoesNotFire() {
        try (Timeout timeout = new Timeout(SOON)) {
            log.add("pending: " + timeout.pending());
        }

        Eventlet.sleep(LATER);

        assertEquals(List.of("pending: true"), log);
    }

    @Test
    void oneThatIsDueAtOnceFiresBeforeALaterYieldReturns() {
        for (Duration due : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            Timeout timeout = new Timeout(due);

            assertSame(timeout, assertThrows(Timeout.class, Eventlet::sleep));
        }
    }

    @Test
    void theInnerOfTwoFiresFirstAndTheOuterStillBoundsWhatFollows() {
        try (Timeout outer = new Timeout(MUCH_LATER)) {
            try (Timeout inner = new Timeout(SOON)) {
                assertSame(inner, assertThrows(Timeout.class, never::await));
                assertTrue(outer.pending());
            }
            assertSame(outer, assertThrows(Timeout.class, never::await));
        }
    }

    @Test
    void theOuterOfTwoEndsTheInnerBlock() {
        try (Timeout outer = new Timeout(SOON)) {
            try (Timeout inner = new Timeout(LONG)) {
                assertSame(outer, assertThrows(Timeout.class, never::await));
                assertTrue(inner.pending());
            }
        }
    }

    @Test
    void oneWhoseTaskHasEndedDisturbsNobody() {
        Eventlet.spawn(() -> new Timeout(SOON)).await();

        Eventlet.sleep(LATER);

        assertFalse(never.ready());
    }

    @Test
    void aSilentBlockTellsWhetherItGotToItsEnd() {
        assertTrue(Timeout.silently(LONG, () -> log.add("done")));
        assertFalse(Timeout.silently(SOON, never::await));
        assertEquals(List.of("done"), log);
    }

    @Test
    void aSilentBlockLetsForeignExceptionsPass() {
        IOException failure = new IOException("failure");
        Timeout outer = new Timeout(SOON);

        assertSame(outer, assertThrows(Timeout.class, () -> Timeout.silently(LONG, never::await)));
        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Timeout.silently(LONG, () -> {
                            throw failure;
                        })));
    }

    @Test
    void withTimeoutReturnsTheResultAndCancelsItself() {
        assertEquals("result", Eventlet.withTimeout(SOON, () -> "result"));
        assertEquals("result", Eventlet.withTimeout(SOON, () -> "result", "late"));
        assertNull(Eventlet.withTimeout(SOON, () -> null));

        Eventlet.sleep(LATER);
    }

    @Test
    void withTimeoutThrowsOrReturnsTheGivenValueWhenTheTimeIsUp() {
        assertThrows(Timeout.class, () -> Eventlet.withTimeout(SOON, never::await));
        assertEquals("late", Eventlet.withTimeout(SOON, never::await, "late"));
        assertNull(Eventlet.withTimeout(SOON, never::await, null));
    }

    @Test
    void withTimeoutLetsAForeignTimeoutPass() {
        Timeout outer = new Timeout(SOON);

        assertSame(outer, assertThrows(Timeout.class, () -> Eventlet.withTimeout(LONG, never::await, "not mine")));
    }

    @Test
    void withTimeoutLetsTheVeryExceptionPass() {
        IOException failure = new IOException("failure");

        assertSame(
                failure,
                assertThrows(
                        Throwable.class,
                        () -> Eventlet.withTimeout(LONG, () -> {
                            throw failure;
                        })));
    }

    @Test
    void timeoutsAreToldFromOtherExceptions() {
        assertTrue(Eventlet.isTimeout(assertThrows(Timeout.class, () -> Eventlet.withTimeout(SOON, never::await))));
        assertTrue(Eventlet.isTimeout(new SocketTimeoutException()));
        assertTrue(Eventlet.isTimeout(new TimeoutException()));
        assertFalse(Eventlet.isTimeout(new IOException()));
        assertFalse(Eventlet.isTimeout(new GreenletExit()));
    }

    @Test
    void aCatchOfExceptionDoesNotSwallowIt() {
        assertThrows(
                Timeout.class,
                () -> Eventlet.withTimeout(SOON, () -> {
                    try {
                        return never.await();
                    } catch (Exception e) {
                        return "swallowed";
                    }
                }));
    }

    @Test
    void nullsAreRefused() {
        assertThrows(NullPointerException.class, () -> new Timeout(null).close());
        assertThrows(NullPointerException.class, () -> new Timeout(SOON, null).close());
        assertThrows(NullPointerException.class, () -> Eventlet.withTimeout(null, () -> "x"));
    }
}
