package io.greendoor.scheduler;

/** Work without a result; it may throw what it likes. */
@FunctionalInterface
public interface Task {

    /** Does the work. */
    @Suspendable
    void run() throws Exception;
}
