package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects that do their worst when they are printed. */
@Timeout(60)
class HostileValuesTest {
    private final ValueFormat format = ValueFormat.printed();

    private interface Text {
        String get();
    }

    private static Object saying(Text text) {
        return new Object() {
            @Override
            public String toString() {
                return text.get();
            }
        };
    }

    @SuppressWarnings("InfiniteRecursion") // it is what the test is about
    private static String endless() {
        return endless() + "x";
    }

    /** A collection whose elements are what {@code next} gives, without an end. */
    private static Collection<Object> endlessly(int size, Text next) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<Object> iterator() {
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return true;
                    }

                    @Override
                    @SuppressWarnings("IteratorNextNoSuchElement")
                    public Object next() {
                        return next.get();
                    }
                };
            }

            @Override
            public int size() {
                if (size < 0) {
                    throw new IllegalStateException("not counted");
                }
                return size;
            }
        };
    }

    @Test
    void failingToStringIsNotedInItsPlace() {
        Object failing = saying(() -> {
            throw new IllegalStateException("two\nlines");
        });
        String name = failing.getClass().getName();
        String note = "<" + name + ", whose toString() threw java.lang.IllegalStateException: two lines>";
        assertEquals(note, format.format(failing));
        assertEquals("[\n  1,\n  " + note + ",\n  2\n]", format.format(List.of(1, failing, 2)));
        assertEquals("{\n  \"k\"=" + note + "\n}", format.format(Map.of("k", failing)));
    }

    @Test
    void endlessRecursionInToStringIsNoted() {
        String text = format.format(Arrays.asList(saying(HostileValuesTest::endless), 2));
        assertTrue(text.contains("whose toString() threw java.lang.StackOverflowError>"), text);
        assertTrue(text.endsWith(",\n  2\n]"), text);
    }

    @Test
    @SuppressWarnings("NullAway")
    void toStringMayReturnNull() {
        assertEquals("null", format.format(saying(() -> null)));
        assertEquals("[null]", format.format(List.of(saying(() -> null))));
    }

    @Test
    void enormousToStringIsCut() {
        Object enormous = saying(() -> "z".repeat(10 << 20));
        String alone = format.format(enormous);
        assertEquals((1 << 20) + "… 9437184 more characters".length(), alone.length());
        String inside = format.format(List.of(enormous));
        assertEquals("[\n  " + "z".repeat(1000) + "… 10484760 more characters\n]\n(expand() shows more)", inside);
    }

    @Test
    void textOfManyLinesIsCutInsideOfSomething() {
        Object lines = saying(() -> "l\n".repeat(100));
        assertEquals("l\n".repeat(100), format.format(lines));
        assertEquals(
                "[\n" + "  l\n".repeat(40).stripTrailing() + "… 121 more characters\n]\n(expand() shows more)",
                format.format(List.of(lines)));
    }

    @Test
    void errorsThatCancelPass() {
        Error cancelled = new Error("cancelled");
        Object cancelling = saying(() -> {
            throw cancelled;
        });
        assertSame(cancelled, assertThrows(Error.class, () -> format.format(List.of(cancelling))));
        assertSame(cancelled, assertThrows(Error.class, () -> format.format(Optional.of(cancelling))));
    }

    @Test
    void endlessCollectionIsCut() {
        assertEquals("… 2147483547 more", rest(endlessly(Integer.MAX_VALUE, () -> "x")));
        assertEquals("… more", rest(endlessly(-1, () -> "x")));
        assertEquals("… more", rest(endlessly(3, () -> "x")));
    }

    private String rest(Object value) {
        List<String> lines = format.format(value).lines().toList();
        return lines.get(lines.size() - 3).strip();
    }

    @Test
    void whatIsNoCollectionIsNotRunThrough() {
        Iterable<String> iterable = new Iterable<>() {
            @Override
            public Iterator<String> iterator() {
                throw new AssertionError("was run through");
            }

            @Override
            public String toString() {
                return "iterable";
            }
        };
        assertEquals("iterable", format.format(iterable));
        assertEquals("[iterable]", format.format(List.of(iterable)));
        assertTrue(format.format(IntStream.iterate(0, i -> i + 1)).startsWith("java.util.stream."));
    }

    @Test
    void failingIteratorEndsTheElements() {
        List<String> words = new ArrayList<>(List.of("a", "b"));
        Collection<Object> failing = endlessly(5, () -> {
            if (words.isEmpty()) {
                throw new ConcurrentModificationException();
            }
            return words.remove(0);
        });
        assertEquals("[a, b, … java.util.ConcurrentModificationException]", format.format(failing));
        Map<Object, Object> map = new AbstractMap<>() {
            @Override
            public Set<Entry<Object, Object>> entrySet() {
                throw new UnsupportedOperationException("no entries");
            }
        };
        assertEquals("{… java.lang.UnsupportedOperationException: no entries}", format.format(map));
    }

    @Test
    void collectionThatOthersChangeIsPrinted() throws Exception {
        List<Integer> changing = new ArrayList<>(List.of(1, 2, 3));
        Map<Integer, Integer> map = new java.util.HashMap<>();
        CountDownLatch changed = new CountDownLatch(1);
        AtomicReference<Boolean> go = new AtomicReference<>(true);
        Thread other = new Thread(() -> {
            for (int i = 0; go.get(); i++) {
                changing.add(i);
                map.put(i % 50, i);
                if (changing.size() > 50) {
                    changing.clear();
                }
                map.remove((i + 7) % 50);
                changed.countDown();
            }
        });
        other.start();
        changed.await();
        try {
            for (int i = 0; i < 2_000; i++) {
                String list = format.format(changing);
                assertTrue(list.startsWith("[") && list.endsWith("]"), list);
                String entries = format.format(map);
                assertTrue(entries.startsWith("{") && entries.endsWith("}"), entries);
            }
        } finally {
            go.set(false);
            other.join();
        }
    }

    @Test
    void slowElementsAreCutByTheClockButNeverWhatFitsIntoALine() {
        long[] now = {Long.MAX_VALUE - 5};
        Bounds bounds = new Bounds(1_000, 1_000, 100_000, 100, 100, Duration.ofNanos(100), false);
        ValueFormat slow = ValueFormat.within(bounds, () -> now[0] += 10);
        String text = slow.format(Collections.nCopies(500, "x".repeat(20)));
        assertTrue(text.endsWith("  … 429 more\n]"), text.substring(text.length() - 20));
        now[0] = 0;
        ValueFormat slower = ValueFormat.within(bounds, () -> now[0] += 1_000_000);
        assertEquals(Collections.nCopies(30, 1).toString(), slower.format(Collections.nCopies(30, 1)));
    }

    @Test
    void foreignCollectionIsAskedForItsTextUnlessItIsLarge() {
        class Foreign extends AbstractCollection<Object> {
            private final int size;

            Foreign(int size) {
                this.size = size;
            }

            @Override
            public Iterator<Object> iterator() {
                return Collections.<Object>nCopies(size, 1).iterator();
            }

            @Override
            public int size() {
                return size;
            }

            @Override
            public String toString() {
                return "foreign " + size;
            }
        }
        assertEquals("foreign 10000", format.format(new Foreign(10_000)));
        assertEquals("… 9901 more", rest(new Foreign(10_001)));
    }

    /** What {@link ValueFormat} was before it laid anything out. */
    private static String plain(Object value) {
        return value instanceof String text ? Literals.of(text, '"', Integer.MAX_VALUE) : String.valueOf(value);
    }

    @Test
    void whateverIsNestedInWhateverStaysWithinTheBounds() {
        long seed = System.nanoTime();
        System.err.println("whateverIsNestedInWhateverStaysWithinTheBounds: seed " + seed);
        Random random = new Random(seed);
        int lines = 0;
        for (int i = 0; i < 3_000; i++) {
            RandomValue made = new RandomValue(random);
            Object value = made.make(random.nextInt(7), 1 + random.nextInt(i % 10 == 0 ? 300 : 5));
            String text = format.format(value);
            // Beyond the characters: what one text of many lines and the brackets that are still open add
            assertTrue(text.length() < 10_000 + 1_100 + 40 * 16 + 10 * 60, () -> "seed " + seed + ": " + text);
            String plain = made.hasArrays || made.isHostile ? "\n" : plain(value);
            if (plain.length() <= ValueFormat.DEFAULT_WIDTH && plain.indexOf('\n') < 0) {
                assertEquals(plain, text, () -> "seed " + seed);
                lines++;
            }
        }
        assertTrue(lines > 500, lines + " lines");
    }

    private record Pair(Object left, Object right) {}

    private static final class RandomValue {
        private final Random random;
        private boolean hasArrays;
        private boolean isHostile;
        private int left = 5_000;

        RandomValue(Random random) {
            this.random = random;
        }

        Object make(int depth, int size) {
            left--;
            if (depth == 0 || left < 0) {
                return leaf();
            }
            List<Object> parts = new ArrayList<>();
            int count = random.nextInt(size + 1);
            for (int i = 0; i < count && left > 0; i++) {
                parts.add(make(random.nextInt(depth), size));
            }
            return switch (random.nextInt(7)) {
                case 0 -> parts;
                case 1 -> Collections.unmodifiableCollection(parts);
                case 2 -> map(parts);
                case 3 -> new Pair(parts, leaf());
                case 4 -> Optional.of(parts);
                case 5 -> {
                    hasArrays = true;
                    yield parts.toArray();
                }
                default -> new AtomicReference<Object>(parts);
            };
        }

        private Map<Object, Object> map(List<Object> parts) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < parts.size(); i++) {
                map.put("k" + i, parts.get(i));
            }
            return map;
        }

        private Object leaf() {
            return switch (random.nextInt(40)) {
                case 0 -> hostile();
                case 1 -> "two\nlines\t" + random.nextInt();
                case 2 -> "x".repeat(random.nextInt(3_000));
                case 3 -> {
                    hasArrays = true;
                    yield new byte[random.nextInt(100)];
                }
                case 4 -> saying(() -> "many\n".repeat(100));
                case 5 -> "\u001b\0😀".repeat(random.nextInt(300));
                default -> random.nextBoolean() ? random.nextInt(1000) : "s" + random.nextInt(10);
            };
        }

        private Object hostile() {
            isHostile = true;
            return random.nextBoolean()
                    ? endlessly(-1, () -> "e")
                    : saying(() -> {
                        throw new IllegalStateException("x".repeat(5_000));
                    });
        }
    }
}
