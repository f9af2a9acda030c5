package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code throwTo} does to a current, suspended, unstarted and dead greenlet. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletThrowTest {
    private final List<String> log = new ArrayList<>();
    private final IOException boom = new IOException("boom");
    private final GreenletExit exit = new GreenletExit("exit");

    @Test
    void intoTheCurrentRootIsThrownInPlace() {
        Greenlet main = Greenlet.getCurrent();

        assertSame(boom, assertThrows(Throwable.class, () -> main.throwTo(boom)));
        assertSame(exit, assertThrows(Throwable.class, () -> main.throwTo(exit)));
        assertThrows(GreenletExit.class, main::throwTo);
    }

    @Test
    void intoTheCurrentGreenletIsThrownInPlace() {
        Greenlet greenlet = new Greenlet(args -> {
            for (Throwable thrown : List.of(boom, exit)) {
                try {
                    Greenlet.getCurrent().throwTo(thrown);
                } catch (Throwable caught) {
                    log.add("caught " + (caught == thrown));
                }
            }
            return "goes on";
        });

        log.add("main " + greenlet.switchTo());

        assertEquals(List.of("caught true", "caught true", "main goes on"), log);
    }

    @Test
    void intoASuspendedOneComesOutOfItsPendingSwitch() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            try {
                return main.switchTo("waits");
            } catch (Exception caught) {
                log.add("caught " + (caught == boom));
            }
            return main.switchTo("goes on");
        });

        log.add("main " + greenlet.switchTo());
        log.add("main " + greenlet.throwTo(boom));
        log.add("main " + greenlet.switchTo("end"));

        assertEquals(List.of("main waits", "caught true", "main goes on", "main end"), log);
        assertTrue(greenlet.isDead());
    }

    @Test
    void uncaughtInASuspendedOneGoesToItsParent() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> main.switchTo());
        greenlet.switchTo();

        assertSame(boom, assertThrows(Throwable.class, () -> greenlet.throwTo(boom)));
        assertTrue(greenlet.isDead());
    }

    @Test
    void uncaughtInASuspendedOneGoesToItsParentNotToTheThrower() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet parent = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (Exception caught) {
                return "parent caught " + (caught == boom);
            }
        });
        parent.switchTo();
        Greenlet child = new Greenlet(args -> main.switchTo(), parent);
        child.switchTo();

        assertEquals("parent caught true", child.throwTo(boom));
    }

    @Test
    void aSuspendedOneMayAnswerWithAnotherException() {
        IllegalStateException answer = new IllegalStateException("answer");
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (Exception caught) {
                throw answer;
            }
        });
        greenlet.switchTo();

        assertSame(answer, assertThrows(Throwable.class, () -> greenlet.throwTo(boom)));
    }

    @Test
    void aGreenletMayThrowIntoTheSuspendedRoot() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> main.throwTo(boom));

        assertSame(boom, assertThrows(Throwable.class, greenlet::switchTo));
        assertTrue(greenlet.isActive());
    }

    @Test
    void anExitThrownIntoTheSuspendedRootIsThrownThere() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> main.throwTo(exit));

        assertSame(exit, assertThrows(Throwable.class, greenlet::switchTo));
    }

    @Test
    void intoAnUnstartedOneEndsItWithoutRunningItsBody() {
        Greenlet greenlet = new Greenlet(args -> log.add("ran"));

        assertSame(boom, assertThrows(Throwable.class, () -> greenlet.throwTo(boom)));
        assertTrue(greenlet.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void intoAnUnstartedOneGoesToItsParentNotToTheThrower() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet parent = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (Exception caught) {
                return "parent caught " + (caught == boom);
            }
        });
        parent.switchTo();
        Greenlet child = new Greenlet(args -> log.add("ran"), parent);

        assertEquals("parent caught true", child.throwTo(boom));
        assertTrue(child.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void anExitIntoAnUnstartedOneIsAValueForItsParent() {
        Greenlet greenlet = new Greenlet(args -> log.add("ran"));
        Greenlet another = new Greenlet(args -> log.add("ran"));

        assertSame(exit, greenlet.throwTo(exit));
        assertInstanceOf(GreenletExit.class, another.throwTo());
        assertTrue(greenlet.isDead());
        assertTrue(another.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void intoAnUnstartedOneWithoutRunIsRefusedInTheCaller() {
        Greenlet greenlet = new Greenlet();

        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> greenlet.throwTo(boom));

        assertTrue(refusal.getMessage().contains("run"), refusal.getMessage());
        assertFalse(greenlet.isDead());
        assertThrows(IllegalStateException.class, greenlet::throwTo);
        assertFalse(greenlet.isDead());
    }

    @Test
    void intoADeadOneIsThrownInItsNearestLiveAncestor() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet ancestor = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (Exception caught) {
                return "ancestor caught " + (caught == boom);
            }
        });
        ancestor.switchTo();
        Greenlet deadParent = dead(ancestor);
        Greenlet deadChild = dead(deadParent);

        assertEquals("ancestor caught true", deadChild.throwTo(boom));
    }

    @Test
    void intoADeadOneOfTheCallerIsThrownInPlace() {
        Greenlet dead = dead(Greenlet.getCurrent());

        assertSame(boom, assertThrows(Throwable.class, () -> dead.throwTo(boom)));
    }

    @Test
    void anExitIntoADeadOneIsAValueForItsNearestLiveAncestor() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet ancestor = new Greenlet(args -> "ancestor got the exit " + (main.switchTo() == exit));
        ancestor.switchTo();
        Greenlet child = dead(main);

        assertSame(exit, child.throwTo(exit));
        assertInstanceOf(GreenletExit.class, child.throwTo());
        child.setParent(ancestor);
        assertEquals("ancestor got the exit true", child.throwTo(exit));
    }

    @Test
    void anExitIntoADeadOneStartsAnUnstartedAncestorWithTheExit() {
        Greenlet ancestor = new Greenlet(args -> List.of(args.size(), args.value() == exit));

        assertEquals(List.of(1, true), dead(ancestor).throwTo(exit));
        assertTrue(ancestor.isDead());
    }

    @Test
    void anExceptionIntoADeadOneEndsAnUnstartedAncestor() {
        Greenlet ancestor = new Greenlet(args -> log.add("ran"));

        assertSame(boom, assertThrows(Throwable.class, () -> dead(ancestor).throwTo(boom)));
        assertTrue(ancestor.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void nullIsRefusedInTheCaller() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet unstarted = new Greenlet(args -> log.add("ran"));
        Greenlet suspended = new Greenlet(args -> main.switchTo());
        suspended.switchTo();

        assertThrows(NullPointerException.class, () -> unstarted.throwTo(null));
        assertThrows(NullPointerException.class, () -> suspended.throwTo(null));
        assertFalse(unstarted.isDead());
        assertEquals("goes on", suspended.switchTo("goes on"));
    }

    private static Greenlet dead(Greenlet parent) {
        Greenlet dead = new Greenlet(args -> null);
        dead.switchTo();
        assertTrue(dead.isDead());
        dead.setParent(parent);
        return dead;
    }
}
