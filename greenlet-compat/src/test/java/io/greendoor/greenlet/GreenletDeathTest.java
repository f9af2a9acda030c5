package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a greenlet's result goes when its body returns or throws something other than {@code GreenletExit}. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletDeathTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void theReturnedObjectArrivesUnchanged() {
        List<Integer> list = List.of(1);
        Object[] array = {1, 2};
        Args args = Args.of(1, 2);

        assertSame(list, new Greenlet(ignored -> list).switchTo());
        assertSame(array, new Greenlet(ignored -> array).switchTo());
        assertSame(args, new Greenlet(ignored -> args).switchTo());
        assertNull(new Greenlet(ignored -> null).switchTo());
    }

    @Test
    void controlGoesToTheParentNotToTheLastSwitcher() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet child = new Greenlet(args -> {
            main.switchTo("started");
            return "child's end";
        });
        Greenlet switcher = new Greenlet(args -> {
            log.add("switcher");
            Object answer = child.switchTo();
            log.add("switcher got " + answer);
            return "switcher's end";
        });

        log.add("main " + child.switchTo());
        log.add("main " + switcher.switchTo());
        assertTrue(child.isDead());
        assertTrue(switcher.isActive());
        log.add("main " + switcher.switchTo("later"));

        assertEquals(
                List.of("main started", "switcher", "main child's end", "switcher got later", "main switcher's end"),
                log);
    }

    @Test
    void theParentIsLookedUpAtDeath() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet adopter = new Greenlet(args -> {
            Object answer = main.switchTo("adopter waits");
            log.add("adopter got " + answer);
            return "adopter's end";
        });
        Greenlet child = new Greenlet(args -> {
            main.switchTo("child waits");
            return "child's end";
        });
        log.add("main " + adopter.switchTo());
        log.add("main " + child.switchTo());

        child.setParent(adopter);
        log.add("main " + child.switchTo());

        assertEquals(
                List.of("main adopter waits", "main child waits", "adopter got child's end", "main adopter's end"),
                log);
    }

    @Test
    void aParentMayBeReplacedByTheBodyItself() {
        Greenlet adopter = new Greenlet(args -> "adopter got " + args.value());
        Greenlet child = new Greenlet(args -> {
            Greenlet.getCurrent().setParent(adopter);
            return "child's end";
        });

        assertEquals("adopter got child's end", child.switchTo());
    }

    @Test
    void anUnstartedParentIsStartedWithTheValue() {
        Greenlet parent = new Greenlet(args -> "parent got " + args.positional() + args.keywords());

        assertEquals("parent got [value]{}", new Greenlet(args -> "value", parent).switchTo());
        assertTrue(parent.isDead());
    }

    @Test
    void anUnstartedParentGetsNullAndArgsAsOneArgument() {
        Args pair = Args.of(1, 2);
        Greenlet first = new Greenlet(Args::positional);
        Greenlet second = new Greenlet(args -> args);

        List<Object> single = new ArrayList<>();
        single.add(null);
        assertEquals(single, new Greenlet(args -> null, first).switchTo());
        assertEquals(Args.of((Object) pair), new Greenlet(args -> pair, second).switchTo());
    }

    @Test
    void anExceptionComesOutOfTheParentsPendingSwitch() {
        Exception boom = new Exception("boom");
        Greenlet main = Greenlet.getCurrent();
        Greenlet parent = new Greenlet(args -> {
            try {
                return main.switchTo("parent waits");
            } catch (Exception caught) {
                log.add("parent caught " + (caught == boom));
                return "parent goes on";
            }
        });
        Greenlet child = new Greenlet(
                args -> {
                    throw boom;
                },
                parent);

        log.add("main " + parent.switchTo());
        log.add("main " + child.switchTo());

        assertEquals(List.of("main parent waits", "parent caught true", "main parent goes on"), log);
        assertTrue(child.isDead());
    }

    @Test
    void everyKindOfThrowableArrivesAsTheSameObject() {
        for (Throwable boom : List.of(
                new IOException("checked"),
                new IllegalArgumentException("unchecked"),
                new AssertionError("error"),
                new StackOverflowError("virtual machine"),
                new Throwable("bare"))) {
            Greenlet greenlet = new Greenlet(args -> sneak(boom));

            assertSame(boom, assertThrows(Throwable.class, greenlet::switchTo));
            assertTrue(greenlet.isDead());
            assertFalse(greenlet.isActive());
        }
    }

    @Test
    void anExceptionRunsUpTheChain() {
        Exception boom = new Exception("boom");
        Greenlet outer = new Greenlet(args -> {
            Greenlet inner = new Greenlet(more -> {
                throw boom;
            });
            try {
                return inner.switchTo();
            } finally {
                log.add("outer unwinds, inner dead " + inner.isDead());
            }
        });

        assertSame(boom, assertThrows(Exception.class, outer::switchTo));
        assertEquals(List.of("outer unwinds, inner dead true"), log);
        assertTrue(outer.isDead());
    }

    @Test
    void anExceptionKillsAnUnstartedParentWithoutRunningIt() {
        IOException boom = new IOException("boom");
        Greenlet grandparent = new Greenlet(args -> log.add("grandparent ran"));
        Greenlet parent = new Greenlet(args -> log.add("parent ran"), grandparent);
        Greenlet child = new Greenlet(
                args -> {
                    throw boom;
                },
                parent);

        assertSame(boom, assertThrows(IOException.class, child::switchTo));
        assertEquals(List.of(), log);
        assertTrue(child.isDead());
        assertTrue(parent.isDead());
        assertTrue(grandparent.isDead());
    }

    @Test
    void aDeadParentIsSkippedForValues() {
        Greenlet grandparent = new Greenlet(args -> "grandparent got " + args.value());
        Greenlet parent = new Greenlet(args -> null);
        parent.switchTo();
        parent.setParent(grandparent);

        assertEquals("grandparent got value", new Greenlet(args -> "value", parent).switchTo());
    }

    @Test
    void aDeadParentIsSkippedForExceptions() {
        Exception boom = new Exception("boom");
        Greenlet main = Greenlet.getCurrent();
        Greenlet grandparent = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (Exception caught) {
                return "grandparent caught " + (caught == boom);
            }
        });
        grandparent.switchTo();
        Greenlet parent = new Greenlet(args -> null);
        parent.switchTo();
        parent.setParent(grandparent);
        Greenlet child = new Greenlet(
                args -> {
                    throw boom;
                },
                parent);

        assertEquals("grandparent caught true", child.switchTo());
    }

    @Test
    void aHandOverThatFailsGoesToTheNextAncestor() {
        Greenlet withoutRun = new Greenlet();
        Greenlet child = new Greenlet(args -> "lost", withoutRun);

        IllegalStateException refusal = assertThrows(IllegalStateException.class, child::switchTo);

        assertTrue(refusal.getMessage().contains("run"), refusal.getMessage());
        assertTrue(child.isDead());
        assertFalse(withoutRun.isDead());
    }

    @Test
    void aHandOverThatFailsIsThrownInASuspendedAncestor() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet grandparent = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (IllegalStateException refusal) {
                return "grandparent caught it";
            }
        });
        grandparent.switchTo();
        Greenlet withoutRun = new Greenlet();
        withoutRun.setParent(grandparent);

        assertEquals("grandparent caught it", new Greenlet(args -> "lost", withoutRun).switchTo());
    }

    @Test
    void finallyBlocksRunBeforeTheParentGoesOn() {
        Greenlet greenlet = new Greenlet(args -> {
            try {
                return "value";
            } finally {
                log.add("finally");
            }
        });

        log.add("main " + greenlet.switchTo());

        assertEquals(List.of("finally", "main value"), log);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> Object sneak(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
