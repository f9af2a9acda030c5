package io.greendoor.greenlet;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task that the loop runs, with a result to wait for: eventlet's {@code GreenThread}. Made by {@link Eventlet#spawn}.
 *
 * <p>What its task throws is what {@link #await} throws, and is logged by the loop as well, but for {@link
 * GreenletExit}.
 *
 * @param <T> its result
 */
// The end, on the green thread itself, in this order: the exit event is sent (waiters become ready but do not run),
// the links are called, control goes to the parent, which is the loop.
public class GreenThread<T> extends Greenlet {

    private static final System.Logger LOG = System.getLogger("io.greendoor.greenlet");

    private @Nullable Callable<T> task;
    private final SpinLock lock = new SpinLock();
    private @Nullable Event<T> exit; // guarded by lock; null: it has not ended, and nobody has asked
    private @Nullable Deque<Consumer<GreenThread<T>>> links; // guarded by lock; null: there is none
    private boolean resolving; // guarded by lock
    private boolean inPlace; // the thread that makes it

    GreenThread(Callable<T> task) {
        super(null, hub(), null);
        this.task = Objects.requireNonNull(task, "task");
    }

    /**
     * One whose task the caller runs itself, now: it has its result, and never starts. What is an {@link Error}, a kill
     * or a timeout mostly, is the caller's, and thrown here.
     */
    @Suspendable
    static <T> GreenThread<T> runInPlace(Callable<T> task) {
        GreenThread<T> thread = new GreenThread<>(task);
        thread.task = null;
        thread.inPlace = true;
        try {
            thread.exit().send(task.call());
        } catch (Exception failure) {
            thread.exit().sendException(failure);
            log("a task that was run in place threw an exception", failure);
        }
        return thread;
    }

    /** Whether {@link #await} would not wait. */
    final boolean hasEnded() {
        lock.lock();
        try {
            return exit != null && exit.ready();
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Suspendable
    protected final @Nullable Object run(Args args) throws Exception {
        Callable<T> task = this.task;
        if (task == null) {
            return null; // it ran in place
        }
        return task.call();
    }

    /**
     * Waits for the end. From any thread, by any number of waiters, any number of times.
     *
     * @return the task's result
     * @throws GreenletExit when it was killed; whatever the task threw, as the very same object
     */
    @Suspendable
    public @Nullable T await() {
        return exit().await();
    }

    @Override
    Object work() {
        Object body = super.work();
        Callable<T> given = task;
        return body != this || given == null ? body : given; // a body that was set runs instead of the task
    }

    private Event<T> exit() {
        lock.lock();
        try {
            Event<T> made = exit;
            if (made == null) {
                made = new Event<>("the end of a green thread", lock);
                exit = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Calls back at the end, on this green thread, before anybody who waits for it goes on; at once, in the caller,
     * when it has ended already. What a callback throws is logged, and the other callbacks are called all the same.
     */
    @Suspendable
    public void link(Consumer<GreenThread<T>> callback) {
        Objects.requireNonNull(callback, "callback");
        lock.lock();
        try {
            if (exit == null || !exit.ready() || resolving) {
                links = links == null ? new ArrayDeque<>(2) : links;
                links.add(callback);
                return;
            }
        } finally {
            lock.unlock();
        }
        callback.accept(this);
    }

    /**
     * Takes a callback back.
     *
     * @return whether it was there
     */
    public boolean unlink(Consumer<GreenThread<T>> callback) {
        lock.lock();
        try {
            return links != null && links.removeFirstOccurrence(callback);
        } finally {
            lock.unlock();
        }
    }

    /** Kills it with a new {@link GreenletExit}; see {@link Eventlet#kill(Greenlet, Throwable)}. */
    @Suspendable
    public void kill() {
        Eventlet.kill(this);
    }

    /** Kills it; see {@link Eventlet#kill(Greenlet, Throwable)}. */
    @Suspendable
    public void kill(Throwable throwable) {
        Eventlet.kill(this, throwable);
    }

    /** Kills it with a new {@link GreenletExit} if it has not started, else does nothing. */
    @Suspendable
    public void cancel() {
        cancel(new GreenletExit());
    }

    /** Kills it if it has not started, else does nothing. */
    @Suspendable
    public void cancel(Throwable throwable) {
        Objects.requireNonNull(throwable, "throwable");
        if (!coroutine().isStarted()) {
            kill(throwable);
        }
    }

    @Override
    @Suspendable
    @SuppressWarnings("unchecked") // the result is what run() returned
    void ended(@Nullable Object result, @Nullable Throwable failure) {
        super.ended(result, failure);
        task = null; // what it holds need not live as long as the result
        if (inPlace) {
            return; // it had ended before somebody started it by hand
        }
        lock.lock(); // it is the event's as well: nobody sees the one without the other
        try {
            resolving = links != null;
            if (failure == null) {
                exit().send((T) result);
            } else {
                exit().sendException(failure);
            }
            if (!resolving) {
                return;
            }
        } finally {
            lock.unlock();
        }
        for (Consumer<GreenThread<T>> link = nextLink(); link != null; link = nextLink()) {
            try {
                link.accept(this);
            } catch (Throwable thrown) {
                log("a link of a green thread threw an exception", thrown);
            }
        }
    }

    /** As the loop does, see {@link Debug#hubExceptions}. */
    private static void log(String what, Throwable thrown) {
        if (Scheduler.current().logsExceptions() && !(thrown instanceof GreenletExit)) {
            LOG.log(Level.ERROR, what, thrown);
        }
    }

    private @Nullable Consumer<GreenThread<T>> nextLink() {
        lock.lock();
        try {
            Consumer<GreenThread<T>> link = links == null ? null : links.poll();
            resolving = link != null;
            return link;
        } finally {
            lock.unlock();
        }
    }
}
