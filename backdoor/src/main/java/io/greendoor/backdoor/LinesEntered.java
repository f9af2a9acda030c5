package io.greendoor.backdoor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The lines that were entered at one session's prompt, as far as they are kept. From any thread. */
final class LinesEntered {

    private static final int KEPT = 1000;
    private static final int LONGEST = 10_000;

    private final Deque<String> lines = new ArrayDeque<>(); // guarded by this

    /** Keeps one more, unless it is blank. */
    synchronized void add(String line) {
        if (!line.isBlank()) {
            lines.addLast(Literals.shortened(line, LONGEST));
            if (lines.size() > KEPT) {
                lines.removeFirst();
            }
        }
    }

    /** The oldest first. */
    synchronized List<String> all() {
        return List.copyOf(lines);
    }
}
