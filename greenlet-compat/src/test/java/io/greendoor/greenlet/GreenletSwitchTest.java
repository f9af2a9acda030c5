package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletSwitchTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void creatingDoesNotRunTheBody() {
        new Greenlet(args -> log.add("ran"));

        assertEquals(List.of(), log);
    }

    @Test
    void theFirstSwitchRunsTheBodyWithWhatWasSent() {
        Greenlet greenlet = new Greenlet(args -> {
            log.add("got " + args.positional() + " " + args.keywords());
            return "done";
        });

        log.add("main " + greenlet.switchTo(Args.of(List.of(1, 2), Map.of("a", 3))));

        assertEquals(List.of("got [1, 2] {a=3}", "main done"), log);
    }

    @Test
    void valuesTravelBothWays() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> {
            log.add("greenlet " + args.value());
            log.add("greenlet " + main.switchTo("one"));
            return "two";
        });

        log.add("main " + greenlet.switchTo("a"));
        log.add("main " + greenlet.switchTo("b"));

        assertEquals(List.of("greenlet a", "main one", "greenlet b", "main two"), log);
    }

    @Test
    void aResumedGreenletReceivesWhatWasSent() {
        List<Object> got = new ArrayList<>();
        Greenlet collector = startedCollector(got);
        List<Integer> list = List.of(1, 2);
        Object[] array = {1, 2};
        Args wrapped = Args.of(1, 2);

        collector.switchTo();
        collector.switchTo((Object) null);
        collector.switchTo("one");
        collector.switchTo(list);
        collector.switchTo((Object) array);
        collector.switchTo(1, 2);
        collector.switchTo(null, null);
        collector.switchTo(Args.of(List.of(), Map.of("a", 1)));
        collector.switchTo(Args.of(List.of(1), Map.of("a", 1)));
        collector.switchTo(Args.of());
        collector.switchTo(Args.of("one"));
        collector.switchTo(wrapped);
        collector.switchTo((Object) wrapped);

        List<Object> expected = Arrays.asList(
                null,
                null,
                "one",
                list,
                array,
                Args.of(1, 2),
                Args.of((Object) null, null),
                Args.of(List.of(), Map.of("a", 1)),
                Args.of(List.of(1), Map.of("a", 1)),
                null,
                "one",
                wrapped,
                wrapped);
        assertEquals(expected, got);
        assertSame(list, got.get(3));
        assertSame(array, got.get(4));
    }

    @Test
    void theRootReceivesWhatWasSent() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet sender = new Greenlet(args -> {
            main.switchTo();
            main.switchTo((Object) null);
            main.switchTo("one");
            main.switchTo(1, 2);
            main.switchTo(Args.of(List.of(), Map.of("a", 1)));
            return null;
        });

        assertNull(sender.switchTo());
        assertNull(sender.switchTo());
        assertEquals("one", sender.switchTo());
        assertEquals(Args.of(1, 2), sender.switchTo());
        assertEquals(Args.of(List.of(), Map.of("a", 1)), sender.switchTo());
        assertNull(sender.switchTo());
        assertTrue(sender.isDead());
    }

    @Test
    void aRingTakesTurns() {
        Greenlet[] ring = new Greenlet[3];
        for (int i = 0; i < ring.length; i++) {
            int self = i;
            ring[self] = new Greenlet(args -> {
                for (int round = 1; round <= 2; round++) {
                    log.add("abc".charAt(self) + "" + round);
                    ring[(self + 1) % ring.length].switchTo();
                }
                return "end of " + "abc".charAt(self);
            });
        }

        log.add(String.valueOf(ring[0].switchTo()));

        assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "c2", "end of a"), log);
        assertTrue(ring[0].isDead());
        assertTrue(ring[1].isActive());
        assertTrue(ring[2].isActive());
    }

    @Test
    void siblingsSendValuesToEachOther() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet ping = new Greenlet(args -> {
            Greenlet pong = (Greenlet) args.get(0);
            log.add("ping " + pong.switchTo("1"));
            log.add("ping " + pong.switchTo("3"));
            return null;
        });
        Greenlet pong = new Greenlet(args -> {
            log.add("pong " + args.value());
            log.add("pong " + ping.switchTo("2"));
            return main.switchTo("end");
        });

        log.add("main " + ping.switchTo(pong));

        assertEquals(List.of("pong 1", "ping 2", "pong 3", "main end"), log);
    }

    @Test
    void nestedGreenletsReturnToTheirCreator() {
        Greenlet outer = new Greenlet(args -> {
            Greenlet inner = new Greenlet(more -> {
                log.add("inner");
                return "from inner";
            });
            log.add("outer " + inner.switchTo());
            return "from outer";
        });

        log.add("main " + outer.switchTo());

        assertEquals(List.of("inner", "outer from inner", "main from outer"), log);
    }

    @Test
    void switchingToOneselfReturnsWhatWasSent() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> Greenlet.getCurrent().switchTo(args.value()));

        assertEquals("self", main.switchTo("self"));
        assertNull(main.switchTo());
        assertEquals(Args.of(1, 2), main.switchTo(1, 2));
        assertEquals("inside", greenlet.switchTo("inside"));
    }

    @Test
    void switchingToADeadOneReachesItsParent() {
        Greenlet dead = new Greenlet(args -> null);
        dead.switchTo();
        Greenlet other = new Greenlet(args -> dead.switchTo("from other"));

        assertNull(dead.switchTo());
        assertEquals("value", dead.switchTo("value"));
        assertEquals(Args.of(1, 2), dead.switchTo(1, 2));
        assertEquals("from other", other.switchTo());
        assertTrue(other.isActive());
    }

    @Test
    void switchingToADeadOneStartsAnUnstartedParent() {
        Greenlet parent = new Greenlet(args -> "parent got " + args.positional());
        Greenlet dead = new Greenlet(args -> null);
        dead.switchTo();
        dead.setParent(parent);

        assertEquals("parent got [1, 2]", dead.switchTo(1, 2));
        assertTrue(parent.isDead());
    }

    @Test
    void currentFollowsTheSwitches() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet greenlet = new Greenlet(args -> Greenlet.getCurrent());

        assertSame(main, Greenlet.getCurrent());
        assertSame(greenlet, greenlet.switchTo());
        assertSame(main, Greenlet.getCurrent());
        assertSame(main, Eventlet.getCurrent());
    }

    @Test
    void nullArgumentContainersAreRefusedInTheCaller() {
        Greenlet greenlet = new Greenlet(args -> log.add("ran"));

        assertThrows(NullPointerException.class, () -> greenlet.switchTo((Args) null));
        assertThrows(NullPointerException.class, () -> greenlet.switchTo((Object[]) null));
        assertEquals(List.of(), log);
        assertFalse(greenlet.isDead());
    }

    /** A greenlet that is suspended in a switch to the root and notes what each resumption brought. */
    private static Greenlet startedCollector(List<Object> got) {
        Greenlet root = Greenlet.getCurrent();
        Greenlet collector = new Greenlet(args -> {
            while (true) {
                got.add(root.switchTo());
            }
        });
        collector.switchTo();
        return collector;
    }
}
