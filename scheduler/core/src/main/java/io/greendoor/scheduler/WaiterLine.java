package io.greendoor.scheduler;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * Several tasks that wait for one direction of a channel, first come, first served. The loop's thread only, but for
 * {@link #waiters()}.
 */
// Whoever is woken takes from the channel when its turn comes, and only then is it known whether something is left for
// the next one. So between a wake-up and the woken task's turn (`serving`) the line wakes nobody; an entry right behind
// that turn goes on. Who is woken and dies before its turn takes nothing: the channel is still ready, for the next one.
final class WaiterLine {

    /** One who waits. */
    interface Place {

        /** What it waits for; 0: the channel's key says so already. */
        int op();

        /** Wakes it; false when its wait is over. */
        boolean tryResume();

        void fail(Throwable thrown);

        boolean isOver();

        Coroutine waiter();
    }

    /** One who came when somebody waited already. */
    private record Behind(Continuation<Boolean> continuation, int op) implements Place {

        private Wait<?> asWait() {
            return (Wait<?>) continuation;
        }

        @Override
        public boolean tryResume() {
            return continuation.tryResume(true);
        }

        @Override
        public void fail(Throwable thrown) {
            continuation.resumeWithException(thrown);
        }

        @Override
        public boolean isOver() {
            return asWait().isReady();
        }

        @Override
        public Coroutine waiter() {
            return asWait().waiter();
        }
    }

    private final Deque<Place> places = new ConcurrentLinkedDeque<>();
    private final Scheduler scheduler;
    private final Readiness readiness;
    private final Runnable whenEmpty;
    private boolean serving;

    /**
     * Makes one.
     *
     * @param first whose channel is watched already
     */
    WaiterLine(Scheduler scheduler, Readiness readiness, Place first, Runnable whenEmpty) {
        this.scheduler = scheduler;
        this.readiness = readiness;
        this.whenEmpty = whenEmpty;
        places.add(first);
    }

    /** Stands in the line until it is woken, or leaves. */
    void add(Continuation<Boolean> continuation, int op) {
        Place place = new Behind(continuation, op);
        places.add(place);
        continuation.invokeOnCancellation(cause -> purge());
        if (places.peek() == place) {
            goOn(); // the others have been served, or have left
        }
    }

    /** Somebody has left: lets go of those whose wait is over. */
    void purge() {
        Place first = places.peek();
        places.removeIf(Place::isOver);
        if (places.peek() != first) {
            goOn();
        }
    }

    /** The channel is ready: wakes the first one. False when the line cannot make use of that now. */
    boolean wakeFirst() {
        if (serving) {
            return false;
        }
        Place first = places.poll();
        while (first != null && !first.tryResume()) {
            first = places.poll();
        }
        serving = true;
        scheduler.enqueue(() -> {
            serving = false;
            goOn();
            return null;
        });
        return first != null;
    }

    /** Has the channel watched for who is first now. */
    private void goOn() {
        if (serving) {
            return;
        }
        Place first = places.peek();
        if (first == null) {
            whenEmpty.run();
            return;
        }
        try {
            readiness.show(first.op());
        } catch (IOException e) {
            places.remove(first);
            first.fail(e);
            goOn();
        }
    }

    /** The channel was closed: tells all, each by an exception of its own. */
    void closed() {
        for (Place each = places.poll(); each != null; each = places.poll()) {
            each.fail(new AsynchronousCloseException());
        }
    }

    /** Who waits, the first one first. From any thread. */
    Stream<Coroutine> waiters() {
        return places.stream().map(Place::waiter);
    }
}
