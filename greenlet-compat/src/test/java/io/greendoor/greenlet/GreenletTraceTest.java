package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletTraceTest {
    private final List<String> log = new ArrayList<>();
    private final IdentityHashMap<Greenlet, String> names = new IdentityHashMap<>();
    private final Trace noting =
            (event, origin, target) -> log.add(event + " " + names.get(origin) + ">" + names.get(target));

    @Test
    void startSwitchBackAndDeathAreSwitches() {
        Greenlet main = named("main", Greenlet.getCurrent());
        Greenlet a = named("a", new Greenlet(args -> main.switchTo()));
        Greenlet.setTrace(noting);

        a.switchTo();
        a.switchTo();

        assertEquals(List.of("SWITCH main>a", "SWITCH a>main", "SWITCH main>a", "SWITCH a>main"), log);
    }

    @Test
    void switchesBetweenSiblingsNameBoth() {
        Greenlet main = named("main", Greenlet.getCurrent());
        Greenlet b = named("b", new Greenlet(args -> main.switchTo()));
        Greenlet a = named("a", new Greenlet(args -> b.switchTo()));
        Greenlet.setTrace(noting);

        a.switchTo();

        assertEquals(List.of("SWITCH main>a", "SWITCH a>b", "SWITCH b>main"), log);
    }

    @Test
    void anExceptionDeathIsAThrow() {
        named("main", Greenlet.getCurrent());
        Greenlet a = named("a", new Greenlet(args -> {
            throw new IllegalStateException("boom");
        }));
        Greenlet.setTrace(noting);

        assertThrows(IllegalStateException.class, a::switchTo);

        assertEquals(List.of("SWITCH main>a", "THROW a>main"), log);
    }

    @Test
    void anExitDeathIsASwitch() {
        named("main", Greenlet.getCurrent());
        Greenlet a = named("a", new Greenlet(args -> {
            throw new GreenletExit();
        }));
        Greenlet.setTrace(noting);

        a.switchTo();

        assertEquals(List.of("SWITCH main>a", "SWITCH a>main"), log);
    }

    @Test
    void throwToIsAThrow() {
        Greenlet main = named("main", Greenlet.getCurrent());
        Greenlet a = named("a", new Greenlet(args -> main.switchTo()));
        Greenlet b = named("b", new Greenlet(args -> main.switchTo()));
        a.switchTo();
        b.switchTo();
        Greenlet.setTrace(noting);

        a.throwTo();
        assertThrows(IllegalStateException.class, () -> b.throwTo(new IllegalStateException("boom")));

        assertEquals(List.of("THROW main>a", "SWITCH a>main", "THROW main>b", "THROW b>main"), log);
    }

    @Test
    void aChainOfDeathsReportsEachHop() {
        named("main", Greenlet.getCurrent());
        Greenlet child = named("child", new Greenlet(args -> {
            throw new IllegalStateException("boom");
        }));
        Greenlet parent = named("parent", new Greenlet(args -> child.switchTo()));
        child.setParent(parent);
        Greenlet.setTrace(noting);

        assertThrows(IllegalStateException.class, parent::switchTo);

        assertEquals(
                List.of("SWITCH main>parent", "SWITCH parent>child", "THROW child>parent", "THROW parent>main"), log);
    }

    @Test
    void aSwitchToOneselfIsReported() {
        Greenlet main = named("main", Greenlet.getCurrent());
        Greenlet.setTrace(noting);

        main.switchTo();

        assertEquals(List.of("SWITCH main>main"), log);
    }

    @Test
    void aDeadTargetIsReportedAsTheOneReached() {
        named("main", Greenlet.getCurrent());
        Greenlet dead = named("dead", new Greenlet(args -> null));
        dead.switchTo();
        Greenlet a = named("a", new Greenlet(args -> dead.switchTo()));
        Greenlet.setTrace(noting);

        dead.switchTo();
        a.switchTo();

        assertEquals(List.of("SWITCH main>main", "SWITCH main>a", "SWITCH a>main"), log);
    }

    @Test
    void aRefusedSwitchIsNotReported() {
        Greenlet.setTrace(noting);

        assertThrows(IllegalStateException.class, () -> new Greenlet().switchTo());

        assertEquals(List.of(), log);
    }

    @Test
    void theTracerRunsInTheTarget() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet a = new Greenlet(args -> main.switchTo());
        Greenlet.setTrace((event, origin, target) -> log.add("in target " + (Greenlet.getCurrent() == target)));

        a.switchTo();
        a.throwTo();

        assertEquals(List.of("in target true", "in target true", "in target true", "in target true"), log);
    }

    @Test
    void setTraceReturnsThePreviousOne() {
        Trace another = (event, origin, target) -> log.add("another");

        assertNull(Greenlet.getTrace());
        assertNull(Greenlet.setTrace(noting));
        assertSame(noting, Greenlet.getTrace());
        assertSame(noting, Greenlet.setTrace(another));
        assertSame(another, Greenlet.setTrace(null));
        assertNull(Greenlet.getTrace());
        new Greenlet(args -> null).switchTo();
        assertEquals(List.of(), log);
    }

    @Test
    void aThrowingTracerIsRemovedAndItsExceptionArrivesInTheTarget() {
        IllegalStateException broken = new IllegalStateException("broken tracer");
        Greenlet main = Greenlet.getCurrent();
        Greenlet a = new Greenlet(args -> {
            try {
                return main.switchTo();
            } catch (IllegalStateException caught) {
                return "a caught " + (caught == broken) + ", tracer " + Greenlet.getTrace();
            }
        });
        a.switchTo();
        Greenlet.setTrace((event, origin, target) -> {
            log.add("tracer");
            throw broken;
        });

        log.add(String.valueOf(a.switchTo("lost")));

        assertEquals(List.of("tracer", "a caught true, tracer null"), log);
        assertNull(Greenlet.getTrace());
    }

    @Test
    void aThrowingTracerReplacesTheValueOnTheWayBack() {
        IllegalStateException broken = new IllegalStateException("broken tracer");
        Greenlet main = Greenlet.getCurrent();
        Greenlet a = new Greenlet(args -> main.switchTo("lost"));
        Greenlet.setTrace((event, origin, target) -> {
            if (target == main) {
                throw broken;
            }
        });

        assertSame(broken, assertThrows(Throwable.class, a::switchTo));
        assertNull(Greenlet.getTrace());
        assertEquals("end", a.switchTo("end"));
    }

    @Test
    void aThrowingTracerReplacesTheExceptionOnTheWayBack() {
        IllegalStateException broken = new IllegalStateException("broken tracer");
        Greenlet main = Greenlet.getCurrent();
        Greenlet a = new Greenlet(args -> {
            throw new IllegalArgumentException("lost");
        });
        Greenlet.setTrace((event, origin, target) -> {
            if (target == main) {
                throw broken;
            }
        });

        assertSame(broken, assertThrows(Throwable.class, a::switchTo));
        assertTrue(a.isDead());
    }

    @Test
    void aThrowingTracerAtTheStartEndsTheGreenletBeforeItsBody() {
        IllegalStateException broken = new IllegalStateException("broken tracer");
        Greenlet a = new Greenlet(args -> log.add("ran"));
        Greenlet.setTrace((event, origin, target) -> {
            throw broken;
        });

        assertSame(broken, assertThrows(Throwable.class, a::switchTo));
        assertTrue(a.isDead());
        assertEquals(List.of(), log);
    }

    @Test
    void aTracerThatSwitchesLosesNoValues() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet a = new Greenlet(args -> {
            log.add("a started with " + args.value());
            log.add("a got " + main.switchTo("from a"));
            return "a's end";
        });
        boolean[] inside = new boolean[1];
        Greenlet.setTrace((event, origin, target) -> {
            if (!inside[0]) {
                inside[0] = true;
                Object nested = new Greenlet(args -> "nested").switchTo();
                log.add("tracer got " + nested);
                inside[0] = false;
            }
        });

        log.add("main got " + a.switchTo("1"));
        log.add("main got " + a.switchTo("2"));

        assertEquals(
                List.of(
                        "tracer got nested",
                        "a started with 1",
                        "tracer got nested",
                        "main got from a",
                        "tracer got nested",
                        "a got 2",
                        "tracer got nested",
                        "main got a's end"),
                log);
    }

    @Test
    void tracersArePerThread() throws Exception {
        Greenlet.setTrace(noting);

        Trace elsewhere = OtherThread.run(() -> {
            new Greenlet(args -> null).switchTo();
            Trace found = Greenlet.getTrace();
            Greenlet.setTrace((event, origin, target) -> {});
            return found;
        });

        assertNull(elsewhere);
        assertSame(noting, Greenlet.getTrace());
        assertEquals(List.of(), log);
    }

    private Greenlet named(String name, Greenlet greenlet) {
        names.put(greenlet, name);
        return greenlet;
    }
}
