package io.greendoor.scheduler;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Who runs on a loop: resumes one coroutine after the other, each of which names the next. The loop's thread only. */
// Two of them have no call stack of their own, and so are not resumed: naming the hub means to let whoever is ready
// run, naming the root, or the hub from a callback, means to return to it, because it is the one that called drive().
final class Trampoline {

    private static final System.Logger LOG = System.getLogger("io.greendoor.scheduler");

    private final Scheduler scheduler;
    private final Agenda agenda;
    private final Coroutine root;
    private final Coroutine hub;
    private Coroutine current;
    private @Nullable SwitchListener listener;
    private boolean carrying; // fibers may be resumed: the thread's own frames must not run
    private @Nullable Object begun; // what ends that

    Trampoline(Scheduler scheduler, Agenda agenda) {
        this.scheduler = scheduler;
        this.agenda = agenda;
        this.root = scheduler.root();
        this.hub = scheduler.hub();
        this.current = root;
    }

    /** Who runs now. */
    Coroutine current() {
        return current;
    }

    /** Names who runs next; the one that runs then suspends or ends. */
    void name(Coroutine target) {
        current = target;
    }

    @Nullable
    SwitchListener listener() {
        return listener;
    }

    void setListener(@Nullable SwitchListener listener) {
        this.listener = listener;
    }

    /**
     * Runs one coroutine after the other, beginning with {@code first}, until somebody names {@code
     * self}.
     *
     * @param self the root or, in a callback, the hub: whoever is on this thread's own stack
     */
    void drive(Coroutine self, Coroutine first) {
        Coroutine named = first;
        current = first;
        if (self == root) {
            agenda.rootWaits();
        }
        try {
            while (named != self) {
                if (named == hub) {
                    Coroutine errand = tellHub();
                    named = errand != null ? errand : pick();
                    current = named;
                } else if (named == root) {
                    // A callback switched to somebody who named the root. The root's frames lie below the callback's
                    // on this stack, so it goes on as soon as the callback has returned.
                    agenda.addOwedToRoot(root.unlaid());
                    named = hub;
                } else {
                    named = resume(named);
                }
            }
        } finally {
            current = self;
            endCarrying();
        }
        if (self == root) {
            agenda.rootGoesOn();
        }
    }

    /** Runs it on; returns who runs next. */
    private Coroutine resume(Coroutine coroutine) {
        agenda.noteInterrupt();
        if (!carrying) {
            carrying = true;
            begun = scheduler.beginCarrying();
        }
        coroutine.resume();
        if (current == coroutine) { // it has named nobody: it is in a blocking call of the JDK's
            current = hub;
        }
        Coroutine teller = coroutine.switchOutTeller();
        if (teller != null) {
            runFirst(teller, current);
        }
        return current;
    }

    /** Runs an errand as far as it gets without waiting, before the one that is named. */
    private void runFirst(Coroutine errand, Coroutine named) {
        Ready again = named.unlaid();
        current = errand;
        agenda.noteInterrupt();
        errand.resume();
        if (current == root) { // the log failed
            agenda.addOwedToRoot(root.unlaid());
        }
        hub.clear(); // where the errand has gone
        again.turn();
        current = named;
    }

    /** Runs a callback on the hub, which must survive whatever that throws; returns who runs next to tell it. */
    @Nullable
    Coroutine call(Runnable callback) {
        endCarrying();
        try {
            callback.run();
            return null;
        } catch (Throwable thrown) {
            return Errand.of(scheduler, "the log", () -> scheduler.logUncaught("a callback", thrown));
        }
    }

    /** Frames of the thread's own go on: those that wait below, or somebody's code that the hub calls. */
    void endCarrying() {
        Object ends = begun;
        carrying = false;
        begun = null;
        if (ends != null) {
            scheduler.endCarrying(ends);
        }
    }

    /** Control has come to the hub: who runs next, if an exception has come along, which has nobody else to go to. */
    @Nullable
    Coroutine tellHub() {
        current = hub;
        if (listener != null) {
            endCarrying();
        }
        Coroutine origin = hub.origin();
        try {
            hub.arrive();
            return null;
        } catch (Throwable thrown) {
            return Errand.of(scheduler, "what nobody caught", () -> tellUncaught(origin, thrown));
        }
    }

    @Suspendable
    private void tellUncaught(Coroutine origin, Throwable thrown) {
        UncaughtExceptionHandler handler = (UncaughtExceptionHandler) origin.locals.get(UncaughtExceptionHandler.LOCAL);
        boolean[] handled = {false};
        if (handler != null) {
            scheduler.fenceCallback(handler, () -> handled[0] = handler.handle(thrown));
        }
        if (!handled[0]) {
            scheduler.logUncaught(origin, thrown);
        }
    }

    /** Lets entries take their turns until one of them names a coroutine. */
    private Coroutine pick() {
        while (true) {
            current = hub;
            Ready entry = agenda.next();
            Coroutine named = entry == null ? null : entry.turn();
            if (named != null) {
                return named;
            }
        }
    }

    @Suspendable
    void tellSwitch(Coroutine origin, Coroutine target, boolean throwing) {
        SwitchListener told = listener;
        if (told == null) {
            return;
        }
        try {
            told.switched(origin, target, throwing);
        } catch (Throwable thrown) {
            if (listener == told) {
                listener = null;
            }
            if (target == hub) {
                agenda.add(() -> Errand.of(scheduler, "the log", () -> logFailed(thrown)));
            } else {
                logFailed(thrown);
            }
            throw thrown;
        }
    }

    private static void logFailed(Throwable thrown) {
        LOG.log(Level.WARNING, "a switch listener threw an exception and was removed", thrown);
    }
}
