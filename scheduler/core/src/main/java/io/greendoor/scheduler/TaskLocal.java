package io.greendoor.scheduler;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A value of each task's own that the tasks it makes begin with: the part of Kotlin's {@code CoroutineContext} that
 * follows work around. A plain {@link ThreadLocal} is also a task's own, but is not handed on.
 *
 * <p>May be used on any thread; on a plain one it belongs to the thread's root task.
 *
 * @param <T> the value's type
 */
public final class TaskLocal<T> {

    /** Makes one, without a value. */
    public TaskLocal() {}

    /** The current task's value, or null when it has none. */
    @SuppressWarnings("unchecked") // set() lets only T in
    public @Nullable T get() {
        Coroutine current = Coroutine.currentOrNull(); // a thread that never used a loop gets none for asking
        return current == null ? null : (T) current.locals.get(this);
    }

    /** Sets the current task's value, which tasks made from now on inherit; null removes it. */
    public void set(@Nullable T value) {
        Coroutine current = Coroutine.current();
        current.locals = current.locals.with(this, value);
    }

    /**
     * Wraps {@code work} so that, on whatever thread it is called, it sees the task-locals that the current task has
     * now.
     */
    public static <R> Callable<R> capturing(Callable<R> work) {
        TaskLocals captured = Coroutine.current().locals;
        return () -> {
            Coroutine worker = Coroutine.current();
            TaskLocals own = worker.locals;
            worker.locals = captured;
            try {
                return work.call();
            } finally {
                worker.locals = own;
            }
        };
    }
}
