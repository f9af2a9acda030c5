package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Suspendable;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a session's work that runs off the loop, while the session's task waits, and may come back to that
 * task for the parts that must run on the loop: how a command is compiled elsewhere and run here.
 *
 * @param <T> its result
 */
// The two sides take turns: either the worker works and the task waits for a message, or the worker waits for the
// answer to one. So one event at a time is enough, and nothing needs a lock. If the task is made to stop waiting
// (Ctrl-C while compiling), it abandons the work: the worker runs to its end, and what it wants to run on the loop by
// then fails.
final class OffLoop<T> {

    /** What the worker tells the task: run this, or that was all. */
    private record Message(@Nullable Callable<@Nullable Object> onLoop, CompletableFuture<@Nullable Object> answer) {}

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile Event<Message> message = new Event<>();
    private volatile boolean abandoned;

    /** The work, given to whom it may come back. */
    @FunctionalInterface
    interface Work<T> {
        T run(Interpreter.CommandRunner loop) throws Exception;
    }

    /** Runs {@code work} on {@code worker} and waits for it. The session's task. */
    @Suspendable
    static <T> T run(Executor worker, Work<T> work) {
        return start(worker, work).await();
    }

    /** Begins to run {@code work} on {@code worker}. */
    static <T> OffLoop<T> start(Executor worker, Work<T> work) {
        OffLoop<T> exchange = new OffLoop<>();
        worker.execute(() -> exchange.work(work));
        return exchange;
    }

    /** When the worker is done with it, whether or not anybody still waits for it. */
    CompletableFuture<?> end() {
        return result;
    }

    /** What the worker sees of the task. */
    private final class Loop implements Interpreter.CommandRunner {
        @Override
        public @Nullable Object run(Callable<@Nullable Object> command) throws Throwable {
            return onLoop(command);
        }

        @Override
        public boolean isAbandoned() {
            return abandoned;
        }
    }

    private void work(Work<T> work) {
        try {
            result.complete(work.run(new Loop()));
        } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
        }
        if (!abandoned) {
            message.send(new Message(null, new CompletableFuture<>()));
        }
    }

    /** Lets the task run {@code command}. The worker. */
    private @Nullable Object onLoop(Callable<@Nullable Object> command) throws Throwable {
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        if (!abandoned) {
            message.send(new Message(command, answer));
        }
        if (abandoned) { // perhaps since a moment ago: then nobody will answer
            throw new KeyboardInterrupt();
        }
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            GiveWay.toLoop();
        }
    }

    /** Waits for it, running what it asks for. If that is interrupted, the work is abandoned. The session's task. */
    @Suspendable
    T await() {
        while (true) {
            Message told = next();
            if (told.onLoop == null) {
                return outcome();
            }
            message = new Event<>();
            try {
                told.answer.complete(told.onLoop.call());
            } catch (Throwable thrown) {
                told.answer.completeExceptionally(instead(thrown));
            }
        }
    }

    /** A blocking call of the JDK's that is ended, by Ctrl-C for one, throws what it likes: what matters is why. */
    private static Throwable instead(Throwable thrown) {
        Throwable why = Coroutine.current().takeInterruption();
        if (why == null || why == thrown) {
            return thrown;
        }
        why.addSuppressed(thrown);
        return why;
    }

    private T outcome() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the interpreter failed", e.getCause());
        }
    }

    @Suspendable
    private Message next() {
        try {
            Message told = message.await();
            return told == null ? new Message(null, new CompletableFuture<>()) : told;
        } catch (Throwable thrown) {
            abandon();
            throw thrown;
        }
    }

    /** Answers whatever the worker asks, or is about to. */
    private void abandon() {
        abandoned = true;
        Message asked = message.hasResult() ? message.poll() : null;
        if (asked != null) {
            asked.answer.completeExceptionally(new KeyboardInterrupt());
        }
    }
}
