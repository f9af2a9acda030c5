package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The expected exit: a {@code GreenletExit} that ends a body is handed on as a value. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletExitTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void anExitThrownByTheBodyItselfIsReturned() {
        GreenletExit exit = new GreenletExit("own");
        Greenlet greenlet = new Greenlet(args -> {
            throw exit;
        });

        assertSame(exit, greenlet.switchTo());
        assertTrue(greenlet.isDead());
    }

    @Test
    void anExitThrownInFromOutsideIsReturned() {
        GreenletExit exit = new GreenletExit("thrown in");
        Greenlet greenlet = suspended();

        assertSame(exit, greenlet.throwTo(exit));
        assertTrue(greenlet.isDead());
        assertEquals(List.of("unwound"), log);
    }

    @Test
    void aSubclassOfExitCountsToo() {
        GreenletExit exit = new SpecialExit();

        assertSame(exit, suspended().throwTo(exit));
        assertSame(
                exit,
                new Greenlet(args -> {
                            throw exit;
                        })
                        .switchTo());
    }

    @Test
    void throwingNothingThrowsANewExit() {
        Object first = suspended().throwTo();
        Object second = suspended().throwTo();

        assertInstanceOf(GreenletExit.class, first);
        assertInstanceOf(GreenletExit.class, second);
        assertFalse(first == second);
    }

    @Test
    void catchingExceptionDoesNotSwallowAnExit() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (Exception caught) {
                return "swallowed";
            }
        });
        greenlet.switchTo();

        assertInstanceOf(GreenletExit.class, greenlet.throwTo());
    }

    @Test
    void anExitGoesToTheParentNotToTheThrower() {
        GreenletExit exit = new GreenletExit();
        Greenlet main = Greenlet.getCurrent();
        Greenlet parent = new Greenlet(args -> {
            log.add("parent got the exit " + (main.switchTo() == exit));
            return "parent's end";
        });
        parent.switchTo();
        Greenlet child = suspended();
        child.setParent(parent);

        log.add("main " + child.throwTo(exit));

        assertEquals(List.of("unwound", "parent got the exit true", "main parent's end"), log);
    }

    @Test
    void anExitStartsAnUnstartedParentWithTheExitAsItsValue() {
        GreenletExit exit = new GreenletExit();
        Greenlet parent = new Greenlet(args -> List.of(args.size(), args.value() == exit));
        Greenlet child = new Greenlet(
                args -> {
                    throw exit;
                },
                parent);

        assertEquals(List.of(1, true), child.switchTo());
        assertTrue(parent.isDead());
    }

    @Test
    void anExitSkipsADeadParent() {
        GreenletExit exit = new GreenletExit();
        Greenlet parent = new Greenlet(args -> null);
        parent.switchTo();
        Greenlet child = new Greenlet(
                args -> {
                    throw exit;
                },
                parent);

        assertSame(exit, child.switchTo());
    }

    @Test
    void anExitDoesNotEndTheParent() {
        Greenlet parent = new Greenlet(args -> {
            Greenlet child = new Greenlet(more -> {
                throw new GreenletExit();
            });
            Object exit = child.switchTo();
            log.add("parent goes on " + (exit instanceof GreenletExit));
            return "parent's end";
        });

        log.add("main " + parent.switchTo());

        assertEquals(List.of("parent goes on true", "main parent's end"), log);
    }

    /** A greenlet that waits in a switch to the root and logs that it unwinds. */
    private Greenlet suspended() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            try {
                return main.switchTo();
            } finally {
                log.add("unwound");
            }
        });
        greenlet.switchTo();
        return greenlet;
    }

    private static final class SpecialExit extends GreenletExit {
        private static final long serialVersionUID = 1L;
    }
}
