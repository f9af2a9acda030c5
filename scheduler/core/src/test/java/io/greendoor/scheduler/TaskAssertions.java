package io.greendoor.scheduler;

import org.junit.jupiter.api.Assertions;

/** JUnit's assertions for what waits inside of a task: not all engines can leave JUnit's own frames. */
public final class TaskAssertions {

    private TaskAssertions() {}

    /** As {@link Assertions#assertThrows(Class, org.junit.jupiter.api.function.Executable)}. */
    @Suspendable
    public static <T extends Throwable> T assertThrows(Class<T> expected, Task work) {
        Throwable thrown = null;
        try {
            work.run();
        } catch (Throwable t) {
            thrown = t;
        }
        Throwable outcome = thrown;
        return Assertions.assertThrows(expected, () -> {
            if (outcome != null) {
                throw outcome;
            }
        });
    }
}
