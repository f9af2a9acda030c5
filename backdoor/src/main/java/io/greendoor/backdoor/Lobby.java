package io.greendoor.backdoor;

import io.greendoor.scheduler.Scheduler;
import java.util.List;

/** What the sessions of one door have in common. */
// It is closed when nobody comes in any more. Sessions may go on for longer, and find it usable still.
final class Lobby implements AutoCloseable {

    private final LoopWatch watch;
    private final Interpreters interpreters;
    private final SessionList sessions = new SessionList();
    private final Leases leases = new Leases();
    private final boolean isRehearsal;

    private Lobby(LoopWatch watch, Interpreters interpreters, boolean isRehearsal) {
        this.watch = watch;
        this.interpreters = interpreters;
        this.isRehearsal = isRehearsal;
    }

    /**
     * Makes that of a door whose application is the caller's. On its loop.
     *
     * @param imports what commands find imported, as declarations
     */
    static Lobby ofCaller(List<String> imports) {
        LoopWatch watch = new LoopWatch(Scheduler.current());
        return new Lobby(watch, Interpreters.ofCaller(imports, watch), false);
    }

    /** Makes that of a session which nobody is to notice. */
    static Lobby ofRehearsal(Interpreters interpreters) {
        return new Lobby(new LoopWatch(Scheduler.current()), interpreters, true);
    }

    Interpreters interpreters() {
        return interpreters;
    }

    /** Whether the process's streams stay as they are. */
    boolean isRehearsal() {
        return isRehearsal;
    }

    SessionList sessions() {
        return sessions;
    }

    LoopWatch watch() {
        return watch;
    }

    Leases leases() {
        return leases;
    }

    @Override
    public void close() {
        interpreters.close();
        leases.close();
    }
}
