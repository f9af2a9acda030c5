package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.acme.App;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shown of each kind of value, in one line and in several. */
@Timeout(30)
class ValueStructureTest {
    private final ValueFormat format = ValueFormat.printed();

    record Point(int x, String name) {}

    record Price(int cents) {
        @Override
        public String toString() {
            return cents + " ct";
        }
    }

    record Nested(List<Object> list) {}

    record Broken(int good, int bad) {
        @Override
        public int bad() {
            throw new IllegalStateException("no\nway");
        }
    }

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "grün";
            }
        }
    }

    /** A collection that has its own words for itself. */
    static final class Roster extends ArrayList<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return "Roster of " + size();
        }
    }

    /** A collection that says what the JDK's would. */
    static final class Listed extends ArrayList<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            return super.toString();
        }
    }

    /** A map that inherits Object's toString. */
    static final class Bare extends java.util.AbstractMap<String, Integer> {
        @Override
        public Set<Entry<String, Integer>> entrySet() {
            return Set.of(Map.entry("a", 1));
        }
    }

    static Stream<Object> smallValues() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ordered.put("a", 1);
        ordered.put("b", null);
        ordered.put(null, List.of("x"));
        Listed listed = new Listed();
        listed.add(7);
        EnumMap<Color, Integer> enums = new EnumMap<>(Color.class);
        enums.put(Color.GREEN, 2);
        Properties properties = new Properties();
        properties.put("k", "v");
        IdentityHashMap<String, Integer> identity = new IdentityHashMap<>(Map.of("one", 1));
        return Stream.of(
                List.of(),
                List.of("a", 'b', 3, 4.5),
                Arrays.asList("a", null),
                Collections.nCopies(3, "x"),
                Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
                Collections.synchronizedMap(new TreeMap<>(Map.of("k", "v"))),
                List.of(1, 2, 3).subList(1, 3),
                new Vector<>(List.of("v")),
                new ArrayDeque<>(List.of("d")),
                new PriorityQueue<>(List.of(3, 1, 2)),
                new LinkedBlockingQueue<>(List.of("q", "r")),
                new ConcurrentLinkedQueue<>(List.of("q", "r")),
                new CopyOnWriteArrayList<>(List.of("c")),
                new TreeSet<>(List.of("b", "a")),
                EnumSet.allOf(Color.class),
                ordered,
                ordered.keySet(),
                ordered.values(),
                ordered.entrySet(),
                Map.of("a", List.of(Map.of(1, 2))),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)).keySet(),
                new ConcurrentSkipListMap<>(Map.of("a", 1)).headMap("b"),
                new Hashtable<>(Map.of("a", 1)),
                enums,
                properties,
                identity,
                Map.entry("k", "v"),
                new HashMap<>(Map.of(1, "x")).entrySet().iterator().next(),
                new Point(1, "a \"name\""),
                new Price(250),
                List.of(new Price(250), new Point(0, "")),
                new Nested(List.of(new Point(1, "n"))),
                Optional.empty(),
                Optional.of("x"),
                Optional.of(List.of(Optional.of(1))),
                OptionalInt.of(3),
                new AtomicInteger(4),
                new AtomicReference<>("r"),
                new AtomicReference<>(List.of("r")),
                Color.RED,
                Color.GREEN,
                new IOException("disk"),
                List.of(new IOException("disk")),
                String.class,
                List.of(int[].class),
                Path.of("a", "b"),
                Instant.EPOCH,
                URI.create("http://x/"),
                ByteBuffer.allocate(5),
                new StringBuilder("builder"),
                listed,
                new Roster(),
                List.of(new Roster()),
                Stream.of(1).iterator().getClass().getPackageName());
    }

    @ParameterizedTest
    @MethodSource("smallValues")
    void whatFitsIntoALineReadsAsItsToString(Object value) {
        String expected = value instanceof String text ? '"' + text + '"' : value.toString();
        assertEquals(expected, format.format(value));
    }

    static Stream<Arguments> inSeveralLines() {
        String fifty = "x".repeat(50);
        return Stream.of(
                arguments(List.of(fifty, fifty, 1), "[\n  \"" + fifty + "\",\n  \"" + fifty + "\",\n  1\n]"),
                arguments(
                        new TreeMap<>(Map.of("a", fifty, "b", List.of(fifty, 'c'))),
                        "{\n  \"a\"=\"" + fifty + "\",\n  \"b\"=[\"" + fifty + "\", 'c']\n}"),
                arguments(new Point(7, fifty + fifty), "Point[\n  x=7,\n  name=\"" + fifty + fifty + "\"\n]"),
                arguments(Optional.of(List.of(fifty, fifty)), """
                        Optional[
                          [
                            "%1$s",
                            "%1$s"
                          ]
                        ]""".formatted(fifty)),
                arguments(List.of("two\nlines", 1), "[\"two\\nlines\", 1]"),
                arguments(List.of(new StringBuilder("two\nlines"), 1), "[\n  two\n  lines,\n  1\n]"),
                arguments(IntStream.range(0, 40).boxed().toList(), """
                        [
                          0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
                          27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39
                        ]"""),
                arguments(new Nested(List.of(List.of(fifty), List.of(fifty))), """
                        Nested[
                          list=[
                            ["%1$s"],
                            ["%1$s"]
                          ]
                        ]""".formatted(fifty)),
                arguments(new byte[40], """
                        00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
                        00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
                        00000020  00 00 00 00 00 00 00 00                           |........|"""),
                arguments(Map.of("bytes", "The quick brown fox jumps over it.".getBytes()), """
                        {
                          "bytes"=
                            00000000  54 68 65 20 71 75 69 63  6b 20 62 72 6f 77 6e 20  |The quick brown |
                            00000010  66 6f 78 20 6a 75 6d 70  73 20 6f 76 65 72 20 69  |fox jumps over i|
                            00000020  74 2e                                             |t.|
                        }"""));
    }

    @ParameterizedTest
    @MethodSource
    void inSeveralLines(Object value, String text) {
        assertEquals(text, format.format(value));
    }

    @Test
    void arraysInCollectionsAreShownToo() {
        assertEquals("[[1, 2]]", format.format(List.of(new int[] {1, 2})));
        assertEquals("{a=[\"x\", 'y']}", format.format(Map.of("a", new Object[] {"x", 'y'})));
        assertEquals("Optional[[1]]", format.format(Optional.of(new byte[] {1})));
        assertEquals("[1.5, NaN]", format.format(new float[] {1.5f, Float.NaN}));
        assertEquals("[[[]]]", format.format(new int[1][1][0]));
    }

    @Test
    void collectionWithoutWordsOfItsOwnShowsItsElements() {
        assertEquals("{a=1}", format.format(new Bare()));
    }

    @Test
    void largeCollectionsAreCutAndSayWhatIsMissing() {
        String text = format.format(Collections.nCopies(2_000_000_000, "x".repeat(30)));
        List<String> lines = text.lines().toList();
        assertEquals(104, lines.size());
        assertEquals("  \"" + "x".repeat(30) + "\",", lines.get(100));
        assertEquals(List.of("  … 1999999900 more", "]", "(expand() shows more)"), lines.subList(101, 104));
    }

    @Test
    void sizeThatMustBeCountedIsNotSaid() {
        Collection<Integer> many = IntStream.range(0, 200).boxed().toList();
        assertEquals("… 100 more", rest(many));
        assertEquals("… 100 more", rest(new TreeSet<>(many)));
        assertEquals("… more", rest(new ConcurrentLinkedQueue<>(many)));
        Map<Integer, Integer> map = new TreeMap<>();
        many.forEach(each -> map.put(each, each));
        assertEquals("… 100 more", rest(map));
        assertEquals("… more", rest(((TreeMap<Integer, Integer>) map).descendingMap()));
    }

    private String rest(Object value) {
        List<String> lines = format.format(value).lines().toList();
        return lines.get(lines.size() - 3).strip();
    }

    @Test
    void allCharactersAreBoundedToo() {
        List<String> texts = Collections.nCopies(100, "y".repeat(900));
        List<String> lines = format.format(texts).lines().toList();
        assertEquals(1 + 12 + 1 + 2, lines.size());
        assertEquals("  … 88 more", lines.get(13));
    }

    @Test
    void cutInsideLeavesTheBracketsWhole() {
        Object value = Collections.nCopies(20, Collections.nCopies(1_000, 8));
        List<String> lines = format.format(value).lines().toList();
        assertEquals("[", lines.get(0));
        assertEquals("  [", lines.get(1));
        assertEquals("    … 900 more", lines.get(6));
        assertEquals(
                List.of("  … 10 more", "]", "(expand() shows more)"), lines.subList(lines.size() - 3, lines.size()));
    }

    @Test
    void expandedShowsMoreAndGivesNoHint() {
        String text = ValueFormat.within(Bounds.EXPANDED).format(Collections.nCopies(20_000, 1));
        assertEquals("  … 10000 more\n]", text.substring(text.length() - 16));
        assertEquals(10_000, text.chars().filter(c -> c == '1').count() - 1);
    }

    @Test
    void longBytesAreCut() {
        List<String> lines = format.format(new byte[1000]).lines().toList();
        assertEquals(27, lines.size());
        assertEquals(List.of("… 600 more bytes", "(expand() shows more)"), lines.subList(25, 27));
        assertEquals(
                63,
                ValueFormat.within(Bounds.EXPANDED)
                        .format(new byte[1000])
                        .lines()
                        .count());
    }

    @Test
    void whatIsWithinItselfIsNamed() {
        List<Object> list = new ArrayList<>(List.of(1));
        list.add(list);
        assertEquals("[1, (this Collection)]", format.format(list));
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        assertEquals("{self=(this Map)}", format.format(map));
        List<Object> outer = new ArrayList<>();
        map.put("self", List.of(outer));
        outer.add(map);
        assertEquals("[{self=[[...]]}]", format.format(outer));
        assertEquals("{self=[[{...}]]}", format.format(map));
        Object[] array = new Object[1];
        array[0] = Collections.singletonList(array);
        assertEquals("[[[...]]]", format.format(array));
        AtomicReference<Object> reference = new AtomicReference<>();
        reference.set(Optional.of(reference));
        assertEquals("Optional[[...]]", format.format(reference));
        List<Object> inRecord = new ArrayList<>();
        Nested nested = new Nested(inRecord);
        inRecord.add(nested);
        assertEquals("Nested[list=[Nested[...]]]", format.format(nested));
    }

    @Test
    void sameObjectTwiceIsNoCycle() {
        List<Integer> shared = List.of(1);
        assertEquals("[[1], [1]]", format.format(List.of(shared, shared)));
    }

    @Test
    void depthIsBounded() {
        Object deep = "x";
        for (int i = 0; i < 100_000; i++) {
            deep = new Object[] {deep};
        }
        List<String> lines = format.format(deep).lines().toList();
        assertEquals(102, lines.size());
        assertEquals("…", lines.get(50).strip());
        assertEquals("(expand() shows more)", lines.get(101));
    }

    @Test
    void componentThatCannotBeHadSaysWhy() {
        assertEquals(
                "Broken[good=1, bad=<threw java.lang.IllegalStateException: no way>]", format.format(new Broken(1, 2)));
    }

    @Test
    void recordOutOfReachIsItsToString() {
        assertEquals("HiddenRecord[name=record]", format.format(App.hiddenRecord()));
    }

    @Test
    void widthDecidesWhatIsALine() {
        List<Integer> list = List.of(100, 200, 300);
        assertEquals("[100, 200, 300]", format.format(list, 15));
        assertEquals("[\n  100, 200,\n  300\n]", format.format(list, 14));
        assertEquals("[\n  100,\n  200,\n  300\n]", format.format(list, 1));
    }

    @Test
    void openedObjectShowsItsFields() {
        ValueFormat expanded = ValueFormat.within(Bounds.EXPANDED);
        String text = expanded.format(new Derived());
        assertEquals("derived {name=\"base\", Derived.name=[1]}", text);
    }

    @SuppressWarnings("unused")
    static class Base {
        static final String CONSTANT = "is not shown";
        private final String name = "base";
    }

    @SuppressWarnings({"unused", "HidingField"})
    static final class Derived extends Base {
        private final List<Integer> name = List.of(1);

        @Override
        public String toString() {
            return "derived";
        }
    }

    @Test
    void openedThrowableShowsItsTraceAndABufferItsBytes() {
        ValueFormat expanded = ValueFormat.within(Bounds.EXPANDED);
        String trace = expanded.format(new IOException("disk"));
        assertEquals("java.io.IOException: disk", trace.lines().findFirst().orElseThrow());
        assertEquals(
                "\tat com.acme",
                expanded.format(failure())
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow()
                        .substring(0, 12));
        ByteBuffer buffer = ByteBuffer.wrap("--hello".getBytes()).position(2);
        assertEquals(
                "java.nio.HeapByteBuffer[pos=2 lim=7 cap=7]\n00000000  68 65 6c 6c 6f                                    |hello|",
                expanded.format(buffer));
        assertEquals(2, buffer.position());
    }

    private static Throwable failure() {
        try {
            new App().fail();
            return new AssertionError("did not fail");
        } catch (IllegalStateException e) {
            return e;
        }
    }

    @Test
    void briefIsOneLine() {
        assertEquals("[1, 2]", ValueFormat.brief(List.of(1, 2), 40));
        assertEquals("two\\nlines", ValueFormat.brief(new StringBuilder("two\nlines"), 40));
        assertEquals(
                "[0, 1, 2, …", ValueFormat.brief(IntStream.range(0, 100).boxed().toList(), 11));
        assertEquals("\"\\u001B[2J\"", ValueFormat.brief("\u001b[2J", 40));
    }
}
