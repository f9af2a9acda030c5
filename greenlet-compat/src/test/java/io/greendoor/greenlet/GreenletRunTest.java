package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a greenlet's code comes from: the constructor, {@code setRun}, or a subclass. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletRunTest {
    @Test
    void aSubclassOverridesRun() {
        Greenlet doubling = new Doubling();

        assertEquals(4, doubling.switchTo(2));
        assertEquals(10, doubling.switchTo(5));
        assertEquals("end", doubling.switchTo((Object) null));
        assertTrue(doubling.isDead());
    }

    @Test
    void setRunGivesTheBody() {
        Greenlet greenlet = new Greenlet();
        greenlet.setRun(args -> "ran with " + args.value());

        assertEquals("ran with 1", greenlet.switchTo(1));
    }

    @Test
    void setRunReplacesTheBodyBeforeTheStart() {
        Greenlet greenlet = new Greenlet(args -> "first");
        greenlet.setRun(args -> "second");

        assertEquals("second", greenlet.switchTo());
    }

    @Test
    void setRunWinsOverTheSubclass() {
        Greenlet greenlet = new Doubling();
        greenlet.setRun(args -> "set");

        assertEquals("set", greenlet.switchTo(2));
    }

    /** W-G5. */
    @Test
    void aBodyThatASubclassKeepsFromRunningIsReported() {
        try (CapturedLog captured = new CapturedLog()) {
            Greenlet stubborn = new Greenlet(args -> "the body") {
                @Override
                @Suspendable
                protected Object run(Args args) {
                    return "the override";
                }
            };

            assertEquals("the override", stubborn.switchTo());
            assertEquals(1, captured.entries.size());
            assertEquals(Level.WARNING, captured.entries.get(0).getLevel());
        }
    }

    @Test
    void aSubclassMayWrapTheBodyItWasGiven() {
        try (CapturedLog captured = new CapturedLog()) {
            Greenlet wrapping = new Greenlet(args -> "the body") {
                @Override
                @Suspendable
                protected Object run(Args args) throws Exception {
                    return "wrapped " + super.run(args);
                }
            };

            assertEquals("wrapped the body", wrapping.switchTo());
            assertEquals(List.of(), captured.entries);
        }
    }

    @Test
    void setRunIsRefusedOnceStarted() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            assertThrows(
                    IllegalStateException.class, () -> Greenlet.getCurrent().setRun(more -> null));
            return main.switchTo("suspended");
        });

        assertEquals("suspended", greenlet.switchTo());
        assertThrows(IllegalStateException.class, () -> greenlet.setRun(args -> null));
        assertEquals("end", greenlet.switchTo("end"));
        assertThrows(IllegalStateException.class, () -> greenlet.setRun(args -> null));
        assertThrows(IllegalStateException.class, () -> main.setRun(args -> null));
    }

    @Test
    void withoutRunTheCallerIsToldAndTheGreenletStaysUnstarted() {
        Greenlet greenlet = new Greenlet();

        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> greenlet.switchTo("lost"));

        assertTrue(refusal.getMessage().contains("run"), refusal.getMessage());
        assertFalse(greenlet.isDead());
        assertFalse(greenlet.isActive());
        assertTrue(greenlet.toString().contains("pending"), greenlet.toString());
        greenlet.setRun(args -> "ran with " + args.value());
        assertEquals("ran with 2", greenlet.switchTo(2));
    }

    @Test
    void withoutRunTheRefusalArrivesInTheGreenletThatSwitched() {
        Greenlet empty = new Greenlet();
        Greenlet caller = new Greenlet(args -> {
            try {
                return empty.switchTo();
            } catch (IllegalStateException refusal) {
                return List.of("caught", refusal.getMessage().contains("run"));
            }
        });

        assertEquals(List.of("caught", true), caller.switchTo());
    }

    @Test
    void nullBodiesAreRefused() {
        assertThrows(NullPointerException.class, () -> new Greenlet((Body) null));
        assertThrows(NullPointerException.class, () -> new Greenlet().setRun(null));
    }

    /** Answers each number with its double until it gets null. */
    private static final class Doubling extends Greenlet {
        @Override
        @Suspendable
        protected Object run(Args args) {
            Object number = args.value();
            while (number != null) {
                number = parent().switchTo(2 * (Integer) number);
            }
            return "end";
        }
    }
}
