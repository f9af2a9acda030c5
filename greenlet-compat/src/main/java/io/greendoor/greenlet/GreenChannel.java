package io.greendoor.greenlet;

import io.greendoor.scheduler.Readiness;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What green sockets of all kinds share: a non-blocking channel, its readiness on one loop, a timeout, and one way to
 * say that it is closed.
 *
 * @param <C> the channel
 */
final class GreenChannel<C extends SelectableChannel> {

    private final C channel;
    private final String noun; // in messages
    private final Readiness readiness;
    private @Nullable Duration timeout;

    GreenChannel(C channel) throws IOException {
        this(channel, "socket");
    }

    GreenChannel(C channel, String noun) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
        this.noun = noun;
        this.readiness = Readiness.of(channel);
    }

    /** The channel, for an operation that does not block. */
    C open() throws SocketException {
        readiness.checkThread();
        return openToAnybody();
    }

    /** As {@link #open()}, from any thread. */
    C openToAnybody() throws SocketException {
        if (!channel.isOpen()) {
            throw closed(null);
        }
        return channel;
    }

    /** The channel, open or not. */
    C any() {
        return channel;
    }

    void setTimeout(@Nullable Duration timeout) {
        readiness.checkThread();
        if (timeout != null && timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout must not be negative, and is " + timeout);
        }
        this.timeout = timeout;
    }

    /** The bound on each wait; null: there is none. */
    @Nullable
    Duration timeout() {
        return timeout;
    }

    /** Waits until the operation can go on; throws when the time is up. */
    @Suspendable
    void await(int op) throws IOException {
        if (!awaitInTime(op)) {
            throw timedOut();
        }
    }

    SocketTimeoutException timedOut() {
        return new SocketTimeoutException("timed out after " + timeout);
    }

    /** Waits until the operation can go on; false when the time is up. */
    @Suspendable
    boolean awaitInTime(int op) throws IOException {
        try {
            return readiness.await(op, timeout);
        } catch (AsynchronousCloseException e) {
            SocketException closed =
                    new SocketException("the " + noun + " was closed by another task while this one waited for it");
            closed.initCause(e);
            throw closed;
        } catch (ClosedChannelException e) {
            throw closed(e);
        }
    }

    private SocketException closed(@Nullable Exception cause) {
        SocketException closed = new SocketException("the " + noun + " is closed");
        closed.initCause(cause);
        return closed;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes it, and wakes whoever waits for it. */
    void close() throws IOException {
        readiness.close();
    }
}
