package io.greendoor.scheduler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A queue between tasks, of whatever loops: Kotlin's {@code Channel}. First come, first served on both sides. All
 * methods may be called from any thread; elements are not null.
 *
 * <p>If a waiting receiver is cancelled, the element that was about to reach it stays in the channel, in its place.
 *
 * @param <T> the elements
 */
// Guarded by `lock`. Nobody waits, and nobody's code runs, with it held. A select looks at several channels at once and
// must then wait on all of them or on none: it holds the locks of all, which it takes by their number.
//
// A party that waits is served by resuming its continuation, which works once; so a select that waits on many channels
// is served by one. A sender waits only while there is no room, a receiver only while there is no element: never both.
public class Channel<T> implements Iterable<T> {

    /** What a party is served with when the channel is closed. */
    static final Object CLOSED = new Object();

    /** What a sender is served with. */
    static final Object SENT = new Object();

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final AtomicLong NUMBERS = new AtomicLong();

    final SpinLock lock = new SpinLock();
    final long number = NUMBERS.getAndIncrement();
    private final int capacity;
    private final boolean conflated;
    private final Deque<T> buffer; // as is all below, guarded by lock
    private final Chain receivers = new Chain();
    private final Chain senders = new Chain();
    private @Nullable TreeMap<Long, T> returned; // by the order in which they were given away
    private long given;
    private boolean closed;
    private boolean dropped;
    private @Nullable Throwable cause;

    /** Somebody who waits to receive, or to send: a link of the chain. */
    interface Party {

        /**
         * Ends its wait, if it still goes on.
         *
         * @param with the element that it receives, {@link #SENT}, or {@link #CLOSED}
         * @param number of the element received: its place
         */
        boolean serve(Object with, long number);

        /** What it sends; null: it receives. */
        @Nullable
        Object element();
    }

    /** A party that waits for this channel alone. */
    private static final class Waiter<T> extends Wait<Object> implements Party {

        private final Channel<T> channel;
        private final @Nullable T element;
        private long number;
        private boolean sent;

        Waiter(Coroutine waiter, Channel<T> channel, @Nullable T element) {
            super(waiter, channel);
            this.channel = channel;
            this.element = element;
        }

        @Override
        public boolean serve(Object with, long number) {
            this.number = number;
            return tryResume(with);
        }

        @Override
        public @Nullable T element() {
            return element;
        }

        @Override
        void aborted(@Nullable Object undelivered) {
            if (undelivered == null) {
                channel.leave(this);
            } else if (element == null) {
                channel.takeBack(undelivered, number);
            } else {
                sent = undelivered == SENT;
            }
        }
    }

    Channel(int capacity, boolean conflated) {
        this.capacity = capacity;
        this.conflated = conflated;
        this.buffer = new ArrayDeque<>(capacity == UNLIMITED ? 16 : Math.min(capacity, 16));
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
        Coroutine current = Coroutine.current();
        current.checkCancelled();
        Object answer = null;
        while (answer == null) {
            Waiter<T> waiter;
            lock.lock();
            try {
                if (sendNow(element)) {
                    return;
                }
                current.checkMayWait();
                waiter = new Waiter<>(current, this, element);
                senders.add(waiter);
            } finally {
                lock.unlock();
            }
            Object with = waiter.await(null);
            if (waiter.isDelivered()) {
                answer = with;
            } else if (waiter.sent) { // somebody switched here by hand, when it had been received already
                return;
            } // else: it waits on
        }
        if (answer == CLOSED) {
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
    @SuppressWarnings("unchecked") // a receiver is served with a T
    private @Nullable T receiveOrNull() {
        Coroutine current = Coroutine.current();
        current.checkCancelled();
        while (true) {
            Waiter<T> waiter;
            lock.lock();
            try {
                T element = receiveNow();
                if (element != null || closed) {
                    return element;
                }
                current.checkMayWait();
                waiter = new Waiter<>(current, this, null);
                receivers.add(waiter);
            } finally {
                lock.unlock();
            }
            Object answer = waiter.await(null);
            if (waiter.isDelivered()) {
                return answer == CLOSED ? null : (T) answer;
            }
        }
    }

    /** Sends if that is possible at once; false when it is not, or the channel is closed. */
    public boolean trySend(T element) {
        Objects.requireNonNull(element, "element");
        lock.lock();
        try {
            return !closed && sendNow(element);
        } finally {
            lock.unlock();
        }
    }

    /** Receives if that is possible at once; null when it is not. */
    public @Nullable T tryReceive() {
        lock.lock();
        try {
            return receiveNow();
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            if (!closed || (dropping && cause == null)) {
                closed = true;
                cause = why;
            }
            tellClosed(receivers);
            if (dropping) {
                dropped = true;
                returned = null;
                buffer.clear();
                tellClosed(senders);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void tellClosed(Chain parties) {
        for (Chain.Link party = parties.poll(); party != null; party = parties.poll()) {
            ((Party) party).serve(CLOSED, 0);
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
        lock.lock();
        try {
            return cause;
        } finally {
            lock.unlock();
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
        if (serveReceiver(element, given++)) {
            return true;
        }
        if (conflated) {
            returned = null;
            buffer.clear();
        }
        return buffer.size() < capacity && buffer.add(element);
    }

    private boolean serveReceiver(T element, long place) {
        for (Chain.Link receiver = receivers.poll(); receiver != null; receiver = receivers.poll()) {
            if (((Party) receiver).serve(element, place)) {
                return true;
            }
        }
        return false;
    }

    /** With the lock held. */
    @Nullable
    T receiveNow() {
        T element = returned == null ? buffer.poll() : pollReturned(returned);
        while (senders.length() > 0 && (element == null || buffer.size() < capacity)) {
            Chain.Link sender = senders.poll();
            T sent = sender == null ? null : sentBy((Party) sender);
            if (element == null) {
                element = sent;
            } else if (sent != null) {
                buffer.add(sent);
            }
        }
        return element;
    }

    private @Nullable T pollReturned(NavigableMap<Long, T> elements) {
        T first = elements.pollFirstEntry().getValue();
        if (elements.isEmpty()) {
            returned = null;
        }
        return first;
    }

    /** What it sends, if it still waits. */
    @SuppressWarnings("unchecked") // senders of this channel send T
    private @Nullable T sentBy(Party sender) {
        return sender.serve(SENT, 0) ? (T) sender.element() : null;
    }

    /** With the lock held. */
    boolean isClosed() {
        return closed;
    }

    /** With the lock held: from now on it waits. */
    <P extends Chain.Link & Party> void add(P party) {
        (party.element() == null ? receivers : senders).add(party);
    }

    /** It waits no longer. */
    <P extends Chain.Link & Party> void leave(P party) {
        lock.lock();
        try {
            (party.element() == null ? receivers : senders).remove(party);
        } finally {
            lock.unlock();
        }
    }

    /** Puts back, where it came from, what was given to a receiver that died before it had it. */
    @SuppressWarnings("unchecked") // else it is an element of this channel
    void takeBack(Object undelivered, long number) {
        lock.lock();
        try {
            if (undelivered == CLOSED || dropped || (conflated && !buffer.isEmpty())) {
                return; // conflated: it is outdated
            }
            T element = (T) undelivered;
            if (!serveReceiver(element, number)) {
                returned = returned == null ? new TreeMap<>() : returned;
                returned.put(number, element);
                if (conflated) {
                    returned.headMap(returned.lastKey()).clear(); // it keeps the last one only
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "channel " + number;
    }
}
