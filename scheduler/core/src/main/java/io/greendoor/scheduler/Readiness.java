package io.greendoor.scheduler;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel's readiness on one loop: tasks wait here until it can be read or written.
 *
 * <p>The channel must be in non-blocking mode. All methods belong to the loop's thread; from another they throw {@link
 * IllegalStateException} naming both. There is one for each channel and loop.
 */
// The selection key keeps its interest after a wait has ended, since most waits are followed by another of the same
// kind, and each change is a system call. If the channel turns out ready with nobody waiting, that interest is
// switched off.
public final class Readiness implements Closeable {

    private final Scheduler scheduler;
    private final SelectableChannel channel;
    private final Direction input = new Direction(this, "read", SelectionKey.OP_READ | SelectionKey.OP_ACCEPT);
    private final Direction output = new Direction(this, "write", SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT);
    private @Nullable SelectionKey key;

    private Readiness(Scheduler scheduler, SelectableChannel channel) {
        this.scheduler = scheduler;
        this.channel = channel;
    }

    /** The readiness of {@code channel} on the calling thread's loop. */
    public static Readiness of(SelectableChannel channel) {
        Scheduler scheduler = Scheduler.current();
        SelectionKey key = scheduler.poller().keyOf(channel);
        return key != null ? (Readiness) key.attachment() : new Readiness(scheduler, channel);
    }

    /** The loop on which it waits. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Waits until the channel is ready. If something is thrown into the waiting task, it no longer counts as waiting.
     *
     * @param op one of {@link SelectionKey}'s operations
     * @param timeout at most how long; null: for ever
     * @return whether it is ready: false when the time was up first
     * @throws IllegalStateException when another task waits for the same: two readers, or two writers, cannot share a
     *     channel, unless {@link Scheduler#shareChannels} says so
     * @throws ClosedChannelException when it is closed; {@link AsynchronousCloseException} when it gets closed
     *     meanwhile
     */
    @Suspendable
    public boolean await(int op, @Nullable Duration timeout) throws IOException {
        checkThread();
        Direction direction = input.covers(op) ? input : output;
        if (!direction.isFree()) {
            return awaitBehind(direction, op, timeout);
        }
        Coroutine self = Coroutines.waiter();
        show(op);
        return direction.await(self, timeout);
    }

    /** Another task waits for the same. */
    @Suspendable
    private boolean awaitBehind(Direction direction, int op, @Nullable Duration timeout) throws IOException {
        if (!scheduler.sharesChannels()) {
            throw direction.isTaken();
        }
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        return direction.awaitInLine(scheduler, op, timeout);
    }

    /** Has the poller watch the channel. */
    void show(int op) throws IOException {
        SelectionKey key = this.key;
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
        if (key == null) {
            scheduler.watch();
            this.key = scheduler.poller().register(channel, op, this);
        } else if ((key.interestOps() & op) == 0) {
            key.interestOpsOr(op);
        }
    }

    /** The poller found the channel ready. */
    void dispatch(SelectionKey key) {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_CONNECT) != 0) {
            // Left on, it would make the system report the channel for ever, and the JDK never: a loop that spins.
            key.interestOpsAnd(~SelectionKey.OP_CONNECT);
        }
        input.dispatch(key, ready);
        output.dispatch(key, ready);
    }

    /** Closes the channel, and wakes whoever waits for it with an {@link AsynchronousCloseException}. Idempotent. */
    @Override
    public void close() throws IOException {
        checkThread();
        try {
            channel.close();
        } finally {
            input.closed();
            output.closed();
            if (key != null) {
                scheduler.poller().releaseClosed();
                key = null;
            }
        }
    }

    /** Who waits to read from it. From any thread. */
    List<Coroutine> readers() {
        return input.waiters();
    }

    /** Who waits to write to it. From any thread. */
    List<Coroutine> writers() {
        return output.waiters();
    }

    @Override
    public String toString() {
        return String.valueOf(channel);
    }

    /** Throws unless the caller runs on this channel's loop. */
    public void checkThread() {
        Scheduler caller = Scheduler.currentOrNull();
        if (caller != scheduler) {
            throw new IllegalStateException("a channel belongs to the thread whose loop it is on: this one to \""
                    + scheduler.threadName() + "\", and \""
                    + Scheduler.nameOf(caller == null ? Thread.currentThread() : caller.thread()) + "\" used it");
        }
    }
}
