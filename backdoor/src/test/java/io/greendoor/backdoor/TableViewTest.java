package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import com.acme.Order;
import java.net.URI;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TableViewTest {
    record Item(int id, String name, Double price) {}

    record Keyed(String key, int size) {}

    record Failing(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("two\nlines");
        }
    }

    private static String table(Object value) {
        return TableView.of(value, 100, 100);
    }

    @Test
    void recordsAreRowsAndNumbersStandToTheRight() {
        String text = table(List.of(new Item(1, "lamp", 12.25), new Item(100, "two\nlines", null)));
        assertEquals(
                List.of(
                        " id  name        price",
                        "---  ----------  -----",
                        "  1  lamp        12.25",
                        "100  two\\nlines   null"),
                text.lines().toList());
    }

    @Test
    void beansShowTheirGettersInTheOrderOfTheirFields() {
        assertEquals("""
                id  note  customer  items   paid   URL         total
                --  ----  --------  ------  -----  ----------  ----------------------------------------
                 1  none  Ann       [a, b]  true   /orders/1   20
                20  none  Bob       []      false  /orders/20  <threw java.lang.IllegalStateException:…
                """, table(List.of(new Order(1, "Ann", true, "a", "b"), new Order(20, "Bob", false))));
    }

    @Test
    void mapsAreRowsOfTheirKeys() {
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("a", 1);
        first.put("b", "x");
        assertEquals(
                "a  b  c\n-  -  ----\n1  x\n2     true\n",
                table(List.of(first, new TreeMap<>(Map.of("a", 2, "c", true)))));
    }

    @Test
    void mapIsATableOfItsEntries() {
        assertEquals(
                "key  value\n---  -----\none      1\ntwo     22\n", table(new TreeMap<>(Map.of("one", 1, "two", 22))));
        assertEquals(
                "key  id  name  price\n---  --  ----  -----\nk     1  lamp    2.5\n",
                table(Map.of("k", new Item(1, "lamp", 2.5))));
        assertEquals(
                "key  value.key  size\n---  ---------  ----\nk    own           3\n",
                table(Map.of("k", new Keyed("own", 3))));
        assertEquals("key  value\n---  -----\nk    null\n", table(Collections.singletonMap("k", null)));
    }

    @Test
    void listsAndArraysInAListAreRowsOfTheirElements() {
        assertEquals("0  1\n-  -\n1  a\n2  b\n", table(List.of(List.of(1, "a"), new Object[] {2, "b"})));
    }

    @Test
    void whatHasNoPartsIsOneColumn() {
        assertEquals("value\n-----\n    1\n  2.5\n", table(List.of(1, 2.5)));
        assertEquals("value\n-----\n1\nx\nnull\n", table(Arrays.asList(1, "x", null)));
        assertEquals("value\n-----\n   10\n  200\n", table(new int[] {10, 200}));
        assertEquals(
                "value\n-----\nRED\n", table(ValueStructureTest.Color.values()).replaceAll("grün\n", ""));
        assertEquals("value\n--------\nhttp://x\n", table(List.of(URI.create("http://x"))));
        assertEquals(
                "value\n-----\n[a]\n", table(List.of(List.of(List.of("a")))).replace("0\n---", "value\n-----"));
    }

    @Test
    void differentKindsShareColumns() {
        assertEquals(
                "id  name  price  value\n--  ----  -----  -----\n 1  lamp    2.0\n                 text\n",
                table(List.of(new Item(1, "lamp", 2.0), "text")));
    }

    @Test
    void singleObjectIsATableOfItsParts() {
        assertEquals(
                "name   value\n-----  -----\nid     1\nname   lamp\nprice  2.0\n", table(new Item(1, "lamp", 2.0)));
        assertEquals("name  value\n----  -----\nport   8080\n", table(new App()));
        assertEquals("value\n-----\ntext\n", table("text"));
        assertEquals("value\n-----\nnull\n", table(null));
    }

    @Test
    void emptyHasNoRows() {
        assertEquals("(no rows)\n", table(List.of()));
        assertEquals("(no rows)\n", table(Map.of()));
        assertEquals("(no rows)\n", table(new int[0]));
    }

    @Test
    void rowsAreBounded() {
        String text = TableView.of(Collections.nCopies(1_000_000, 7), 3, 100);
        assertEquals("value\n-----\n    7\n    7\n    7\n… 999997 more\n", text);
    }

    @Test
    void columnsThatHaveNoRoomAreNamed() {
        Map<String, Integer> row = new LinkedHashMap<>();
        IntStream.range(0, 10).forEach(i -> row.put("column" + i, i));
        assertEquals(
                "column0  column1\n-------  -------\n      0        1\n(no room for co…\n",
                TableView.of(List.of(row), 100, 16));
        Map<Integer, Integer> wide = new TreeMap<>();
        IntStream.range(0, 50).forEach(i -> wide.put(i, i));
        assertEquals(3, TableView.of(List.of(wide), 100, 1_000).lines().count());
        assertEquals(
                20,
                TableView.of(List.of(wide), 100, 1_000)
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .split(" +")
                        .length);
    }

    @Test
    void moreColumnsThanThereMayBeAreCounted() {
        List<Map<Integer, Integer>> rows =
                IntStream.range(0, 30).mapToObj(i -> Map.of(i, i)).toList();
        assertTrue(TableView.of(rows, 100, 1_000).endsWith("(10 more columns)\n"));
    }

    @Test
    void longCellsAreCut() {
        String text = table(List.of("x".repeat(100), "y".repeat(40)));
        assertEquals("value\n" + "-".repeat(40) + "\n" + "x".repeat(39) + "…\n" + "y".repeat(40) + "\n", text);
    }

    @Test
    void whatFailsStandsInItsCellOrUnderTheTable() {
        assertEquals(
                "name\n----------------------------------------\n<threw java.lang.IllegalStateException:…\n",
                table(List.of(new Failing("x"))));
        List<Integer> changed = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                if (index == 2) {
                    throw new ConcurrentModificationException();
                }
                return index;
            }

            @Override
            public int size() {
                return 5;
            }
        };
        assertEquals("value\n-----\n    0\n    1\n… java.util.ConcurrentModificationException\n", table(changed));
    }

    @Test
    void errorsThatCancelPass() {
        Error cancelled = new Error("cancelled");
        Object cancelling = new Object() {
            @Override
            public String toString() {
                throw cancelled;
            }
        };
        assertSame(cancelled, assertThrows(Error.class, () -> table(List.of(cancelling))));
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        long seed = System.nanoTime();
        System.err.println("noLineIsWiderThanTheTerminal: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int width = 1 + random.nextInt(120);
            List<Object> rows = IntStream.range(0, random.nextInt(5))
                    .mapToObj(row -> random.nextBoolean()
                            ? new Item(random.nextInt(), "n\t".repeat(random.nextInt(40)), random.nextDouble())
                            : (Object) List.of("c".repeat(random.nextInt(50)), random.nextInt()))
                    .toList();
            String text = TableView.of(rows, 100, width);
            assertTrue(
                    text.equals("(no rows)\n") || text.lines().allMatch(line -> line.length() <= width),
                    () -> "seed " + seed + ", width " + width + ":\n" + text);
        }
    }
}
