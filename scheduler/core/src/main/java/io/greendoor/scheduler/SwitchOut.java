package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** The action that is told whenever a task gives up control: {@link Coroutine#onSwitchOut}. The loop's thread only. */
// It may need a lock that the task holds, so the loop's own thread must not run it. Where a task that blocks keeps the
// loop, the task itself does, right before it suspends. Where it lets others run, it must not: if it had to wait for a
// lock by then, it might be resumed meanwhile as from the wait that it is about to begin, and nobody would do so again.
// There an errand runs it, right after.
final class SwitchOut {

    static final String NAME = "a switch-out action";

    private final Coroutine task;
    private final Runnable action;
    private @Nullable Coroutine teller;
    private boolean again; // while that was at it

    SwitchOut(Coroutine task, Runnable action) {
        this.task = task;
        this.action = action;
    }

    /** The task is about to suspend. */
    void before() {
        if (task.leaving || !task.isRunning() || task.scheduler().letsOthersRunWhenBlocked()) {
            return;
        }
        task.leaving = true;
        try {
            tell();
        } finally {
            task.leaving = false;
        }
    }

    private void tell() {
        task.scheduler().fenceCallback(NAME, action);
    }

    /** The task has given up control: whom to run first; null: nobody, since it is told, or being told. */
    @Nullable
    Coroutine after() {
        if (!task.scheduler().letsOthersRunWhenBlocked()) {
            return null;
        }
        if (teller != null && !teller.isDone()) {
            again = true;
            return null;
        }
        Coroutine errand = Errand.of(task.scheduler(), NAME, this::tellAside);
        errand.leaving = true;
        teller = errand;
        return errand;
    }

    private void tellAside() {
        do {
            again = false;
            tell();
        } while (again && !task.isDone());
    }
}
