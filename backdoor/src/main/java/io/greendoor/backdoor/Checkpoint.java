package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import org.jspecify.annotations.Nullable;

/**
 * Where code typed at the prompt can be stopped, or lets other tasks run: at each turn of a loop, at each beginning of a
 * method or lambda. Public because compiled commands call it; nobody else needs to.
 *
 * <p>There is one for all the code of a session. Passing it costs a field's read, unless it is due.
 */
// `due` is the whole trick: a look at the clock, at the session, at what was asked for costs a hundred times as much as
// a turn of a loop. So it is done only when somebody says that it is time: Ticks every few milliseconds, whoever wants
// the command to end at once. Until Ticks has begun, and when the session is over, it is due always.
//
// Volatile, because a compiler may take a plain read out of a loop, which then would never be stopped.
public final class Checkpoint {

    private volatile boolean due = true;
    private volatile @Nullable Supervisor supervisor;

    Checkpoint() {}

    /**
     * The one of a session's code.
     *
     * @param typed a class that was typed there
     */
    public static Checkpoint of(Class<?> typed) {
        if (typed.getClassLoader() instanceof SnippetLoader loader) {
            return loader.checkpoint();
        }
        throw new IllegalArgumentException(typed + " was not typed at a prompt");
    }

    /** Whether there may be something to do. */
    public boolean isDue() {
        return due;
    }

    void setDue(boolean due) {
        this.due = due;
    }

    /** Says who decides what is to be done. */
    void superviseBy(Supervisor decider) {
        supervisor = decider;
    }

    /**
     * Does what there is to be done, if it is due. Throws what ends the command; may let other tasks run. On any thread.
     */
    @Suspendable
    public void pass() {
        if (due) {
            look();
        }
    }

    /** As {@link #pass()}, for callers that have found it due. */
    @Suspendable
    public void look() {
        Supervisor decider = supervisor;
        if (decider != null) {
            decider.look();
        }
    }
}
