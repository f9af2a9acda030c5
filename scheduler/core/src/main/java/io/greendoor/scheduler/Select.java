package io.greendoor.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several things, and does what belongs to it: Kotlin's {@code select}. When several are ready
 * at once, the clause that was added first is taken. For one task, and for one call of {@link #select}.
 *
 * @param <R> the result
 */
public class Select<R> {

    private final List<Case<R>> cases = new ArrayList<>();

    /** Makes one without clauses. */
    public Select() {}

    /**
     * What to do with what was waited for.
     *
     * @param <T> that
     * @param <R> the result
     */
    @FunctionalInterface
    public interface Clause<T, R> {

        /** Runs in the task that selects. */
        @Suspendable
        @Nullable
        R run(T value) throws Exception;
    }

    /**
     * What a select was resumed with.
     *
     * @param taken the clause
     * @param with what it was served with, if it is one of a channel
     */
    private record Answer<R>(Case<R> taken, @Nullable Object with) {}

    /** One thing to wait for. */
    private abstract static class Case<R> extends Chain.Link {

        /** Its channel, whose lock is held when {@link #poll} and {@link #register} are called; or null. */
        @Nullable
        Channel<?> channel() {
            return null;
        }

        /** The answer, when it is ready; null when it is not. */
        abstract @Nullable Answer<R> poll();

        /** From now on it resumes the select when it is ready. */
        abstract void register(Wait<Answer<R>> select);

        /** It need not any more. */
        abstract void unregister();

        /** The select has not heard of this: gives it back; false when that is impossible, since it has happened. */
        boolean takeBack(@Nullable Object undelivered) {
            return false;
        }

        @Suspendable
        abstract @Nullable R run(@Nullable Object with) throws Exception;
    }

    /** Receives; {@link #select} throws when the channel is closed. */
    public <T> Select<R> onReceive(Channel<T> channel, Clause<T, R> then) {
        return add(new Receive<>(channel, then, () -> {
            throw channel.closedFor("receive from");
        }));
    }

    /** Receives, or runs {@code closed} when the channel is closed. */
    public <T> Select<R> onReceiveOrClosed(Channel<T> channel, Clause<T, R> then, Callable<R> closed) {
        return add(new Receive<>(channel, then, Objects.requireNonNull(closed, "closed")));
    }

    /** Sends; {@link #select} throws when the channel is closed. */
    public <T> Select<R> onSend(Channel<T> channel, T value, Callable<R> then) {
        return add(new Send<>(channel, Objects.requireNonNull(value, "value"), then));
    }

    /** Awaits a task; {@link #select} throws what it threw. */
    public <T> Select<R> onAwait(Deferred<T> deferred, Clause<T, R> then) {
        return add(new Await<>(Objects.requireNonNull(deferred, "deferred"), then));
    }

    /** Waits until the time is up; zero or less: when no clause before this is ready at once. */
    public Select<R> onTimeout(Duration timeout, Callable<R> then) {
        return add(new Expiry<>(Objects.requireNonNull(timeout, "timeout"), then));
    }

    private Select<R> add(Case<R> each) {
        cases.add(each);
        return this;
    }

    /**
     * Waits, and runs the clause that is taken.
     *
     * @return its result; what it throws is thrown
     * @throws IllegalStateException when there is no clause
     */
    @Suspendable
    public @Nullable R select() {
        if (cases.isEmpty()) {
            throw new IllegalStateException("a select without clauses would wait for ever");
        }
        Coroutine current = Coroutine.current();
        current.checkCancelled();
        List<Channel<?>> channels = channels();
        Answer<R> answer = null;
        while (answer == null) {
            SelectWait<R> wait = new SelectWait<>(current, this);
            channels.forEach(channel -> channel.lock.lock());
            try {
                answer = poll();
                if (answer == null) {
                    current.checkMayWait();
                    cases.forEach(each -> each.register(wait));
                }
            } finally {
                channels.forEach(channel -> channel.lock.unlock());
            }
            if (answer == null) {
                Answer<R> with = wait.await(null);
                answer = wait.isDelivered() ? with : wait.done; // null: somebody switched here by hand, and it waits on
            }
        }
        cases.forEach(Case::unregister);
        try {
            return answer.taken().run(answer.with());
        } catch (Throwable thrown) {
            throw Sneaky.raise(thrown);
        }
    }

    /** Whose locks are taken, in the order in which everybody takes them. */
    private List<Channel<?>> channels() {
        List<Channel<?>> channels = new ArrayList<>(cases.size());
        for (Case<R> each : cases) {
            Channel<?> channel = each.channel();
            if (channel != null && !channels.contains(channel)) {
                channels.add(channel);
            }
        }
        channels.sort(Comparator.comparingLong(channel -> channel.number));
        return channels;
    }

    private @Nullable Answer<R> poll() {
        for (Case<R> each : cases) {
            Answer<R> answer = each.poll();
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return cases.stream().map(Object::toString).collect(Collectors.joining(" or ", "select of ", ""));
    }

    private static final class SelectWait<R> extends Wait<Answer<R>> {
        private final Select<R> select;

        /** What has happened although the task was switched to by hand before it heard of it. */
        private @Nullable Answer<R> done;

        SelectWait(Coroutine waiter, Select<R> select) {
            super(waiter, select);
            this.select = select;
        }

        @Override
        @SuppressWarnings("unchecked") // it is resumed with its own answers only
        void aborted(@Nullable Object undelivered) {
            select.cases.forEach(Case::unregister);
            if (undelivered instanceof Answer<?> answer && !answer.taken().takeBack(answer.with())) {
                done = (Answer<R>) answer;
            }
        }
    }

    /** A clause of a channel: a party that is served by resuming the select. */
    private abstract static class ChannelCase<T, R> extends Case<R> implements Channel.Party {
        final Channel<T> channel;
        private @Nullable Wait<Answer<R>> select;
        private long number;

        ChannelCase(Channel<T> channel) {
            this.channel = Objects.requireNonNull(channel, "channel");
        }

        @Override
        final Channel<?> channel() {
            return channel;
        }

        @Override
        final void register(Wait<Answer<R>> select) {
            this.select = select;
            channel.add(this);
        }

        @Override
        final void unregister() {
            channel.leave(this);
        }

        @Override
        public final boolean serve(Object with, long number) {
            this.number = number;
            return select != null && select.tryResume(new Answer<>(this, with));
        }

        @Override
        final boolean takeBack(@Nullable Object undelivered) {
            if (element() != null || undelivered == null || undelivered == Channel.CLOSED) {
                return false;
            }
            channel.takeBack(undelivered, number);
            return true;
        }
    }

    private static final class Receive<T, R> extends ChannelCase<T, R> {
        private final Clause<T, R> then;
        private final Callable<R> closed;

        Receive(Channel<T> channel, Clause<T, R> then, Callable<R> closed) {
            super(channel);
            this.then = Objects.requireNonNull(then, "then");
            this.closed = closed;
        }

        @Override
        public @Nullable Object element() {
            return null;
        }

        @Override
        @Nullable
        Answer<R> poll() {
            T element = channel.receiveNow();
            if (element != null) {
                return new Answer<>(this, element);
            }
            return channel.isClosed() ? new Answer<>(this, Channel.CLOSED) : null;
        }

        @Override
        @Suspendable
        @SuppressWarnings("unchecked") // the channel's elements are T
        @Nullable
        R run(@Nullable Object with) throws Exception {
            return with == Channel.CLOSED ? closed.call() : then.run((T) Objects.requireNonNull(with));
        }

        @Override
        public String toString() {
            return "receiving from " + channel;
        }
    }

    private static final class Send<T, R> extends ChannelCase<T, R> {
        private final T element;
        private final Callable<R> then;

        Send(Channel<T> channel, T element, Callable<R> then) {
            super(channel);
            this.element = element;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        public Object element() {
            return element;
        }

        @Override
        @Nullable
        Answer<R> poll() {
            if (channel.isClosed()) {
                return new Answer<>(this, Channel.CLOSED);
            }
            return channel.sendNow(element) ? new Answer<>(this, Channel.SENT) : null;
        }

        @Override
        @Suspendable
        @Nullable
        R run(@Nullable Object with) throws Exception {
            if (with == Channel.CLOSED) {
                throw channel.closedFor("send to");
            }
            return then.call();
        }

        @Override
        public String toString() {
            return "sending to " + channel;
        }
    }

    private static final class Await<T, R> extends Case<R> {
        private final Deferred<T> deferred;
        private final Clause<T, R> then;
        private @Nullable Consumer<@Nullable Throwable> handler;

        Await(Deferred<T> deferred, Clause<T, R> then) {
            this.deferred = deferred;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        @Nullable
        Answer<R> poll() {
            return deferred.isCompleted() ? new Answer<>(this, null) : null;
        }

        @Override
        void register(Wait<Answer<R>> select) {
            handler = thrown -> select.tryResume(new Answer<>(this, null));
            deferred.invokeOnCompletion(handler);
        }

        @Override
        void unregister() {
            if (handler != null && deferred instanceof JobNode<?> job) {
                job.forget(handler);
            }
        }

        @Override
        @Suspendable
        @SuppressWarnings("NullAway") // a task's result may be null; the clause's T stands for that
        @Nullable
        R run(@Nullable Object with) throws Exception {
            return then.run(deferred.getCompleted());
        }

        @Override
        public String toString() {
            return "the end of " + deferred;
        }
    }

    private static final class Expiry<R> extends Case<R> {
        private final Duration timeout;
        private final Callable<R> then;
        private Scheduler.@Nullable Timer timer;
        private @Nullable Duration left;
        private long begunNanos;

        Expiry(Duration timeout, Callable<R> then) {
            this.timeout = timeout;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        @Nullable
        Answer<R> poll() {
            return timeout.isZero() || timeout.isNegative() ? new Answer<>(this, null) : null;
        }

        @Override
        void register(Wait<Answer<R>> select) {
            Scheduler scheduler = Scheduler.current();
            if (left == null) {
                begunNanos = scheduler.nanoTime();
                left = timeout;
            } else { // somebody switched here by hand: that prolongs nothing
                left = timeout.minusNanos(scheduler.nanoTime() - begunNanos);
            }
            timer = scheduler.schedule(left, () -> select.tryResume(new Answer<>(this, null)));
        }

        @Override
        void unregister() {
            if (timer != null) {
                timer.cancel();
            }
        }

        @Override
        @Suspendable
        @Nullable
        R run(@Nullable Object with) throws Exception {
            return then.call();
        }

        @Override
        public String toString() {
            return timeout + " to pass";
        }
    }
}
