package io.greendoor.backdoor;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at a value, and makes the tree of what will be shown of it. */
// It runs in the session's task on the loop, because it calls the application's code: toString, iterators, accessors
// of records. What it does is bounded by the Bounds: so many elements of each collection and in all, so many
// characters, so deep, so long. A few dozen elements take microseconds, and the most that is printed without asking
// for more (a thousand nodes) well under a millisecond. Not bounded is a single call of the application's: a toString
// that computes for a second or waits for a lock holds the loop as it would in any command.
//
// What has a structure, and what is a text:
//
//   arrays                             elements; strings in them are literals
//   collections, maps                  elements, if the JDK's toString would show them. One with a toString of its own
//                                      is that text, as long as it has few elements, and fits into a line or does not
//                                      look like the JDK's
//   entries, Optional, AtomicReference what is in them
//   records                            components by their accessors, unless the record has a toString of its own
//   everything else                    its toString; no iterable, stream or iterator is ever run through
//
// So what fits into a line reads as the value's toString would.
final class ValueWalk {
    /** A collection with a toString of its own is asked for it if it has no more elements than these. */
    private static final int ASKED_ELEMENTS = 10_000;

    private static final int LINES_OF_BYTES_INSIDE = 8;
    private static final int LINES_OF_TEXT_INSIDE = 40; // each is indented

    private final Bounds bounds;
    private final int width;
    private final Budget budget;
    private final ToStrings toStrings = new ToStrings();
    private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Object innermost; // of around
    private int depth;

    /** For one value; one of no more than {@code width} characters is a line. */
    ValueWalk(Bounds bounds, int width, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.width = width;
        this.budget = new Budget(bounds, nanoTime);
    }

    ValueTree tree(@Nullable Object value) {
        return node(value, true);
    }

    /** Whether more can be seen than is in the tree. */
    boolean isCut() {
        return budget.isCut();
    }

