package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has a session end whose client is gone, or is to go: throws {@link SessionExit} into the console's task, as often as it
 * takes to get through what a command catches.
 */
final class Departure {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final Duration REMINDER = Duration.ofMillis(100);

    private final Greenlet console;
    private final Supervisor supervisor;
    private final Scheduler loop;
    private final String peer;
    private volatile boolean gone;
    private volatile boolean closed;
    private boolean reminding; // the loop's thread only

    /** Of the session of {@code console}, on its loop. */
    Departure(Greenlet console, Supervisor supervisor, String peer) {
        this.console = console;
        this.supervisor = supervisor;
        this.loop = Scheduler.current();
        this.peer = peer;
    }

    /** Whether it was told to end. From any thread. */
    boolean isDue() {
        return gone;
    }

    /** The client is gone: ends its command. From any thread. */
    void lost(@Nullable IOException why) {
        if (!gone && !closed) {
            gone = true;
            supervisor.clientIsGone();
            LOG.log(Level.DEBUG, () -> "the client of " + peer + " is gone", why);
            throwSoon(new SessionExit("the client is gone"));
        }
    }

    /** Ends it, whatever it does. On the loop. */
    @Suspendable
    void end() {
        gone = true;
        supervisor.clientIsGone();
        throwIntoConsole(new SessionExit("ended from outside"));
    }

    /** A command may catch what it was told, and go on: it is told again, until the session has ended. On the loop. */
    private void remindLater() {
        if (gone && !closed && !reminding) {
            reminding = true;
            Eventlet.spawnAfter(REMINDER, this::remind);
        }
    }

    @Suspendable
    private void remind() {
        reminding = false;
        throwIntoConsole(new SessionExit("the client is gone"));
    }

    /** As soon as the loop is free. From any thread. */
    void throwSoon(Error error) {
        loop.execute(() -> Eventlet.spawnN(() -> throwIntoConsole(error)));
    }

    /** On the loop. */
    @Suspendable
    void throwIntoConsole(Error error) {
        if (!closed && !console.isDead()) {
            remindLater();
            Eventlet.kill(supervisor.victim(console), error);
        }
    }

    /** The session has ended: nothing more is thrown. */
    void close() {
        closed = true;
    }
}
