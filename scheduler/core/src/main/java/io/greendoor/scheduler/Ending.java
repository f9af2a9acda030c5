package io.greendoor.scheduler;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of a loop: whoever may ask for it, what is done, who waits for it. */
// From the moment it has begun the loop is not alive to anybody else; its tasks still run, to end.
final class Ending {

    private final Scheduler scheduler;
    private volatile boolean begun;
    private volatile @Nullable Wait<Void> run;
    private volatile boolean asked;
    private @Nullable LastWords lastWords; // the loop's thread only
    private final SpinLock lock = new SpinLock();
    private final WaitQueue<Ending> closers = new WaitQueue<>("the end of a loop", lock, () -> {});
    private boolean ended; // guarded by lock

    Ending(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Whether the loop is closed, or about to be. From any thread. */
    boolean hasBegun() {
        return begun;
    }

    /** Runs the loop until somebody asks for its end, and then ends it. On the root. */
    void run() {
        Wait<Void> closed = new Wait<>(scheduler.root(), "the closing of its loop");
        run = closed;
        try {
            closed.await(null);
        } finally {
            run = null;
            if (asked) { // not so when something was thrown into the root: then the loop stays open
                end();
            }
        }
    }

    /**
     * Asks whoever is in {@link #run} to end. From any thread.
     *
     * @return false when nobody is
     */
    boolean askedOfRun() {
        Wait<Void> running = run;
        if (running == null) {
            return false;
        }
        asked = true;
        running.tryResume(null);
        return true;
    }

    /** Waits until it is over; not at all when one of the loop's own tasks calls. From any thread. */
    @Suspendable
    void await() {
        if (Scheduler.currentOrNull() != scheduler && !isOver()) {
            closers.await(() -> ended ? this : null, LastWords.BOUND.multipliedBy(2));
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the tasks, and lets go of everything. On the root, or on a thread that has adopted the loop. */
    void end() {
        begun = true;
        Agenda agenda = scheduler.agenda();
        try {
            scheduler.setListener(null);
            Set<Coroutine> tasks = scheduler.tasksToEnd();
            agenda.clear();
            LastWords words = new LastWords(scheduler);
            lastWords = words;
            words.hear(tasks, LastWords.BOUND);
        } finally {
            Orphans.forget(scheduler);
            scheduler.leave();
            scheduler.fence("closing the selector", agenda.poller::close);
            scheduler.watchdogs().close();
            tellClosers();
        }
    }

    private void tellClosers() {
        lock.lock();
        try {
            ended = true;
            closers.wakeAll(this);
        } finally {
            lock.unlock();
        }
    }

    void taskEnded(Coroutine task) {
        if (lastWords != null) {
            lastWords.taskEnded(task);
        }
    }
}
