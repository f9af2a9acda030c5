package io.greendoor.scheduler;

/** What a task is parked in. */
interface Parked {

    /** What it waits for, in the words of its {@code toString}. */
    Object subject();

    /** Whether it need not wait any more, and only has to take its turn. From any thread. */
    boolean isReady();
}
