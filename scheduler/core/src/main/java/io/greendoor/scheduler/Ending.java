package io.greendoor.scheduler;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of a loop: whoever may ask for it, what is done, who waits for it. */
// From the moment it has begun the loop is not alive to anybody else; its tasks still run, to end.
final class Ending {

    private final Scheduler scheduler;
    private volatile boolean begun;
    private @Nullable Wait<Void> run; // guarded by lock, as is all below
    private boolean asked;
    private boolean ended;
    private final SpinLock lock = new SpinLock();
    private final WaitQueue<Ending> closers = new WaitQueue<>("the end of a loop", lock, () -> {});
    private @Nullable LastWords lastWords; // the loop's thread only

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
        begin(closed);
        try {
            closed.await(null);
        } finally {
            if (wasAsked()) { // not so when something was thrown into the root: then the loop stays open
                end();
            }
        }
    }

    private void begin(Wait<Void> closed) {
        lock.lock();
        try {
            run = closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean wasAsked() {
        lock.lock();
        try {
            run = null;
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks whoever is in {@link #run} to end. From any thread.
     *
     * @return false when nobody is
     */
    boolean askedOfRun() {
        lock.lock();
        try {
            if (run == null) {
                return false;
            }
            asked = true;
            run.tryResume(null);
            return true;
        } finally {
            lock.unlock();
        }
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
            if (scheduler.thread().isAlive()) {
                agenda.dropStarts(); // what has not begun never runs; callbacks do
            } else {
                agenda.clear(); // callbacks were meant for that thread
            }
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
