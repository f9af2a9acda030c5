package io.greendoor.backdoor;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A green task or a thread, as it was a moment ago.
 *
 * @param state in lower case
 * @param waitsFor empty when it waits for nothing, or that is not known
 * @param ageNanos -1 when it is not known, as of threads
 * @param cpuNanos what it has used; -1 when that is not known, as of all but platform threads
 * @param turns how often control has come to it; -1 for threads
 * @param parent who spawned it; null when that is not known
 * @param loop the thread's name whose loop runs it; empty for threads
 * @param home that thread
 */
record TaskRow(
        TaskId id,
        String name,
        String state,
        String waitsFor,
        long ageNanos,
        long cpuNanos,
        long turns,
        @Nullable TaskId parent,
        String loop,
        @Nullable TaskId home) {

    /** Whether each of the words, in lower case, occurs in something that is told of it. */
    boolean mentions(List<String> words) {
        return words.isEmpty() || words.stream().allMatch(this::mentions);
    }

    private boolean mentions(String word) {
        return id.toString().equals(word)
                || contains(name, word)
                || contains(state, word)
                || contains(waitsFor, word)
                || contains(loop, word);
    }

    private static boolean contains(String text, String word) {
        return text.toLowerCase(Locale.ROOT).contains(word);
    }
}
