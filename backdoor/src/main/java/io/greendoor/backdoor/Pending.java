package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Deferred;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Something that will be done at some time, of one of the kinds that there are: how a green task waits for it, and how
 * it is told that nobody needs it.
 */
// Whoever stops waiting leaves it as it is: only cancel() touches it.
interface Pending<T> {

    /** Waits for its result. Throws what it failed with, and not what that was wrapped into on its way. */
    @Suspendable
    @Nullable
    T await() throws Exception;

    /** Ends it, as far as its kind can be ended from outside. */
    @Suspendable
    void cancel();

    /** {@link java.util.concurrent.CompletableFuture}, too. */
    record OfStage<T>(CompletionStage<T> stage) implements Pending<T> {

        @Override
        @Suspendable
        public @Nullable T await() {
            Event<T> done = new Event<>();
            var unused = stage.whenComplete((value, thrown) -> {
                if (thrown == null) {
                    done.send(value);
                } else {
                    done.sendException(unwrapped(thrown));
                }
            });
            return done.await();
        }

        @Override
        public void cancel() {
            stage.toCompletableFuture().cancel(true);
        }
    }

    /** A future that says nothing when it is done: a thread of the pool waits for it. */
    record OfFuture<T>(Future<T> future) implements Pending<T> {

        private static final int PATIENCE_SECONDS = 1;

        @Override
        @Suspendable
        public @Nullable T await() {
            AtomicBoolean givenUp = new AtomicBoolean();
            try {
                return Tpool.execute(() -> get(givenUp));
            } finally {
                givenUp.set(true);
            }
        }

        /** The thread is given back soon after nobody waits any more. */
        private @Nullable T get(AtomicBoolean givenUp) throws Exception {
            while (!givenUp.get()) {
                try {
                    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    // looks whether somebody still waits
                } catch (ExecutionException e) {
                    throw exception(unwrapped(e));
                }
            }
            throw new CancellationException("nobody waits for it any more");
        }

        private static Exception exception(Throwable thrown) {
            if (thrown instanceof Error error) {
                throw error;
            }
            return thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
        }

        @Override
        public void cancel() {
            future.cancel(true);
        }
    }

    /** Of a coroutine's result. */
    record OfDeferred<T>(Deferred<T> deferred) implements Pending<T> {

        @Override
        @Suspendable
        public @Nullable T await() {
            return deferred.await();
        }

        @Override
        public void cancel() {
            deferred.cancel();
        }
    }

    /** Of a coroutine's end. */
    record OfJob(Job job) implements Pending<Void> {

        @Override
        @Suspendable
        public @Nullable Void await() {
            Event<Void> done = new Event<>();
            job.invokeOnCompletion(thrown -> {
                if (thrown == null) {
                    done.send(null);
                } else {
                    done.sendException(thrown);
                }
            });
            return done.await();
        }

        @Override
        public void cancel() {
            job.cancel();
        }
    }

    /** Of a green task's result. */
    record OfThread<T>(GreenThread<T> thread) implements Pending<T> {

        @Override
        @Suspendable
        public @Nullable T await() {
            return thread.await();
        }

        @Override
        @Suspendable
        public void cancel() {
            thread.kill();
        }
    }

    /** Of code without a result that runs in the task that waits. */
    record OfTask(Task code) implements Pending<Void> {

        @Override
        @Suspendable
        public @Nullable Void await() throws Exception {
            code.run();
            return null;
        }

        @Override
        public void cancel() {
            // the task is killed, and that is all
        }
    }

    /** Of code that runs in the task that waits. */
    record OfCode<T>(Callable<T> code) implements Pending<T> {

        @Override
        @Suspendable
        public @Nullable T await() throws Exception {
            return code.call();
        }

        @Override
        public void cancel() {
            // the task is killed, and that is all
        }
    }

    /** Of an event, which nobody but its sender can end. */
    record OfEvent<T>(Event<T> event) implements Pending<T> {

        @Override
        @Suspendable
        public @Nullable T await() {
            return event.await();
        }

        @Override
        public void cancel() {
            // whoever waited has gone, and that is all
        }
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
