package io.greendoor.scheduler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A queue between tasks, of whatever loops: Kotlin's {@code Channel}. First come, first served on both sides. All
 * methods may be called from any thread; elements are not null.
 *
 * <p>If a waiting receiver is cancelled, the element that was about to reach it stays in the channel, in its place.
 *
 * @param <T> the elements
 */
// One lock for all channels: a select looks at several channels at once and must then wait on all of them or on none,
// and an uncontended lock costs less than any scheme without. Nobody waits, and nobody's code runs, with it held. A
// waiter is chosen by resuming its continuation, which works once; so a select that waits on many channels is served
// by one.
public class Channel<T> implements Iterable<T> {

    static final SpinLock LOCK = new SpinLock();

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final int capacity;
    private final boolean conflated;
    private final Deque<T> buffer = new ArrayDeque<>(); // as is all below, guarded by LOCK
    private final Deque<Waiter<T>> receivers = new ArrayDeque<>(2);
    private final Deque<Waiter<T>> senders = new ArrayDeque<>(2);
    private final TreeMap<Long, T> returned = new TreeMap<>(); // by the order in which they were given away
    private long given;
    private boolean closed;
    private boolean dropped;
    private @Nullable Throwable cause;

    /**
     * What a waiter is resumed with: which of its clauses was served, with what element, or that the channel is
     * closed.
     */
    record Answer(Object clause, @Nullable Object element, boolean isClosed, long number) {}

    /** Somebody who waits: to receive, or to send an element. */
    record Waiter<T>(
            Continuation<Answer> continuation,
            Object clause,
            @Nullable T element) {

        boolean answer(@Nullable Object with, boolean closed, long number) {
            return continuation.tryResume(new Answer(clause, with, closed, number));
        }
    }

    Channel(int capacity, boolean conflated) {
        this.capacity = capacity;
        this.conflated = conflated;
    }

    /** A channel without a buffer: a sender waits until its element is received. */
    public static <T> Channel<T> rendezvous() {
        return new Channel<>(0, false);
    }

