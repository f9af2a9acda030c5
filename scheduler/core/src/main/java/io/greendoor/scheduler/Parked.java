package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** What a task is parked in. */
interface Parked {

    /** What it waits for, in the words of its {@code toString}. */
    Object subject();

    /** Whether it need not wait any more, and only has to take its turn. From any thread. */
    boolean isReady();

    /**
     * Control has come back to the task: what has not ended the wait until now does so no more.
     *
     * @param thrown what it came with; null: a value
     */
    void left(@Nullable Throwable thrown);
}
