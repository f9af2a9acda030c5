package io.greendoor.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    /** One thing to wait for. */
    private interface Case<R> {

        /** With the channels' lock held: the answer, when it is ready; null when it is not. */
        Channel.@Nullable Answer poll();

        /** With the channels' lock held: from now on it resumes the continuation when it is ready. */
        void register(Continuation<Channel.Answer> continuation);

        /** It need not any more. */
        void unregister();

        /** Another task may have what this one was given, but died before it had it. */
        default void takeBack(Channel.Answer undelivered) {}

        @Suspendable
        @Nullable
        R run(Channel.Answer answer) throws Exception;
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
        Coroutine.current().checkCancelled();
        Object answer = poll();
        while (!(answer instanceof Channel.Answer)) {
            answer = Coroutines.<Channel.Answer>suspendCancellable(this::await);
        }
        return run((Channel.Answer) answer);
    }

    private Channel.@Nullable Answer poll() {
        Channel.LOCK.lock();
        try {
            for (Case<R> each : cases) {
                Channel.Answer answer = each.poll();
                if (answer != null) {
                    return answer;
                }
            }
            return null;
        } finally {
            Channel.LOCK.unlock();
        }
    }

    private void await(Continuation<Channel.Answer> continuation) {
        Channel.LOCK.lock();
        try {
            Channel.Answer answer = poll();
            if (answer != null) {
                continuation.resume(answer);
            } else {
                cases.forEach(each -> each.register(continuation));
            }
        } finally {
            Channel.LOCK.unlock();
        }
        continuation.invokeOnCancellation(why -> abort(continuation));
    }

    private void abort(Continuation<Channel.Answer> continuation) {
        cases.forEach(Case::unregister);
        if (continuation instanceof Wait<?> wait && wait.undelivered() instanceof Channel.Answer answer) {
            taken(answer).takeBack(answer);
        }
    }

    @Suspendable
    private @Nullable R run(Channel.Answer answer) {
        cases.forEach(Case::unregister);
        try {
            return taken(answer).run(answer);
        } catch (Throwable thrown) {
            throw Sneaky.raise(thrown);
        }
    }

    @SuppressWarnings("unchecked") // clauses name themselves
    private Case<R> taken(Channel.Answer answer) {
        return (Case<R>) answer.clause();
    }

    private static final class Receive<T, R> implements Case<R> {
        private final Channel<T> channel;
        private final Clause<T, R> then;
        private final Callable<R> closed;
        private Channel.@Nullable Waiter<T> waiter;

        Receive(Channel<T> channel, Clause<T, R> then, Callable<R> closed) {
            this.channel = channel;
            this.then = Objects.requireNonNull(then, "then");
            this.closed = closed;
        }

        @Override
        public Channel.@Nullable Answer poll() {
            T element = channel.receiveNow();
            return element == null && !channel.isClosed()
                    ? null
                    : new Channel.Answer(this, element, element == null, 0);
        }

        @Override
        public void register(Continuation<Channel.Answer> continuation) {
            waiter = new Channel.Waiter<>(continuation, this, null);
            channel.add(waiter);
        }

        @Override
        public void unregister() {
            if (waiter != null) {
                channel.forget(waiter);
            }
        }

        @Override
        public void takeBack(Channel.Answer undelivered) {
            channel.takeBack(undelivered);
        }

        @Override
        @Suspendable
        @SuppressWarnings("unchecked") // the channel's elements are T
        public @Nullable R run(Channel.Answer answer) throws Exception {
            return answer.isClosed() ? closed.call() : then.run((T) Objects.requireNonNull(answer.element()));
        }
    }

    private static final class Send<T, R> implements Case<R> {
        private final Channel<T> channel;
        private final T element;
        private final Callable<R> then;
        private Channel.@Nullable Waiter<T> waiter;

        Send(Channel<T> channel, T element, Callable<R> then) {
            this.channel = channel;
            this.element = element;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        public Channel.@Nullable Answer poll() {
            if (channel.isClosed()) {
                return new Channel.Answer(this, null, true, 0);
            }
            return channel.sendNow(element) ? new Channel.Answer(this, null, false, 0) : null;
        }

        @Override
        public void register(Continuation<Channel.Answer> continuation) {
            waiter = new Channel.Waiter<>(continuation, this, element);
            channel.add(waiter);
        }

        @Override
        public void unregister() {
            if (waiter != null) {
                channel.forget(waiter);
            }
        }

        @Override
        @Suspendable
        public @Nullable R run(Channel.Answer answer) throws Exception {
            if (answer.isClosed()) {
                throw channel.closedFor("send to");
            }
            return then.call();
        }
    }

    private static final class Await<T, R> implements Case<R> {
        private final Deferred<T> deferred;
        private final Clause<T, R> then;
        private @Nullable Consumer<@Nullable Throwable> handler;

        Await(Deferred<T> deferred, Clause<T, R> then) {
            this.deferred = deferred;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        public Channel.@Nullable Answer poll() {
            return deferred.isCompleted() ? new Channel.Answer(this, null, false, 0) : null;
        }

        @Override
        public void register(Continuation<Channel.Answer> continuation) {
            handler = thrown -> continuation.tryResume(new Channel.Answer(this, null, false, 0));
            deferred.invokeOnCompletion(handler);
        }

        @Override
        public void unregister() {
            if (handler != null && deferred instanceof JobNode<?> job) {
                job.forget(handler);
            }
        }

        @Override
        @Suspendable
        @SuppressWarnings("NullAway") // a task's result may be null; the clause's T stands for that
        public @Nullable R run(Channel.Answer answer) throws Exception {
            return then.run(deferred.getCompleted());
        }
    }

    private static final class Expiry<R> implements Case<R> {
        private final Duration timeout;
        private final Callable<R> then;
        private Scheduler.@Nullable Timer timer;

        Expiry(Duration timeout, Callable<R> then) {
            this.timeout = timeout;
            this.then = Objects.requireNonNull(then, "then");
        }

        @Override
        public Channel.@Nullable Answer poll() {
            return timeout.isZero() || timeout.isNegative() ? new Channel.Answer(this, null, false, 0) : null;
        }

        @Override
        public void register(Continuation<Channel.Answer> continuation) {
            timer = Scheduler.current()
                    .schedule(timeout, () -> continuation.tryResume(new Channel.Answer(this, null, false, 0)));
        }

        @Override
        public void unregister() {
            if (timer != null) {
                timer.cancel();
            }
        }

        @Override
        @Suspendable
        public @Nullable R run(Channel.Answer answer) throws Exception {
            return then.call();
        }
    }
}
