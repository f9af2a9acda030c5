package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Handover;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Task;

/** Green threads at their plainest: nobody waits for them. */
final class Tasks {

    private Tasks() {}

    /** Starts a task, soon. What it dies of, it was told to. */
    static Coroutine spawn(Task task) {
        Scheduler loop = Scheduler.current();
        Coroutine coroutine = Coroutine.create((value, error) -> {
            Throwable failure = error;
            try {
                if (error == null) {
                    task.run();
                }
            } catch (Error exit) {
                failure = null;
            } catch (Exception thrown) {
                failure = thrown;
            }
            return new Handover(loop.hub(), null, failure);
        });
        loop.start(coroutine);
        return coroutine;
    }
}
