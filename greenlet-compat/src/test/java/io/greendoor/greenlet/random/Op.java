package io.greendoor.greenlet.random;

import java.util.ArrayList;
import java.util.List;

/**
 * One instruction of a random program.
 *
 * @param kind what it does
 * @param a which greenlet, job, channel, ... is meant, counted round; or how many milliseconds
 * @param b another one; or which script, for what makes a task
 * @param body the instructions in it; empty for most kinds
 */
record Op(Kind kind, int a, int b, List<Op> body) {

    /** What instructions there are, and how often each comes up. */
    enum Kind {
        // waiting
        SLEEP(16),
        DELAY(6),
        YIELD(10),
        // what makes a task
        SPAWN(16),
        SPAWN_N(6),
        SPAWN_AFTER(5),
        SPAWN_AFTER_LOCAL(3),
        GREENLET(9),
        LAUNCH(16),
        ASYNC(7),
        // green threads
        KILL(5),
        CANCEL(2),
        AWAIT(6),
        LINK(3, true),
        STATE(5),
        // greenlets
        SWITCH(14),
        THROW_INTO(5),
        SET_PARENT(3),
        // what eventlet waits with
        EVENT_SEND(9),
        EVENT_FAIL(2),
        EVENT_AWAIT(5),
        EVENT_AWAIT_FOR(4),
        EVENT_RESET(2),
        ACQUIRE(6),
        ACQUIRE_FOR(4),
        TRY_ACQUIRE(3),
        RELEASE(8),
        // channels
        SEND(14),
        RECEIVE(14),
        TRY_SEND(4),
        TRY_RECEIVE(4),
        CLOSE(1),
        CLOSE_FOR(1),
        CANCEL_CHANNEL(1),
        SELECT(6),
        // coroutines
        SCOPE(8, true),
        SUPERVISOR(4, true),
        JOIN(4),
        AWAIT_JOB(4),
        CANCEL_JOB(3),
        CANCEL_SCOPE(2),
        ON_COMPLETION(2, true),
        WITH_LOCK(5, true),
        TRY_LOCK(2),
        UNLOCK(1),
        // bounds
        TIMEOUT(6, true),
        SILENTLY(4, true),
        WITH_TIMEOUT(6, true),
        WITH_TIMEOUT_OR_NULL(4, true),
        NON_CANCELLABLE(3, true),
        // the loop
        EXECUTE(4, true),
        SCHEDULE(4, true),
        // control flow
        FAIL(2),
        EXIT(1),
        CATCH(12, true),
        CATCH_EXCEPTION(4, true),
        FINALLY(6, true),
        REPEAT(4, true);

        final int weight;
        final boolean hasBody;

        /** Whether it makes a task, which runs a script of its own. */
        boolean makesTask() {
            return compareTo(ASYNC) <= 0 && compareTo(SPAWN) >= 0;
        }

        Kind(int weight) {
            this(weight, false);
        }

        Kind(int weight, boolean hasBody) {
            this.weight = weight;
            this.hasBody = hasBody;
        }
    }

    /** This with another body. */
    Op with(List<Op> body) {
        return new Op(kind, a, b, body);
    }

    /** How many instructions it is, with those in it. */
    int size() {
        return 1 + body.stream().mapToInt(Op::size).sum();
    }

    /** The lines of a listing. */
    List<String> lines(String indent) {
        List<String> lines = new ArrayList<>();
        lines.add(indent + this);
        body.forEach(each -> lines.addAll(each.lines(indent + "    ")));
        return lines;
    }

    @Override
    public String toString() {
        return kind + " " + a + " " + b;
    }
}
