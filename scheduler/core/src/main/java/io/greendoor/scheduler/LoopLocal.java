package io.greendoor.scheduler;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A value of each loop's own: what {@link ThreadLocal} is for threads and {@link TaskLocal} for tasks. It lives as long
 * as its loop does.
 *
 * @param <T> the value's type
 */
public final class LoopLocal<T> {

    private final Supplier<? extends T> initial;

    private LoopLocal(Supplier<? extends T> initial) {
        this.initial = initial;
    }

    /**
     * Makes one.
     *
     * @param initial makes a loop's value when it is first asked for, on that loop's thread; it must not wait
     */
    public static <T> LoopLocal<T> withInitial(Supplier<? extends T> initial) {
        return new LoopLocal<>(Objects.requireNonNull(initial, "initial"));
    }

    /** The value of the calling thread's loop, or of the loop of the task that calls. */
    @SuppressWarnings("unchecked") // what is there was made by `initial`
    public T get() {
        Scheduler scheduler = Scheduler.current();
        Object value = scheduler.locals().get(this);
        if (value == null) {
            value = Objects.requireNonNull(initial.get(), "the initial value");
            scheduler.locals().put(this, value);
        }
        return (T) value;
    }
}
