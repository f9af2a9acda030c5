package io.greendoor.backdoor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements that a session has evaluated, by number: the first is 1. Bounded: the oldest go. From any thread. */
final class Snippets {

    private static final int KEPT = 1000;
    private static final int KEPT_CHARACTERS = 1 << 20;

    private final Map<Integer, String> byNumber = new LinkedHashMap<>(); // as are the next, guarded by this
    private int count;
    private int characters;

    /** Keeps one more, without blanks around it. */
    synchronized void add(String statement) {
        String source = statement.strip().replaceFirst("\\s+;$", ";"); // the analysis adds one behind the line
        byNumber.put(++count, source);
        characters += source.length();
        while (byNumber.size() > KEPT || (characters > KEPT_CHARACTERS && byNumber.size() > 1)) {
            int oldest = byNumber.keySet().iterator().next();
            characters -= Objects.requireNonNull(byNumber.remove(oldest)).length();
        }
    }

    /** Null if there was none of this number, or it is too long ago. A negative one counts from the end. */
    synchronized @Nullable String get(int number) {
        return byNumber.get(number < 0 ? count + 1 + number : number);
    }

    /** How many there were. */
    synchronized int count() {
        return count;
    }

    /** Those that are kept, the oldest first. */
    synchronized Map<Integer, String> all() {
        return new LinkedHashMap<>(byNumber);
    }

    synchronized void clear() {
        byNumber.clear();
        count = 0;
        characters = 0;
    }
}