    /** {@code quoted} if a string is a literal also where all is in one line. */
    private ValueTree node(@Nullable Object value, boolean quoted) {
        if (value instanceof String text) {
            return string(text, '"', quoted);
        }
        if (value instanceof Character character) {
            return string(character.toString(), '\'', quoted);
        }
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Enum<?>) {
            return text(UserText.of(value));
        }
        return value.getClass().isArray() ? array(value) : structure(value);
    }

    private ValueTree structure(Object value) {
        if (value instanceof Collection<?> collection) {
            return toStrings.isJdks(value)
                    ? elements(collection)
                    : foreign(value, collection::size, "[", "]", () -> elements(collection));
        }
        if (value instanceof Map<?, ?> map) {
            return toStrings.isJdks(value) ? entries(map) : foreign(value, map::size, "{", "}", () -> entries(map));
        }
        if (value instanceof Record && toStrings.isCompilers(value)) {
            return components(value);
        }
        if (value instanceof Map.Entry<?, ?> entry && toStrings.isJdks(value)) {
            return within(value, Brackets.ARRAY, () -> pair(entry));
        }
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            return group(value, Brackets.OPTIONAL, () -> List.of(optional.get()).iterator(), this::unquoted, () -> 1);
        }
        if (value instanceof AtomicReference<?> reference && toStrings.isJdks(value)) {
            return within(value, Brackets.ARRAY, () -> unquoted(reference.get()));
        }
        return bounds.opened() && depth == 0 ? opened(value) : text(UserText.of(value));
    }

    private ValueTree unquoted(@Nullable Object value) {
        return node(value, false);
    }

    // Texts

    private ValueTree string(String text, char quote, boolean quoted) {
        String literal = Literals.of(text, quote, limit());
        cutIf(text.length() > limit() || literal.charAt(literal.length() - 1) != quote);
        return taken(new ValueTree.Text(quoted ? literal : Literals.cut(text, limit()), literal));
    }

    private ValueTree text(String text) {
        int lines = depth == 0 ? Integer.MAX_VALUE : LINES_OF_TEXT_INSIDE;
        int limit = Math.min(limit(), Literals.endOfLine(text, lines));
        cutIf(text.length() > limit);
        return taken(ValueTree.Text.of(Literals.cut(text, limit)));
    }

    private int limit() {
        return depth == 0 ? bounds.alone() : bounds.inside();
    }

    private void cutIf(boolean isLong) {
        if (isLong) {
            budget.cut();
        }
    }

    private ValueTree taken(ValueTree.Text text) {
        budget.takeText(Math.max(text.inLine().length(), text.inLines().length()));
        for (int i = text.inLines().indexOf('\n'); i >= 0; i = text.inLines().indexOf('\n', i + 1)) {
            budget.takeText(2 * depth);
        }
        return text;
    }

    // Containers

    private ValueTree array(Object array) {
        if (array instanceof byte[] bytes) {
            return bytes(bytes);
        }
        int length = Array.getLength(array);
        return group(array, Brackets.ARRAY, () -> elementsOf(array, length), each -> node(each, true), () -> length);
    }

    private static Iterator<? extends @Nullable Object> elementsOf(Object array, int length) {
        return array instanceof Object[] objects
                ? Arrays.asList(objects).iterator()
                : IntStream.range(0, length).mapToObj(i -> Array.get(array, i)).iterator();
    }

    private ValueTree bytes(byte[] bytes) {
        ValueTree asNumbers = null;
        if (bytes.length <= width / 3 + 1) { // "[1, 2]"
            asNumbers = group(
                    bytes, Brackets.ARRAY, () -> elementsOf(bytes, bytes.length), this::unquoted, () -> bytes.length);
        }
        return new ValueTree.Lines(asNumbers, dump(ByteBuffer.wrap(bytes)));
    }

    private List<String> dump(ByteBuffer bytes) {
        int most = Math.max(1, bounds.elements() / 4);
        List<String> lines = HexDump.lines(bytes, depth == 0 ? most : Math.min(most, LINES_OF_BYTES_INSIDE));
        for (String line : lines) {
            budget.takeNode(depth);
            budget.takeText(line.length());
        }
        cutIf(lines.size() > 0 && lines.get(lines.size() - 1).startsWith("…"));
        return lines;
    }

    private ValueTree elements(Collection<?> collection) {
        return group(collection, Brackets.COLLECTION, collection::iterator, this::unquoted, () -> Sizes.of(collection));
    }

    private ValueTree entries(Map<?, ?> map) {
        return group(map, Brackets.MAP, () -> map.entrySet().iterator(), this::pair, () -> Sizes.of(map));
    }

    private ValueTree pair(Map.Entry<?, ?> entry) {
        ValueTree key = unquoted(entry.getKey());
        return new ValueTree.Pair(key, unquoted(entry.getValue()));
    }

    /** A collection or map whose class has a toString that is not the JDK's. */
    private ValueTree foreign(
            Object value, IntSupplier size, String open, String close, Supplier<ValueTree> structure) {
        if (Sizes.guarded(size) > ASKED_ELEMENTS) {
            return structure.get();
        }
        String text = UserText.of(value);
        boolean likeJdks = text.startsWith(open) && text.endsWith(close);
        return likeJdks && text.length() > width ? structure.get() : text(text);
    }

    private ValueTree components(Object value) {
        List<Method> accessors = toStrings.accessors(value);
        if (accessors.isEmpty()) {
            return text(UserText.of(value)); // it has no components, or they are out of reach
        }
        return group(
                value,
                Brackets.named(value.getClass().getSimpleName()),
                accessors::iterator,
                each -> named(each.getName(), unquoted(UserText.call(each, value))),
                accessors::size);
    }

    private ValueTree named(String name, ValueTree value) {
        budget.takeText(name.length());
        return new ValueTree.Pair(ValueTree.Text.of(name), value);
    }

    /** An object that is no structure, and all that is to be shown. */
    private ValueTree opened(Object value) {
        if (value instanceof Throwable throwable) {
            return new ValueTree.Lines(
                    null, TraceFormat.format(throwable).lines().toList());
        }
        String text = Literals.cut(UserText.of(value), bounds.alone());
        if (value instanceof ByteBuffer buffer) {
            List<String> lines = new ArrayList<>(List.of(text));
            lines.addAll(dump(buffer));
            return new ValueTree.Lines(null, lines);
        }
        ObjectFields fields = ObjectFields.of(value);
        if (fields.isEmpty()) {
            return text(text);
        }
        Brackets brackets = new Brackets(text + " {", "}", "{...}", "{...}");
        return group(
                value,
                brackets,
                fields.names()::iterator,
                name -> named(name, node(fields.value(name), true)),
                fields::size);
    }

    private <T extends @Nullable Object> ValueTree group(
            Object container,
            Brackets brackets,
            Supplier<? extends Iterator<? extends T>> source,
            Function<? super T, ValueTree> node,
            IntSupplier size) {
        return within(container, brackets, () -> {
            budget.takeText(brackets.open().length() + 2 * depth + 1);
            List<ValueTree> children = new ArrayList<>();
            String rest = collect(children, source, node, size);
            return new ValueTree.Group(brackets.open(), children, rest, brackets.close());
        });
    }

    private ValueTree within(Object container, Brackets brackets, Supplier<ValueTree> inside) {
        if (depth == Bounds.DEPTH) {
            budget.cut();
            return ValueTree.Text.of("…");
        }
        if (!around.add(container)) {
            return ValueTree.Text.of(container == innermost ? brackets.own() : brackets.further());
        }
        Object outer = innermost;
        innermost = container;
        depth++;
        try {
            return inside.get();
        } finally {
            depth--;
            innermost = outer;
            around.remove(container);
        }
    }

    /** Adds what there is to {@code children}; returns what to say of the rest. */
    private <T extends @Nullable Object> String collect(
            List<ValueTree> children,
            Supplier<? extends Iterator<? extends T>> source,
            Function<? super T, ValueTree> node,
            IntSupplier size) {
        try {
            Iterator<? extends T> iterator = source.get();
            while (iterator.hasNext()) {
                if (children.size() == bounds.elements() || budget.isSpent()) {
                    budget.cut();
                    return Sizes.more(Sizes.guarded(size) - children.size());
                }
                budget.takeNode(depth);
                children.add(node.apply(iterator.next()));
            }
            return "";
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return "… " + UserText.headline(e); // the collection's code failed, or somebody changed it meanwhile
        }
    }
}
