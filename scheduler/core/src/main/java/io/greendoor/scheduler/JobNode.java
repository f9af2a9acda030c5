package io.greendoor.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job, and the scope of its children.
 *
 * @param <T> its result
 */
// The life of a job: ACTIVE, then perhaps cancelling (`cause` is set), then its body ends (`bodyDone`), then, when
// the last child has ended, it has `ended`, for good. The cause is set once: by cancel(), by the body's failure, or
// by a child's; failures that come later are suppressed into it. So what a job ends with is settled only at its end.
//
// Cancelling goes down the tree at once, and ends each wait that it meets: a job is bound to the coroutine that runs
// its body (`runner`), whose innermost job decides whether it may wait (Coroutine.checkCancelled). Endings go up: a
// child tells its parent what it ended with, and a parent that is no supervisor is cancelled by a failure.
//
// Any thread may call in: everything here is guarded by `lock`, one for each tree. Nobody waits, and nobody's code is
// called, with the lock held; what has to happen on the loop is sent there.
final class JobNode<T> extends Chain.Link implements Deferred<T>, CoroutineScope {

    /** What a job does about a child's failure. */
    enum Kind {
        /** Fails with it. */
        SCOPE,
        /** Nothing. */
        SUPERVISOR,
        /** It is a launched or deferred task. */
        TASK
    }

    private final Scheduler scheduler;
    private final Kind kind;
    private final boolean keepsFailure;
    private final @Nullable JobNode<?> parent;
    private final SpinLock lock;
    private final WaitQueue<JobNode<T>> joiners;
    private final Chain children = new Chain();
    private @Nullable List<Consumer<@Nullable Throwable>> handlers; // null: there is none
    private @Nullable Coroutine runner;
    private @Nullable T result;
    private volatile @Nullable Throwable cause; // written with the lock held
    private boolean bodyDone;
    private boolean ended;

