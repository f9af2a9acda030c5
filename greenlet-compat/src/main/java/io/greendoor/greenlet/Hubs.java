package io.greendoor.greenlet;

import io.greendoor.scheduler.Readiness;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Access to the loop: eventlet's {@code hubs}. */
public final class Hubs {

    private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    private Hubs() {}

    /** The calling thread's loop. */
    public static Scheduler getHub() {
        return Scheduler.current();
    }

    /**
     * Waits until a channel is ready; it must be in non-blocking mode. It does not notice that the channel is closed.
     *
     * @param ops operations of {@link SelectionKey}, either reading ones or writing ones
     * @throws IllegalArgumentException when both are asked for
     */
    @Suspendable
    public static void trampoline(SelectableChannel channel, int ops) {
        await(channel, ops, null);
    }

    /**
     * As {@link #trampoline(SelectableChannel, int)}, for at most {@code timeout}.
     *
     * @throws Timeout when the time is up
     */
    @Suspendable
    public static void trampoline(SelectableChannel channel, int ops, Duration timeout) {
        if (!await(channel, ops, Objects.requireNonNull(timeout, "timeout"))) {
            throw Timeout.expired(timeout);
        }
    }

    @Suspendable
    private static boolean await(SelectableChannel channel, int ops, @Nullable Duration timeout) {
        Objects.requireNonNull(channel, "channel");
        if (ops == 0 || (ops & ~channel.validOps()) != 0 || ((ops & READS) != 0 && (ops & ~READS) != 0)) {
            throw new IllegalArgumentException(
                    "wait for a channel to be read or to be written, not for operations " + ops);
        }
        try {
            return Readiness.of(channel).await(ops, timeout);
        } catch (IOException e) {
            throw Sneaky.raise(e);
        }
    }
}