    /**
     * A channel that holds some elements; a sender waits while it is full.
     *
     * @param capacity 1 or more
     */
    public static <T> Channel<T> buffered(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a buffered channel holds 1 element or more, not " + capacity);
        }
        return new Channel<>(capacity, false);
    }

    /** A channel to which sending never waits. */
    public static <T> Channel<T> unlimited() {
        return new Channel<>(UNLIMITED, false);
    }

    /** A channel that keeps the last element sent only; sending never waits. */
    public static <T> Channel<T> conflated() {
        return new Channel<>(1, true);
    }

    /**
     * Sends, waiting for room or for a receiver.
     *
     * @throws ChannelClosed when it is closed; or what it was closed with, or {@link Cancelled} when it was cancelled
     */
    @Suspendable
    public void send(T element) {
        Objects.requireNonNull(element, "element");
        Coroutine.current().checkCancelled();
        LOCK.lock();
        try {
            if (sendNow(element)) {
                return;
            }
        } finally {
            LOCK.unlock();
        }
        Object answer = null;
        while (!(answer instanceof Answer)) {
            answer = Coroutines.<Answer>suspendCancellable(continuation -> {
                Waiter<T> waiter = new Waiter<>(continuation, this, element);
                LOCK.lock();
                try {
                    if (sendNow(element)) {
                        waiter.answer(null, false, 0);
                        return;
                    }
                    senders.add(waiter);
                } finally {
                    LOCK.unlock();
                }
                continuation.invokeOnCancellation(why -> forget(senders, waiter));
            });
        }
        if (((Answer) answer).isClosed()) {
            throw closedFor("send to");
        }
    }

    /**
     * Receives, waiting for an element.
     *
     * @throws ChannelClosed when it is closed, and what was sent before is received; or what it was closed with, or
     *     {@link Cancelled} when it was cancelled
     */
    @Suspendable
    public T receive() {
        T element = receiveOrNull();
        if (element == null) {
            throw closedFor("receive from");
        }
        return element;
    }

    /** As {@link #receive()}, but null when it is closed, for whatever reason. */
    @Suspendable
    @SuppressWarnings("unchecked") // answers of this channel hold T
    private @Nullable T receiveOrNull() {
        Coroutine.current().checkCancelled();
        LOCK.lock();
        try {
            T element = receiveNow();
            if (element != null || closed) {
                return element;
            }
        } finally {
            LOCK.unlock();
        }
        Object answer = null;
        while (!(answer instanceof Answer)) {
            answer = Coroutines.<Answer>suspendCancellable(this::awaitElement);
        }
        return (T) ((Answer) answer).element();
    }

    private void awaitElement(Continuation<Answer> continuation) {
        Waiter<T> waiter = new Waiter<>(continuation, this, null);
        LOCK.lock();
        try {
            T element = receiveNow();
            if (element != null || closed) {
                waiter.answer(element, element == null, given++);
            } else {
                receivers.add(waiter);
            }
        } finally {
            LOCK.unlock();
        }
        continuation.invokeOnCancellation(why -> forgetReceiver(waiter));
    }

    /** Sends if that is possible at once; false when it is not, or the channel is closed. */
    public boolean trySend(T element) {
        Objects.requireNonNull(element, "element");
        LOCK.lock();
        try {
            return !closed && sendNow(element);
        } finally {
            LOCK.unlock();
        }
    }

    /** Receives if that is possible at once; null when it is not. */
    public @Nullable T tryReceive() {
        LOCK.lock();
        try {
            return receiveNow();
        } finally {
            LOCK.unlock();
        }
    }

    /** Closes it: nothing more can be sent, what was sent can still be received. Idempotent. */
    public void close() {
        close(null, false);
    }

    /**
     * As {@link #close()}, and says why.
     *
     * @param cause is thrown to senders, and to receivers when all is received
     */
    public void close(Throwable cause) {
        close(Objects.requireNonNull(cause, "cause"), false);
    }

    /** Closes it, and drops what was sent: senders and receivers get {@link Cancelled}. Idempotent. */
    public void cancel() {
        close(new Cancelled("the channel was cancelled"), true);
    }

    private void close(@Nullable Throwable why, boolean dropping) {
        LOCK.lock();
        try {
            if (!closed) {
                closed = true;
                cause = why;
            }
            receivers.forEach(receiver -> receiver.answer(null, true, 0));
            receivers.clear();
            if (dropping) {
                dropped = true;
                returned.clear();
                buffer.clear();
                senders.forEach(sender -> sender.answer(null, true, 0));
                senders.clear();
            }
        } finally {
            LOCK.unlock();
        }
    }

    /** Receives until the channel is closed; what it was closed with is thrown at the end. */
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private @Nullable T next;

            @Override
            @Suspendable
            public boolean hasNext() {
                if (next == null) {
                    next = receiveOrNull();
                }
                if (next == null && cause() != null) {
                    throw closedFor("receive from");
                }
                return next != null;
            }

            @Override
            @Suspendable
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the channel is closed");
                }
                T element = Objects.requireNonNull(next);
                next = null;
                return element;
            }
        };
    }

    private @Nullable Throwable cause() {
        LOCK.lock();
        try {
            return cause;
        } finally {
            LOCK.unlock();
        }
    }

    /** What an operation on a closed channel throws. */
    RuntimeException closedFor(String operation) {
        Throwable why = cause();
        if (why != null) {
            throw Sneaky.raise(why);
        }
        return new ChannelClosed("cannot " + operation + " a closed channel");
    }

    /** With the lock held. Throws when it is closed. */
    boolean sendNow(T element) {
        if (closed) {
            throw closedFor("send to");
        }
        if (wakeReceiver(element)) {
            return true;
        }
        if (conflated) {
            returned.clear();
            buffer.clear();
        }
        return buffer.size() < capacity && buffer.add(element);
    }

    private boolean wakeReceiver(T element) {
        for (Waiter<T> receiver = receivers.poll(); receiver != null; receiver = receivers.poll()) {
            if (receiver.answer(element, false, given++)) {
                return true;
            }
        }
        return false;
    }

    /** With the lock held. */
    @Nullable
    T receiveNow() {
        T element =
                returned.isEmpty() ? buffer.poll() : returned.pollFirstEntry().getValue();
        for (Waiter<T> sender = senders.peek();
                sender != null && (element == null || buffer.size() < capacity);
                sender = senders.peek()) {
            senders.remove();
            if (sender.answer(null, false, 0)) {
                T sent = Objects.requireNonNull(sender.element());
                if (element == null) {
                    element = sent;
                } else {
                    buffer.add(sent);
                }
            }
        }
        return element;
    }

    /** With the lock held. */
    boolean isClosed() {
        return closed;
    }

    /** With the lock held. */
    void add(Waiter<T> waiter) {
        (waiter.element() == null ? receivers : senders).add(waiter);
    }

    void forget(Waiter<T> waiter) {
        forget(waiter.element() == null ? receivers : senders, waiter);
    }

    private static <T> void forget(Deque<Waiter<T>> waiters, Waiter<T> waiter) {
        LOCK.lock();
        try {
            waiters.remove(waiter);
        } finally {
            LOCK.unlock();
        }
    }

    /** A receiver died: if it had been given an element, that goes back where it came from. */
    private void forgetReceiver(Waiter<T> waiter) {
        LOCK.lock();
        try {
            if (!receivers.remove(waiter) && waiter.continuation() instanceof Wait<?> wait) {
                takeBack(wait.undelivered());
            }
        } finally {
            LOCK.unlock();
        }
    }

    /** Puts back what was given to a receiver that died before it had it. */
    @SuppressWarnings("unchecked") // answers of this channel hold T
    void takeBack(@Nullable Object undelivered) {
        LOCK.lock();
        try {
            if (undelivered instanceof Answer answer && answer.element() != null && !dropped) {
                T element = (T) answer.element();
                boolean outdated = conflated && !buffer.isEmpty();
                if (!outdated && !wakeReceiver(element)) {
                    returned.put(answer.number(), element);
                }
            }
        } finally {
            LOCK.unlock();
        }
    }
}