    private JobNode(Scheduler scheduler, Kind kind, boolean keepsFailure, @Nullable JobNode<?> parent) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.keepsFailure = keepsFailure;
        this.parent = parent;
        this.lock = parent == null ? new SpinLock() : parent.lock;
        this.joiners = new WaitQueue<>("the end of a job", lock, () -> {}); // all are woken: nobody is passed over
    }

    /** The job of a scope that the current coroutine is about to run; a child of its job, if it has one. */
    static <T> JobNode<T> scope(Kind kind, Coroutine runner, @Nullable JobNode<?> parent) {
        JobNode<T> scope = new JobNode<>(runner.scheduler(), kind, true, parent);
        scope.runner = runner;
        if (parent != null) {
            parent.adopt(scope);
        }
        return scope;
    }

    private void adopt(JobNode<?> child) {
        Throwable cancelled;
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("the scope has ended, and nothing can be started in it any more");
            }
            children.add(child);
            cancelled = cause;
        } finally {
            lock.unlock();
        }
        if (cancelled != null) {
            child.cancelBy(childCause(cancelled));
        }
    }

    @Override
    public Job launch(Task task) {
        Objects.requireNonNull(task, "task");
        return start(false, () -> {
            task.run();
            return null;
        });
    }

    @Override
    public <R> Deferred<R> async(Callable<R> task) {
        Objects.requireNonNull(task, "task");
        return start(true, task::call);
    }

    private <R> JobNode<R> start(boolean keepsFailure, TaskBody<R> task) {
        JobNode<R> child = new JobNode<>(scheduler, Kind.TASK, keepsFailure, this);
        Coroutine coroutine = Coroutine.create(scheduler, new JobBody<>(child, task));
        coroutine.job = child;
        child.runner = coroutine;
        adopt(child);
        try {
            scheduler.start(coroutine);
        } catch (RejectedExecutionException closed) {
            child.bodyEnded(null, new Cancelled("the loop of the scope is closed"));
            throw closed;
        }
        return child;
    }

    /** A task's work. */
    @FunctionalInterface
    interface TaskBody<R> {
        @Suspendable
        @Nullable
        R run() throws Exception;
    }

    /** Runs a task's work as the body of its coroutine. */
    record JobBody<R>(JobNode<R> job, TaskBody<R> task) implements CoroutineBody {

        @Override
        public String kind() {
            return job.keepsFailure ? "async" : "launch";
        }

        @Override
        @Suspendable
        public Handover run(@Nullable Object value, @Nullable Throwable error) {
            R result = null;
            Throwable failure = error == null ? job.cancellation() : error;
            if (failure == null) {
                try {
                    result = task.run();
                } catch (Throwable thrown) {
                    failure = thrown;
                }
            }
            job.bodyEnded(result, failure);
            return new Handover(job.scheduler.hub(), null, null);
        }
    }

    /** The body has ended; the job ends now, or with its last child. */
    @Suspendable
    void bodyEnded(@Nullable T value, @Nullable Throwable failure) {
        if (failure != null) {
            cancelBy(failure);
        }
        lock.lock();
        try {
            result = value;
            bodyDone = true;
        } finally {
            lock.unlock();
        }
        endIfDone();
    }

    @Suspendable
    private void endIfDone() {
        List<Consumer<@Nullable Throwable>> told;
        Throwable with;
        lock.lock();
        try {
            if (ended || !bodyDone || children.length() > 0) {
                return;
            }
            ended = true;
            with = cause;
            runner = null;
            told = handlers == null ? List.of() : handlers;
            handlers = null;
            joiners.wakeAll(this);
        } finally {
            lock.unlock();
        }
        for (Consumer<@Nullable Throwable> handler : told) {
            call(handler, with);
        }
        if (parent != null) {
            parent.childEnded(this, with);
        }
    }

    @Suspendable
    private void childEnded(JobNode<?> child, @Nullable Throwable with) {
        boolean failed = with != null && !(with instanceof ExpectedEnd);
        if (failed && kind == Kind.SUPERVISOR && !child.keepsFailure) {
            scheduler.logUncaught("a task of a supervisor scope", Objects.requireNonNull(with));
        } else if (failed && kind != Kind.SUPERVISOR && child.kind == Kind.TASK) {
            cancelBy(Objects.requireNonNull(with));
        }
        lock.lock();
        try {
            children.remove(child);
        } finally {
            lock.unlock();
        }
        endIfDone();
    }

    @Suspendable
    private void call(Consumer<@Nullable Throwable> handler, @Nullable Throwable with) {
        scheduler.fenceCallback("a job's completion handler", () -> handler.accept(with));
    }

    /** Sets the cause, or is suppressed into it; cancels the children and ends the runner's wait. */
    void cancelBy(Throwable why) {
        List<JobNode<?>> told;
        Coroutine interrupted;
        lock.lock();
        try {
            if (ended || !settle(why)) {
                return;
            }
            told = children();
            interrupted = bodyDone ? null : runner;
        } finally {
            lock.unlock();
        }
        told.forEach(child -> child.cancelBy(childCause(why)));
        if (interrupted != null) {
            interrupted.cancelWait();
        }
    }

    /**
     * Whether it is the first; a failure goes before a mere cancellation, others are suppressed. With the lock held.
     */
    private boolean settle(Throwable why) {
        Throwable first = cause;
        if (first == null) {
            cause = why;
            return true;
        }
        if (first == why || why instanceof Cancelled) {
            return false;
        }
        if (first instanceof Cancelled) {
            cause = why; // a failure, or a kill
        } else if (!(why instanceof ExpectedEnd)
                && !Arrays.asList(first.getSuppressed()).contains(why)) {
            first.addSuppressed(why);
        }
        return false;
    }

    private List<JobNode<?>> children() {
        List<JobNode<?>> all = new ArrayList<>(children.length());
        children.forEach(child -> all.add((JobNode<?>) child));
        return all;
    }

    private static Throwable childCause(Throwable why) {
        if (why instanceof Cancelled) {
            return why;
        }
        Cancelled cancelled = new Cancelled("cancelled, because the scope it belongs to failed");
        cancelled.initCause(why);
        return cancelled;
    }

    /** What a wait throws in this job: null while it is not cancelled. */
    @Nullable
    Throwable cancellation() {
        Throwable why = cause;
        return why == null ? null : childCause(why);
    }

    /** Waits for the children, whatever is thrown in meanwhile: that cancels them. On the runner. */
    @Suspendable
    void awaitEnd(Coroutine runner) {
        runner.shields++; // cancelled or not, a scope ends when its children have
        try {
            while (!isCompleted()) {
                awaitEndOrCancel(runner);
            }
        } finally {
            runner.shields--;
        }
    }

    @Suspendable
    private void awaitEndOrCancel(Coroutine runner) {
        int before = runner.suspensions();
        try {
            joiners.await(() -> ended ? this : null, null);
        } catch (Throwable thrown) {
            cancelBy(thrown);
            if (runner.suspensions() == before) {
                throw thrown; // it was not thrown into the wait: where this stands on the stack one cannot wait at all
            }
        }
    }

    /** The result of a job that has ended; throws what it ended with. */
    @Nullable
    T outcome() {
        lock.lock();
        try {
            if (cause != null) {
                throw Sneaky.raise(cause);
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Suspendable
    public void join() {
        Coroutine.current().checkCancelled();
        joiners.await(() -> ended ? this : null, null);
    }

    @Override
    @Suspendable
    public @Nullable T await() {
        try {
            join();
        } catch (Cancelled cancelled) {
            // Its failure has cancelled the waiting task as well: then that is what is thrown, and not the consequence.
            Throwable why = cause;
            if (isCompleted() && why != null && cancelled.getCause() == why) {
                throw Sneaky.raise(why);
            }
            throw cancelled;
        }
        return outcome();
    }

    @Override
    public @Nullable T getCompleted() {
        if (!isCompleted()) {
            throw new IllegalStateException("the task has not ended: await() it");
        }
        return outcome();
    }

    @Override
    public void cancel() {
        cancel("the job was cancelled");
    }

    @Override
    public void cancel(String message) {
        cancelBy(new Cancelled(Objects.requireNonNull(message, "message")));
    }

    @Override
    public boolean isActive() {
        lock.lock();
        try {
            return cause == null && !ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isCompleted() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isCancelled() {
        lock.lock();
        try {
            return cause != null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a completion handler back. */
    void forget(Consumer<@Nullable Throwable> handler) {
        lock.lock();
        try {
            if (handlers != null) {
                handlers.remove(handler);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Suspendable
    public void invokeOnCompletion(Consumer<@Nullable Throwable> handler) {
        Objects.requireNonNull(handler, "handler");
        Throwable with;
        lock.lock();
        try {
            if (!ended) {
                handlers = handlers == null ? new ArrayList<>(1) : handlers;
                handlers.add(handler);
                return;
            }
            with = cause;
        } finally {
            lock.unlock();
        }
        call(handler, with);
    }
}
