package io.greendoor.scheduler;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
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
    private final List<Coroutine> tasks;
    private @Nullable Wait<Void> pause;

    LastWords(Scheduler scheduler, List<Coroutine> tasks) {
        this.scheduler = scheduler;
        this.tasks = tasks;
    }

    /** Tells the tasks, and runs the loop until they have ended, or the time is up. */
    void hear(Duration bound) {
        scheduler.root().shields++; // it waits for them even if it is cancelled itself
        tasks.forEach(task -> scheduler.enqueue(() -> exit(task)));
        long deadline = scheduler.nanoTime() + bound.toNanos();
        while (!tasks.stream().allMatch(Coroutine::isDone) && scheduler.nanoTime() - deadline < 0) {
            runUntilATaskEnds(Duration.ofNanos(deadline - scheduler.nanoTime()));
        }
        List<Coroutine> left = tasks.stream().filter(task -> !task.isDone()).toList();
        if (!left.isEmpty()) {
            LOG.log(Level.WARNING, "{0} did not end within {1}, and are left: {2}", scheduler, bound, left);
        }
    }

    private @Nullable Coroutine exit(Coroutine task) {
        if (task.isDone()) {
            return null;
        }
        if (task.isBlocked()) {
            task.interrupt(task.exit());
            return task; // the call may have returned already: then it goes on, else nothing happens
        }
        task.lay(scheduler.hub(), null, task.exit());
        return task;
    }

    private void runUntilATaskEnds(Duration left) {
        Wait<Void> pause = new Wait<>(scheduler.root(), "the end of a task");
        this.pause = pause;
        try {
            pause.await(left);
        } catch (Throwable thrown) {
            LOG.log(Level.ERROR, "a task died of an exception as its loop ended", thrown);
        }
    }

    /** One has ended, and may have been the last. */
    void taskEnded() {
        if (pause != null) {
            pause.tryResume(null);
        }
    }
}
