package io.greendoor.backdoor;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values that one session has printed, by number: the first is 1. From any thread. */
// A console must not become the leak that it is there to find. So no more than KEPT values have a number that still
// leads somewhere, and all but the last two (and such as are small in themselves) are held softly: what nobody but
// this session holds any more is let go of when the memory is wanted. All are gone with the session.
final class PrintedValues {
    static final int KEPT = 100;

    private static final int HELD = 2;
    private static final int SMALL_TEXT = 1_000;
    private static final int BRIEF = 60;
    private static final int BRIEF_TYPE = 30;

    private final Function<Object, Reference<Object>> looselyHeld;
    private final Deque<Entry> entries = new ArrayDeque<>(); // as is the next, guarded by this
    private int count;

    PrintedValues() {
        this(SoftReference::new);
    }

    /** With another kind of reference for those that are held loosely. */
    PrintedValues(Function<Object, Reference<Object>> looselyHeld) {
        this.looselyHeld = looselyHeld;
    }

    /** One of them. */
    static final class Entry {
        private final int number;
        private final String type;
        private final boolean isSmall;
        private final boolean isAside;
        private @Nullable Object value;
        private @Nullable Reference<Object> loosely;

        private Entry(int number, Object value, String type, boolean isAside) {
            this.number = number;
            this.isAside = isAside;
            this.type = type;
            this.value = value;
            this.isSmall = value instanceof Number
                    || value instanceof Boolean
                    || value instanceof Character
                    || (value instanceof String text && text.length() <= SMALL_TEXT);
        }

        int number() {
            return number;
        }

        /** The static type of the expression. */
        String type() {
            return type;
        }

        /** Null if the memory was wanted. */
        synchronized @Nullable Object value() {
            return loosely == null ? value : loosely.get();
        }

        private synchronized void loosen(Function<Object, Reference<Object>> reference) {
            if (!isSmall && value != null) {
                loosely = reference.apply(value);
                value = null;
            }
        }
    }

    /** Gives {@code value} the next number, and returns that. */
    synchronized int add(Object value, String type) {
        return add(value, type, false);
    }

    /**
     * Gives the next number to a value that nobody waited for at the prompt.
     *
     * @return the number
     */
    synchronized int addAside(Object value) {
        return add(value, "Object", true);
    }

    private synchronized int add(Object value, String type, boolean isAside) {
        count++;
        entries.addLast(new Entry(count, value, type, isAside));
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        Entry older = get(count - HELD);
        if (older != null) {
            older.loosen(looselyHeld);
        }
        return count;
    }

    /** How many there were. */
    synchronized int count() {
        return count;
    }

    /** The number of the value before the last, of those that somebody waited for at the prompt; 0 if there is none. */
    synchronized int beforeLast() {
        int seen = 0;
        for (Entry each : (Iterable<Entry>) entries::descendingIterator) {
            seen += each.isAside ? 0 : 1;
            if (seen == 2) {
                return each.number;
            }
        }
        return 0;
    }

    /** Null if there was none of this number, or it is too long ago. */
    synchronized @Nullable Entry get(int number) {
        int newer = count - number;
        if (number < 1 || newer < 0 || newer >= entries.size()) {
            return null;
        }
        return List.copyOf(entries).get(entries.size() - 1 - newer);
    }

    /** Those that still have their number, the oldest first. */
    synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    /** A table of those that still have their number; each line with its end. */
    String text(int width) {
        List<Entry> kept = all();
        if (kept.isEmpty()) {
            return "nothing has been printed yet\n";
        }
        TextTable table = new TextTable(List.of("", "type", "value"));
        for (Entry entry : kept) {
            Object value = entry.value();
            TextTable.Cell gone = new TextTable.Cell("(its memory was wanted)", false);
            table.add(List.of(
                    new TextTable.Cell("_" + entry.number(), false),
                    new TextTable.Cell(Literals.shortened(entry.type(), BRIEF_TYPE), false),
                    value == null ? gone : new TextTable.Cell(ValueFormat.brief(value, BRIEF), false)));
        }
        return table.text(width);
    }
}
