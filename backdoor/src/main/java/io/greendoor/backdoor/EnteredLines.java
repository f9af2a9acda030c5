package io.greendoor.backdoor;

import io.greendoor.backdoor.LineEditor.Edited;
import io.greendoor.backdoor.LineEditor.How;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was entered at an editor and the console has not got: the statement that it is being given, and those that were
 * entered after that. All methods from any thread.
 */
final class EnteredLines {
    private static final int MOST_AHEAD = 100; // what is sent beyond that stays in the editor's input, which is bounded

    private final Deque<Edited> ahead = new ArrayDeque<>();
    private @Nullable Edited handed;

    /** Entered although the console has not asked for it. */
    synchronized void add(Edited edited) {
        ahead.add(edited);
    }

    /** What was entered ahead and the console is being given next; null: there is nothing. */
    @Nullable
    synchronized Edited next() {
        Edited next = ahead.poll();
        if (next != null) {
            hand(next);
        }
        return next;
    }

    /** Whether more can be entered, before the console takes what there is. */
    synchronized boolean takesMore() {
        Edited last = ahead.peekLast();
        return ahead.size() < MOST_AHEAD && (last == null || last.how() != How.ENDED);
    }

    synchronized boolean isEmpty() {
        return ahead.isEmpty() && handed == null;
    }

    /** The console is being given it. */
    synchronized void hand(Edited edited) {
        handed = edited.how() == How.ENTERED ? edited : null;
    }

    synchronized boolean isHanding() {
        return handed != null;
    }

    /** The console has it; false if it was taken back before. */
    @SuppressWarnings("ReferenceEquality") // the same text may have been entered again since
    synchronized boolean take(Edited edited) {
        boolean isHere = handed == edited;
        handed = null;
        return isHere || edited.how() != How.ENTERED;
    }

    /** Takes back what the console is being given, if that is {@code wanted}. */
    @Nullable
    synchronized String takeBack(Predicate<String> wanted) {
        Edited edited = handed;
        if (edited == null || !wanted.test(edited.text())) {
            return null;
        }
        handed = null;
        return edited.text();
    }

    /** Takes back all of it; how many lines that were. */
    synchronized int clear() {
        int count = handed == null ? 0 : 1;
        for (Edited each : ahead) {
            count += each.how() == How.ENTERED ? 1 : 0;
        }
        ahead.clear();
        handed = null;
        return count;
    }

    /** Forgets what was entered ahead. */
    synchronized void forgetAhead() {
        ahead.clear();
    }
}
