package io.greendoor.benchmarks;

import java.util.List;

/** What somebody begins to type, and what a completion adds to it. */
record Completion(String begun, String rest) {

    private static final List<Completion> KINDS = List.of(
            new Completion("app.re", "quests"),
            new Completion("locals.getOrD", "efault"),
            new Completion("\"text\".toUpp", "erCase"),
            new Completion("Thread.curr", "entThread"),
            new Completion("java.util.List.cop", "yOf"));

    /** The members of different things, in turns. */
    static Completion number(int number) {
        return KINDS.get(number % KINDS.size());
    }
}
