package io.greendoor.scheduler;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tasks of the calling thread's loop, with nothing around them. */
final class PlainTasks {

    private static final Set<Coroutine> WAITING = ConcurrentHashMap.newKeySet();

    private PlainTasks() {}

    /** Starts a task, soon; what it throws goes to the loop, which logs it, but for what tells it to end. */
    static Coroutine spawn(Task task) {
        Scheduler loop = Scheduler.current();
        Coroutine coroutine = create(task);
        loop.start(coroutine);
        return coroutine;
    }

    /** Makes a task that has not started. */
    static Coroutine create(Task task) {
        return Coroutine.create((value, error) -> {
            Throwable failure = error;
            try {
                if (error == null) {
                    task.run();
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
            Throwable uncaught = failure instanceof Cancelled ? null : failure;
            return new Handover(Coroutine.current().scheduler().hub(), null, uncaught);
        });
    }

    /** Until it is told to end. Meanwhile the task can be reached, and so is not collected. */
    @Suspendable
    static void waitForEver() {
        Coroutine self = Coroutine.current();
        WAITING.add(self);
        try {
            Coroutines.suspendCancellable(never -> {});
        } finally {
            WAITING.remove(self);
        }
    }
}
