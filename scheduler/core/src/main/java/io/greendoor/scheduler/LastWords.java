package io.greendoor.scheduler;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of the tasks of a loop that is closed, or whose thread has ended: each is told to exit, and the loop runs on
 * until all have, so that their {@code finally} blocks run. Belongs to the thread that runs it: in the second case one
 * that has adopted it.
 */
final class LastWords {

    private static final System.Logger LOG = System.getLogger("io.greendoor.scheduler");
    static final Duration BOUND = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final Set<Coroutine> told = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Wait<Void> pause;

    LastWords(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Tells the tasks, and those that they make meanwhile, and runs the loop until all have ended, or the time is up. */
    void hear(Collection<Coroutine> tasks, Duration bound) {
        scheduler.root().shields++; // it waits for them even if it is cancelled itself
        long deadline = scheduler.nanoTime() + bound.toNanos();
        runWhatIsReady();
        Collection<Coroutine> next = tasks;
        while (!next.isEmpty() && scheduler.nanoTime() - deadline < 0) {
            told.addAll(next);
            next.forEach(task -> scheduler.enqueue(() -> exit(task)));
            while (!told.isEmpty() && scheduler.nanoTime() - deadline < 0) {
                runUntilAllHaveEnded(Duration.ofNanos(deadline - scheduler.nanoTime()));
            }
            next = scheduler.tasksToEnd();
        }
        if (!next.isEmpty()) {
            LOG.log(Level.WARNING, "{0} did not end within {1}, and are left: {2}", scheduler, bound, next);
        }
    }

    /** The callbacks that were taken before the end. */
    private void runWhatIsReady() {
        try {
            Yield.by(scheduler.root());
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, "a task died of an exception as its loop ended", thrown);
        }
    }

    private @Nullable Coroutine exit(Coroutine task) {
        if (task.isDone()) {
            taskEnded(task); // before it was told
            return null;
        }
        return task.exit("the task's loop has ended");
    }

    private void runUntilAllHaveEnded(Duration left) {
        Wait<Void> pause = new Wait<>(scheduler.root(), "the end of its tasks");
        this.pause = pause;
        try {
            pause.await(left);
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, "a task died of an exception as its loop ended", thrown);
        }
    }

    /** One has ended, and may have been the last. */
    void taskEnded(Coroutine task) {
        if (told.remove(task) && told.isEmpty() && pause != null) {
            pause.tryResume(null);
        }
    }
}
