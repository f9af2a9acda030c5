package io.greendoor.scheduler;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task, as it was a moment ago. See {@link Scheduler#tasks()}.
 *
 * @param number its own for the life of the JVM, over all loops
 * @param name what it was called by {@link Coroutines#nameTask}, else what kind of task it is, or what it runs
 * @param state what it is doing
 * @param waitsFor what it waits for, when its state is {@link State#WAITING}; else null
 * @param spawnedBy the number of the task that made it, which may have ended; 0 when a plain thread or a callback did
 * @param age how long ago it was made
 * @param turns how often control has come to it
 */
public record TaskSnapshot(
        long number, String name, State state, @Nullable String waitsFor, long spawnedBy, Duration age, int turns) {

    /** What a task is doing. */
    public enum State {
        /** It has not started yet. */
        NEW,
        /** It has its place in the run queue. */
        READY,
        /** It holds the loop. */
        RUNNING,
        /** It waits for something. */
        WAITING,
        /** It has switched to another by name, and goes on when somebody switches to it. */
        SUSPENDED,
        /** It is in a blocking call of the JDK's, which gives way to other tasks. */
        BLOCKED
    }
}
