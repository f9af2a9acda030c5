package io.greendoor.scheduler;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of the two ways through a channel, and the task that waits for it. The loop's thread only. */
// A wait like any other (see Wait), but for two things: only the loop's own thread ends it, and there is one after the
// other, as often as a server gets a message. So it is no object for each time but this one, used again and again: a
// message costs no garbage.
//
// IDLE: nobody waits. WAITING: `waiter` is parked here. QUEUED: it need not wait any more (the channel is ready, or was
// closed) and this stands in the run queue. When control comes back to the waiter, by whatever means, it is IDLE again.
// If that was not by this one's turn, the entry in the run queue is stale; it may find a later wait there when its turn
// comes. That is harmless: what is not QUEUED is let alone, and what is has its reason to go on.
//
// The deadline, too, is used again, but for one that was stopped too late and still stands in the run queue.
final class Direction implements Ready, Parked {

    private enum State {
        IDLE,
        WAITING,
        QUEUED
    }

    /** What the waiter is given when its time was up. Whatever else it is given, it looks at the channel. */
    private static final Object EXPIRED = new Object();

    private final Readiness readiness;
    private final String purpose;
    private final int ops;
    private State state = State.IDLE;
    private boolean closed;
    private @Nullable Coroutine waiter;
    private @Nullable Deadline deadline;
    private @Nullable WaiterLine line;

    /**
     * Makes one.
     *
     * @param purpose {@code read} or {@code write}
     * @param ops operations of {@link SelectionKey}
     */
    Direction(Readiness readiness, String purpose, int ops) {
        this.readiness = readiness;
        this.purpose = purpose;
        this.ops = ops;
    }

    boolean covers(int op) {
        return (op & ops) != 0;
    }

    boolean isFree() {
        return waiter == null && line == null;
    }

    IllegalStateException isTaken() {
        return new IllegalStateException(
                "another task already waits to " + purpose + " " + readiness + ": one reader and one writer at a time");
    }

    /**
     * Waits. That somebody switched to the waiting task counts as ready: whoever calls looks at the channel anyway.
     *
     * @return false when the time was up
     */
    @Suspendable
    boolean await(Coroutine self, @Nullable Duration timeout) {
        Scheduler scheduler = self.scheduler();
        waiter = self;
        state = State.WAITING;
        if (timeout != null) {
            startDeadline(scheduler, timeout);
        }
        scheduler.poller().waitBegins();
        self.parked = this;
        try {
            return self.transfer(scheduler.hub(), null, null) != EXPIRED;
        } finally {
            scheduler.poller().waitEnds();
            if (self.parked == this) {
                self.parked = null;
                left(null);
            }
        }
    }

    /** Waits behind those who wait already: a wait of its own, as there may be several. */
    @Suspendable
    boolean awaitInLine(Scheduler scheduler, int op, @Nullable Duration timeout) {
        WaiterLine joined = line;
        if (joined == null) {
            joined = new WaiterLine(scheduler, readiness, new First(), () -> line = null);
            line = joined;
        }
        WaiterLine stands = joined;
        long begun = timeout == null ? 0 : scheduler.nanoTime();
        scheduler.poller().waitBegins();
        Object ready;
        try {
            ready = Coroutines.<Boolean>suspendCancellable(
                    subject(), timeout, continuation -> stands.add(continuation, op));
        } finally {
            scheduler.poller().waitEnds();
        }
        if (ready == null) {
            stands.purge();
        }
        return ready != null || timeout == null || scheduler.nanoTime() - begun < Scheduler.nanos(timeout);
    }

    private void startDeadline(Scheduler scheduler, Duration timeout) {
        Deadline again = deadline;
        if (again == null || again.isActive()) {
            again = new Deadline(this);
            deadline = again;
        }
        again.start(scheduler, timeout);
    }

    @Override
    public void left(@Nullable Throwable thrown) {
        Coroutine self = waiter;
        state = State.IDLE;
        waiter = null;
        if (deadline != null && self != null) {
            deadline.stop(self.scheduler());
        }
        if (line != null) {
            line.purge();
        }
    }

    @Override
    public @Nullable Coroutine turn() {
        return state == State.QUEUED ? goOn(null, closed ? new AsynchronousCloseException() : null) : null;
    }

    /** The time is up; null when nobody's is. */
    @Nullable
    Coroutine expire(Deadline expired) {
        return state == State.WAITING && expired == deadline ? goOn(EXPIRED, null) : null;
    }

    /** Prompt cancellation, as everywhere: whatever comes together with it is not delivered. */
    private @Nullable Coroutine goOn(@Nullable Object sent, @Nullable Throwable thrown) {
        Coroutine self = waiter;
        if (self != null) {
            Throwable cancelled = self.cancellation();
            self.lay(self.scheduler().hub(), sent, cancelled != null ? cancelled : thrown);
        }
        return self;
    }

    /** The poller found the channel ready. */
    void dispatch(SelectionKey key, int ready) {
        if ((ready & ops) == 0) {
            return;
        }
        boolean used = line != null ? line.wakeFirst() : state == State.QUEUED || queue();
        if (!used) {
            key.interestOpsAnd(~ops);
        }
    }

    /** The channel was closed by this side. */
    void closed() {
        if (line != null) {
            line.closed();
        } else {
            wakeClosed();
        }
    }

    private void wakeClosed() {
        closed = queue();
    }

    /** Lets the waiter go on when its turn comes; false when nobody waits. */
    private boolean queue() {
        Coroutine self = waiter;
        if (self == null || state != State.WAITING) {
            return false;
        }
        state = State.QUEUED;
        self.scheduler().agenda().add(this);
        return true;
    }

    /** Who waits, the first one first. From any thread, as of a moment ago. */
    List<Coroutine> waiters() {
        WaiterLine several = line;
        Coroutine one = waiter;
        return several != null ? several.waiters().toList() : one == null ? List.of() : List.of(one);
    }

    /** The waiter, once others stand behind it. */
    private final class First implements WaiterLine.Place {

        private final @Nullable Coroutine who = waiter;

        @Override
        public int op() {
            return 0;
        }

        @Override
        public boolean tryResume() {
            return queue();
        }

        @Override
        public void fail(Throwable thrown) {
            wakeClosed();
        }

        @Override
        public boolean isOver() {
            return state != State.WAITING;
        }

        @Override
        public Coroutine waiter() {
            return Objects.requireNonNull(who);
        }
    }

    @Override
    public Object subject() {
        return "a chance to " + purpose + " " + readiness;
    }

    @Override
    public boolean isReady() {
        return state == State.QUEUED;
    }

    /** As a timer's target. */
    @Override
    public String toString() {
        Coroutine self = waiter;
        return self == null ? "wakes nobody" : "wakes " + self.title();
    }
}
