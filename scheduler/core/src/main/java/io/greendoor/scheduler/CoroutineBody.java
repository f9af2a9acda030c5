package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** What a {@link Coroutine} runs. */
@FunctionalInterface
public interface CoroutineBody {

    /**
     * Runs to the end. It must not throw.
     *
     * @param value what the first transfer to the coroutine sent
     * @param error what the first transfer threw into it, else null: then the body should do no work
     * @return who gets control when the coroutine is dead, and with what
     */
    @Suspendable
    Handover run(@Nullable Object value, @Nullable Throwable error);

    /** What kind of task this is, or what it runs, in a word or two: its name, until it gets another. From any thread. */
    default String kind() {
        return "task";
    }

    /**
     * What is thrown into the body to end it from outside: because its loop ends, or somebody wants it to.
     *
     * @param why its message
     */
    default Throwable exit(String why) {
        return new Cancelled(why);
    }
}
