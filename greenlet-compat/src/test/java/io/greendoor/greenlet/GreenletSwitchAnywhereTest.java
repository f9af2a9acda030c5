package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A greenlet may switch wherever its stack stands: deep down, below the JDK's frames, many times over. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class GreenletSwitchAnywhereTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void aComparatorSwitchesInTheMiddleOfASort() {
        assumeFalse("quasar".equals(System.getProperty("greendoor.engine")), "its JDK frames cannot suspend");
        Greenlet main = Greenlet.getCurrent();
        List<Integer> numbers = new ArrayList<>(List.of(3, 1, 4, 1, 5, 9, 2, 6));
        Greenlet sorter = new Greenlet(args -> {
            numbers.sort((a, b) -> {
                main.switchTo(a, b);
                return Integer.compare(a, b);
            });
            return "sorted";
        });

        int comparisons = 0;
        while (sorter.switchTo() instanceof Args) {
            comparisons++;
        }

        assertTrue(comparisons >= numbers.size() - 1, () -> "too few comparisons");
        assertTrue(sorter.isDead());
        assertEquals(List.of(1, 1, 2, 3, 4, 5, 6, 9), numbers);
    }

    @Test
    void twoSortsTakeTurns() {
        assumeFalse("quasar".equals(System.getProperty("greendoor.engine")), "its JDK frames cannot suspend");
        Greenlet main = Greenlet.getCurrent();
        Greenlet[] sorters = new Greenlet[2];
        for (int i = 0; i < sorters.length; i++) {
            String name = "sorter" + i;
            sorters[i] = new Greenlet(args -> {
                List<Integer> numbers = new ArrayList<>(List.of(2, 1));
                numbers.sort((a, b) -> {
                    log.add(name);
                    main.switchTo();
                    return Integer.compare(a, b);
                });
                return name + numbers;
            });
        }

        sorters[0].switchTo();
        sorters[1].switchTo();
        log.add(String.valueOf(sorters[0].switchTo()));
        log.add(String.valueOf(sorters[1].switchTo()));

        assertEquals(List.of("sorter0", "sorter1", "sorter0[1, 2]", "sorter1[1, 2]"), log);
    }

    @Test
    void aThousandFramesDeep() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet deep = new Greenlet(args -> descend(1_000, main));

        assertEquals("bottom", deep.switchTo());
        assertEquals(1_001, deep.switchTo(1));
        assertTrue(deep.isDead());
    }

    @Test
    void severalDeepStacksAtOnce() {
        Greenlet main = Greenlet.getCurrent();
        List<Greenlet> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Greenlet deep = new Greenlet(args -> descend(300, main));
            assertEquals("bottom", deep.switchTo());
            all.add(deep);
        }

        for (int i = 0; i < all.size(); i++) {
            assertEquals(300 + i, all.get(i).switchTo(i));
        }
    }

    @Test
    void tenThousandGreenletsComeAndGo() {
        int sum = 0;
        for (int i = 0; i < 10_000; i++) {
            Greenlet greenlet = new Greenlet(args -> (Integer) args.value() + 1);
            sum += (Integer) greenlet.switchTo(i);
            assertTrue(greenlet.isDead());
        }

        assertEquals(50_005_000, sum);
    }

    @Test
    void aThousandGreenletsAreSuspendedAtOnce() {
        Greenlet main = Greenlet.getCurrent();
        List<Greenlet> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Greenlet greenlet = new Greenlet(args -> main.switchTo());
            greenlet.switchTo();
            assertFalse(greenlet.isDead());
            all.add(greenlet);
        }

        for (int i = 0; i < all.size(); i++) {
            assertEquals(i, all.get(i).switchTo(i));
            assertTrue(all.get(i).isDead());
        }
    }

    @Test
    void oneGreenletIsResumedManyTimes() {
        Greenlet main = Greenlet.getCurrent();
        Greenlet counter = new Greenlet(args -> {
            int count = 0;
            while (!"stop".equals(main.switchTo(count))) {
                count++;
            }
            return "stopped at " + count;
        });

        for (int i = 0; i < 20_000; i++) {
            assertEquals(i, counter.switchTo());
        }
        assertEquals("stopped at 19999", counter.switchTo("stop"));
    }

    @Suspendable
    private static Object descend(int levels, Greenlet main) {
        if (levels == 0) {
            return main.switchTo("bottom");
        }
        return (Integer) descend(levels - 1, main) + 1;
    }
}
