package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which connections cannot be accepted, because the process or the system has run out of descriptors or of
 * memory for them: pauses that get longer, and a line in the log for each.
 */
final class Shortage {

    private static final System.Logger LOG = System.getLogger("io.greendoor.greenlet");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** How the messages of EMFILE and ENFILE, ENOBUFS, ENOMEM begin: the JDK tells these by nothing else. */
    private static final List<String> MESSAGES =
            List.of("Too many open files", "No buffer space available", "Cannot allocate memory");

    private final SocketAddress listener;
    private final Event<?> closed;
    private Duration pause = FIRST_PAUSE;
    private Duration passed = Duration.ZERO;

    /**
     * Begins one.
     *
     * @param listener who cannot accept, for the log
     * @param closed ends a pause early
     */
    Shortage(SocketAddress listener, Event<?> closed) {
        this.listener = listener;
        this.closed = closed;
    }

    /** Whether accepting failed because of one. */
    static boolean isReasonFor(IOException failure) {
        String message = failure.getMessage();
        return message != null && MESSAGES.stream().anyMatch(message::startsWith);
    }

    /**
     * Lets others run, who may free a descriptor.
     *
     * @param timeout of all the pauses together; null: there is no bound
     * @throws SocketTimeoutException when the time is up
     */
    @Suspendable
    void pause(IOException failure, @Nullable Duration timeout) throws SocketTimeoutException {
        if (timeout != null && passed.compareTo(timeout) >= 0) {
            SocketTimeoutException timedOut =
                    new SocketTimeoutException("timed out after " + timeout + ": " + failure.getMessage());
            timedOut.initCause(failure);
            throw timedOut;
        }
        Duration length = shorter(pause, timeout == null ? pause : timeout.minus(passed));
        LOG.log(
                Level.WARNING,
                "cannot accept on {0}, trying again in {1} ms: {2}",
                listener,
                length.toMillis(),
                failure.getMessage());
        closed.await(length);
        passed = passed.plus(length);
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
