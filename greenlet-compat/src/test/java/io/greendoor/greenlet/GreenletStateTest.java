package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletStateTest {
    private final List<String> log = new ArrayList<>();
    private final ThreadLocal<String> local = ThreadLocal.withInitial(() -> "initial");

    @Test
    void activeMeansStartedAndNotFinished() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            note(Greenlet.getCurrent());
            main.switchTo();
            return null;
        });

        note(greenlet);
        greenlet.switchTo();
        note(greenlet);
        greenlet.switchTo();
        note(greenlet);
        note(main);

        assertEquals(
                List.of(
                        "active false dead false",
                        "active true dead false",
                        "active true dead false",
                        "active false dead true",
                        "active true dead false"),
                log);
    }

    @Test
    void theRootIsActiveWhileAnotherRuns() {
        Greenlet main = Greenlet.getCurrent();

        new Greenlet(args -> {
                    note(main);
                    return null;
                })
                .switchTo();

        assertEquals(List.of("active true dead false"), log);
    }

    @Test
    void oneThatThrewIsDead() {
        Greenlet greenlet = new Greenlet(args -> {
            throw new IllegalStateException("boom");
        });

        assertThrows(IllegalStateException.class, greenlet::switchTo);

        assertTrue(greenlet.isDead());
        assertFalse(greenlet.isActive());
    }

    @Test
    void toStringSaysTheState() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            assertStates(Greenlet.getCurrent(), "current");
            assertStates(main, "suspended");
            main.switchTo();
            return null;
        });

        assertStates(greenlet, "pending");
        greenlet.switchTo();
        assertStates(greenlet, "suspended");
        greenlet.switchTo();
        assertTrue(greenlet.toString().contains("dead"), greenlet.toString());
        assertStates(main, "current");
        assertTrue(main.toString().contains("main"), main.toString());
    }

    @Test
    void theStackOfASuspendedOneGoesFromItsSuspensionToItsEntry() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> outer(main));
        greenlet.switchTo();

        List<String> own = ownFrames(greenlet);

        assertEquals(List.of("inner", "outer"), own.subList(0, 2));
        assertEquals(3, own.size(), own::toString);
        assertTrue(own.get(2).startsWith("lambda$"), own::toString);
    }

    @Test
    void theStackEndsAtTheEntryHoweverDeepTheSwitcherIs() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet inner = new Greenlet(args -> inner(main));
        Greenlet switcher = new Greenlet(args -> outer(inner));
        switcher.switchTo();

        assertEquals("inner", ownFrames(inner).get(0));
        assertEquals(2, ownFrames(inner).size(), () -> ownFrames(inner).toString());
        assertEquals(List.of("inner", "outer"), ownFrames(switcher).subList(0, 2));
        assertEquals(3, ownFrames(switcher).size(), () -> ownFrames(switcher).toString());
    }

    @Test
    void theStackFollowsTheSuspensionPoint() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            inner(main);
            outer(main);
            return null;
        });

        greenlet.switchTo();
        assertFalse(ownFrames(greenlet).contains("outer"));
        greenlet.switchTo();
        assertTrue(ownFrames(greenlet).contains("outer"));
    }

    @Test
    void anUnstartedOrDeadOneHasNoStack() {
        Greenlet greenlet = new Greenlet(args -> null);

        assertEquals(0, greenlet.stackTrace().length);
        greenlet.switchTo();
        assertEquals(0, greenlet.stackTrace().length);
    }

    @Test
    void threadLocalsBelongToTheGreenlet() {
        Greenlet main = Greenlet.getCurrent();
        local.set("main's");
        Greenlet first = new Greenlet(args -> useLocal("first", main));
        Greenlet second = new Greenlet(args -> useLocal("second", main));

        first.switchTo();
        second.switchTo();
        log.add("main " + local.get());
        first.switchTo();
        second.switchTo();
        log.add("main " + local.get());

        assertEquals(
                List.of(
                        "first initial",
                        "second initial",
                        "main main's",
                        "first first's",
                        "second second's",
                        "main main's"),
                log);
    }

    @Suspendable
    private Object useLocal(String name, Greenlet main) {
        log.add(name + " " + local.get());
        local.set(name + "'s");
        main.switchTo();
        log.add(name + " " + local.get());
        return null;
    }

    @Suspendable
    private static Object outer(Greenlet next) {
        Object answer = inner(next);
        return List.of("outer", String.valueOf(answer));
    }

    @Suspendable
    private static Object inner(Greenlet next) {
        Object answer = next.switchTo();
        return List.of("inner", String.valueOf(answer));
    }

    /** The methods of this class on the greenlet's stack, the innermost first. */
    private static List<String> ownFrames(Greenlet greenlet) {
        return Arrays.stream(greenlet.stackTrace())
                .filter(frame -> frame.getClassName().equals(GreenletStateTest.class.getName()))
                .map(StackTraceElement::getMethodName)
                .toList();
    }

    private void note(Greenlet greenlet) {
        log.add("active " + greenlet.isActive() + " dead " + greenlet.isDead());
    }

    // "dead" is not looked for where it must not be: an identity hash code may spell it.
    private static void assertStates(Greenlet greenlet, String state) {
        String text = greenlet.toString();
        for (String word : List.of("pending", "current", "suspended")) {
            assertEquals(word.equals(state), text.contains(word), text);
        }
    }
}
