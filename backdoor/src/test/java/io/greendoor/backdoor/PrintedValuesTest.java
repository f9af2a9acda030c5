package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrintedValuesTest {
    private final PrintedValues printed = new PrintedValues(WeakReference::new);

    @Test
    void areNumberedFromOne() {
        assertNull(printed.get(1));
        printed.add("a", "String");
        printed.add(2, "int");

        assertEquals(2, printed.count());
        assertEquals("a", printed.get(1).value());
        assertEquals("int", printed.get(2).type());
        assertNull(printed.get(0));
        assertNull(printed.get(-1));
        assertNull(printed.get(3));
    }

    @Test
    void onlyTheLastHundredKeepTheirNumbers() {
        for (int i = 1; i <= 250; i++) {
            printed.add(i, "int");
        }

        assertEquals(250, printed.count());
        assertNull(printed.get(150));
        assertEquals(151, printed.get(151).value());
        assertEquals(250, printed.get(250).value());
        List<Integer> numbers =
                printed.all().stream().map(PrintedValues.Entry::number).toList();
        assertEquals(100, numbers.size());
        assertEquals(151, numbers.get(0));
    }

    @Test
    void lastTwoAndSmallOnesAreHeldAndOthersLooselyOnly() {
        WeakReference<Object> third = add(new Object());
        WeakReference<Object> small = add(new String("small"));
        WeakReference<Object> large = add("x".repeat(2_000));
        WeakReference<Object> second = add(new Object());
        WeakReference<Object> last = add(new Object());

        for (int i = 0; i < 50 && (third.get() != null || large.get() != null); i++) {
            System.gc();
        }

        assertNull(third.get());
        assertNull(large.get());
        assertNull(printed.get(1).value());
        assertEquals("small", printed.get(2).value());
        assertSame(small.get(), printed.get(2).value());
        assertSame(second.get(), printed.get(4).value());
        assertSame(last.get(), printed.get(5).value());
    }

    private WeakReference<Object> add(Object value) {
        printed.add(value, "Object");
        return new WeakReference<>(value);
    }

    @Test
    void softReferencesAreWhatHoldsThemLooselyByDefault() {
        PrintedValues softly = new PrintedValues();
        softly.add(new Object(), "Object");
        softly.add(1, "int");
        softly.add(2, "int");

        System.gc();

        assertEquals(Object.class, softly.get(1).value().getClass());
    }

    @Test
    void areListedWithTheirTypes() {
        assertEquals("nothing has been printed yet\n", printed.text(80));
        printed.add("x".repeat(80), "Map<String, Map<String, Integer>>");
        printed.add(List.of(1, 2), "List<Integer>");
        assertEquals(
                List.of(
                        "    type                            value",
                        "--  ------------------------------  " + "-".repeat(60),
                        "_1  Map<String, Map<String, Integ…  \"" + "x".repeat(58) + "…",
                        "_2  List<Integer>                   [1, 2]"),
                printed.text(100).lines().toList());
    }
}
