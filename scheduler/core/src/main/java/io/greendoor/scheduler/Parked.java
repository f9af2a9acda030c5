package io.greendoor.scheduler;

/** What a task is parked in. */
interface Parked {

    /** What it waits for, in the words of its {@code toString}. */
    Object subject();
}
