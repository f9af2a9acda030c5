package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/** A task that only lets others go first: its place in the run queue. Cheaper than a {@link Wait}: nobody else knows it. */
final class Yield implements Ready, Parked {

    private final Coroutine waiter;
    private boolean over;

    private Yield(Coroutine waiter) {
        this.waiter = waiter;
    }

    /** Lets everything that is ready run before {@code waiter}, which calls, goes on. */
    @Suspendable
    static void by(Coroutine waiter) {
        Yield place = new Yield(waiter);
        waiter.scheduler().agenda().add(place);
        waiter.parked = place;
        try {
            waiter.transfer(waiter.scheduler().hub(), null, null);
        } finally {
            waiter.parked = null;
            place.over = true; // whatever it was that let the task go on
        }
    }

    @Override
    public @Nullable Coroutine turn() {
        if (over) {
            return null;
        }
        waiter.lay(waiter.scheduler().hub(), null, waiter.cancellation());
        return waiter;
    }

    @Override
    public Object subject() {
        return "its turn";
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void left(@Nullable Throwable thrown) {
        over = true;
    }
}
