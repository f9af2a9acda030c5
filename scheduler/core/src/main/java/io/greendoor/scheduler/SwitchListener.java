package io.greendoor.scheduler;

/** Is told about each switch of a loop, as greenlet's tracing is. */
@FunctionalInterface
public interface SwitchListener {

    /**
     * A switch has happened: called in {@code target}, before it goes on. It may switch itself. What it throws is
     * thrown where the switch arrived, and removes the listener.
     *
     * @param origin who gave up control
     * @param target who has it now
     * @param throwing whether the target is about to get an exception rather than a value
     */
    @Suspendable
    void switched(Coroutine origin, Coroutine target, boolean throwing);
}
