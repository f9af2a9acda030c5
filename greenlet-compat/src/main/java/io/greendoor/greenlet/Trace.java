package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;

/** Is told about every switch among a thread's greenlets: greenlet's tracing callback. */
@FunctionalInterface
public interface Trace {

    /** How control was handed over. */
    enum Event {
        /** With a value; also by an ordinary end, or by one through {@link GreenletExit}. */
        SWITCH,
        /** With an exception; also by an end through one. */
        THROW
    }

    /**
     * A switch has happened; called in {@code target} before it goes on. It may switch itself. If it throws, it is
     * removed and the exception is thrown where the switch arrived.
     *
     * @param event how
     * @param origin who gave up control
     * @param target who has it now
     */
    @Suspendable
    void on(Event event, Greenlet origin, Greenlet target);
}
