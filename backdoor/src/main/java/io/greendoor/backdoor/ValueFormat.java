package io.greendoor.backdoor;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Renders values as the prompt prints them: strings and characters as Java literals, arrays like lists, everything
 * else by its {@code toString}, which is user code and belongs on the loop. What does not fit into a line is laid out
 * over several, and cut where it is large.
 */
// ValueWalk makes a ValueTree of the value within Bounds, and ValueLayout lays that out.
final class ValueFormat {
    /** In columns, where nobody knows how many a client has. */
    static final int DEFAULT_WIDTH = 100;

    private final Bounds bounds;
    private final String hint;
    private final LongSupplier nanoTime;

    private ValueFormat(Bounds bounds, String hint, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.hint = hint;
        this.nanoTime = nanoTime;
    }

    /** How a value is printed that nothing was asked about. */
    static ValueFormat printed() {
        return new ValueFormat(Bounds.PRINTED, "(expand() shows more)", System::nanoTime);
    }

    /** How a value is printed that more was asked of. */
    static ValueFormat expanded() {
        return new ValueFormat(Bounds.EXPANDED, "(there is more: look at parts of it)", System::nanoTime);
    }

    static ValueFormat within(Bounds bounds) {
        return new ValueFormat(bounds, "", System::nanoTime);
    }

    static ValueFormat within(Bounds bounds, LongSupplier nanoTime) {
        return new ValueFormat(bounds, "", nanoTime);
    }

    /** For a line of {@link #DEFAULT_WIDTH} columns. */
    String format(@Nullable Object value) {
        return format(value, DEFAULT_WIDTH);
    }

    /** The text, of as many lines as it takes, without a line end after the last. */
    String format(@Nullable Object value, int width) {
        ValueWalk walk = new ValueWalk(bounds, width, nanoTime);
        ValueTree tree = walk.tree(value);
        String text = ValueLayout.of(tree, width);
        boolean hinted = walk.isCut() && !hint.isEmpty() && !(tree instanceof ValueTree.Text);
        return hinted ? text + "\n" + hint : text;
    }

    /** Formats one of each kind, so that the loop does not have to load and prepare all that is needed for that. */
    static void warmUp() {
        List<Object> kinds =
                List.of("a", 'b', 1, Map.of("k", new int[] {1}), Optional.of(new byte[100]), new Sample(""));
        List<Object> sample = Collections.nCopies(50, kinds);
        printed().format(sample);
        within(Bounds.EXPANDED).format(sample);
    }

    private record Sample(Object component) {}

    /** On one line of {@code width} characters at most. */
    static String brief(@Nullable Object value, int width) {
        return Literals.shortened(Literals.visible(within(Bounds.BRIEF).format(value, Integer.MAX_VALUE)), width);
    }
}
