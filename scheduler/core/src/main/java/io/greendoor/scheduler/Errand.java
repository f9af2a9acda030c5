package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's code, a log's for one, that the hub has to have run: as a task, since it may have to wait.
 */
// Where tasks are virtual threads, the loop's own thread must not wait for a lock of the JDK's for which one of its
// tasks waits already, or which one holds that waits for something else: only that thread could run it. So what the hub
// does itself takes no locks, and what may take some is an errand, which runs at once, and if it has to wait lets the
// others run meanwhile.
record Errand(Scheduler scheduler, String what, Runnable code) implements CoroutineBody {

    /** One that nobody has run yet. */
    static Coroutine of(Scheduler scheduler, String what, Runnable code) {
        return Coroutine.errand(scheduler, new Errand(scheduler, what, code));
    }

    /** Also where it could not be given a stack of its own, or is told to end before it began. */
    @Override
    @Suspendable
    public Handover run(@Nullable Object value, @Nullable Throwable error) {
        try {
            scheduler.fenceCallback(what, code);
        } catch (Throwable fromLog) { // to log that would throw it again; nobody else is left to hear of it
            return new Handover(scheduler.root(), null, fromLog);
        }
        return new Handover(scheduler.hub(), null, null);
    }

    @Override
    public String kind() {
        return what;
    }
}
