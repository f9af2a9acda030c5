package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop waits: for channels' readiness once it has any, else for nothing but being woken. Its thread only, but
 * for {@link #wake}.
 */
final class Poller {

    private volatile @Nullable Selector selector; // opened by the first channel
    private int waiters;
    private final Consumer<SelectionKey> dispatch = Poller::dispatch; // made once: no garbage for each wait

    /** A task begins to wait for a channel. */
    void waitBegins() {
        waiters++;
    }

    /** A task that waited for a channel does so no longer. */
    void waitEnds() {
        waiters--;
    }

    boolean hasWaiters() {
        return waiters > 0;
    }

    boolean hasChannels() {
        Selector selector = this.selector;
        return selector != null && !selector.keys().isEmpty();
    }

    /**
     * Waits for at most {@code nanos} ({@link TimeSource#FOREVER}: no bound), and wakes the tasks whose channels are
     * ready.
     */
    void poll(long nanos) {
        Selector selector = this.selector;
        if (selector != null) {
            select(selector, nanos);
        } else if (nanos == TimeSource.FOREVER) {
            LockSupport.park(this);
        } else if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private void select(Selector selector, long nanos) {
        try {
            if (nanos <= 0) {
                selector.selectNow(dispatch);
            } else if (nanos == TimeSource.FOREVER) {
                selector.select(dispatch);
            } else {
                // Rounded up: waking before the deadline would only mean to wait again.
                selector.select(dispatch, TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the loop cannot wait for its channels", e);
        }
    }

    /** Ends the current or the next {@link #poll} of {@code runner}. From any thread. */
    void wake(Thread runner) {
        Selector selector = this.selector;
        if (selector != null) {
            selector.wakeup();
        } else {
            LockSupport.unpark(runner);
        }
    }

    private static void dispatch(SelectionKey key) {
        ((Readiness) key.attachment()).dispatch(key);
    }

    @Nullable
    SelectionKey keyOf(SelectableChannel channel) {
        Selector selector = this.selector;
        return selector == null ? null : channel.keyFor(selector);
    }

    /** The channels that it knows. From any thread. */
    Set<SelectionKey> keys() {
        Selector selector = this.selector;
        try {
            return selector == null ? Set.of() : selector.keys();
        } catch (ClosedSelectorException loopHasEnded) {
            return Set.of();
        }
    }

    boolean isOpen() {
        return selector != null;
    }

    SelectionKey register(SelectableChannel channel, int ops, Readiness readiness) throws IOException {
        Selector selector = this.selector;
        if (selector == null) {
            selector = Selector.open();
            this.selector = selector;
        }
        return channel.register(selector, ops, readiness);
    }

    /** Lets go of closed channels' descriptors now rather than at the next wait, which may be far. */
    void releaseClosed() {
        Selector selector = this.selector;
        if (selector != null && selector.isOpen()) {
            select(selector, 0);
        }
    }

    void close() {
        Selector selector = this.selector;
        if (selector != null) {
            try {
                selector.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the loop's selector cannot be closed", e);
            }
        }
    }
}
