package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Fiber;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A stackful, symmetric coroutine of one loop: whoever runs names the next one to run and hands it a value or an
 * exception.
 *
 * <p>This is the low level on which greenlets and green threads stand; to write programs, use those. All methods
 * belong to the loop's thread unless they say otherwise.
 */
// Symmetric out of asymmetric: a coroutine that transfers only writes the target's name into its scheduler and
// suspends its fiber; the trampoline (Scheduler.drive), under all of them on the loop's thread, then resumes the one
// named. So stacks never nest, and a chain of switches runs in constant depth.
//
// Two coroutines of each loop have no fiber. The ROOT is the plain thread that owns the loop: its transfers run the
// trampoline until somebody names the root. The HUB is the loop itself: to name it is to say "whoever is ready".
// Callbacks run as the hub, on the root's stack.
//
// Invariants: at most one coroutine of a loop runs (Scheduler.current). value, error and origin are written by the
// one that transfers, and taken by the target before any other code of its runs (arrive), so a listener that switches
// loses nothing. Only the loop's thread touches the plain fields.
public final class Coroutine implements Fiber.Host {

    enum Kind {
        ROOT,
        HUB,
        TASK,
        /** A task of the hub's own: listeners are not told of it. */
        ERRAND
    }

    // Written with release only: what follows a start or an end needs no fence, and both are on the path of each spawn.
    private static final VarHandle DONE;
    private static final VarHandle STARTED;
    private static final VarHandle ATTACHMENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DONE = lookup.findVarHandle(Coroutine.class, "done", boolean.class);
            STARTED = lookup.findVarHandle(Coroutine.class, "started", boolean.class);
            ATTACHMENT = lookup.findVarHandle(Coroutine.class, "attachment", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Scheduler scheduler;
    private final Kind kind;
    private final @Nullable CoroutineBody body;
    private final long number;
    private final long spawnedBy;
    private final long bornNanos;
    private @Nullable String name;
    TaskLocals locals;
    TaskRegistry.@Nullable Entry registered;

    /** The innermost job or scope that it runs; cancelled, it may not wait. */
    @Nullable
    JobNode<?> job;

    /** How many sections it is in that may wait all the same. */
    int shields;

    private int suspensions;

    /** The wait that it is in. */
    @Nullable
    Parked parked;

    private @Nullable Fiber fiber;
    private volatile boolean done;
    private volatile boolean started;
    private boolean entered;
    boolean leaving; // it runs a switch-out action
    private @Nullable Object value;
    private @Nullable Throwable error;
    private @Nullable Coroutine origin;
    private @Nullable Throwable interruption;
    private @Nullable SwitchOut switchOut;
    private volatile @Nullable Object attachment;

    Coroutine(Scheduler scheduler, Kind kind) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.body = null;
        this.number = 0;
        this.spawnedBy = 0;
        this.bornNanos = 0;
        this.started = true;
        this.locals = TaskLocals.NONE;
    }

    private Coroutine(Scheduler scheduler, Kind kind, CoroutineBody body, Coroutine creator) {
        this.scheduler = scheduler;
        this.kind = kind;
        this.body = body;
        this.number = creator.scheduler.registry().takeNumber();
        this.spawnedBy = creator.number;
        this.bornNanos = scheduler.nanoTime();
        this.locals = creator.locals;
    }

    private Coroutine(Scheduler scheduler, CoroutineBody body, Coroutine twin, @Nullable Object attachment) {
        this.scheduler = scheduler;
        this.kind = Kind.TASK;
        this.body = body;
        this.number = twin.number;
        this.spawnedBy = twin.spawnedBy;
        this.bornNanos = scheduler.nanoTime();
        this.name = twin.name;
        this.locals = twin.locals;
        this.attachment = attachment;
    }

    /**
     * Makes a coroutine of the calling thread's loop that has not started; the first transfer to it starts it. It
     * inherits the caller's {@link TaskLocal}s.
     */
    public static Coroutine create(CoroutineBody body) {
        Coroutine creator = current();
        return new Coroutine(creator.scheduler, Kind.TASK, body, creator);
    }

    /** As {@link #create(CoroutineBody)}, for a loop that need not be the calling thread's. */
    static Coroutine create(Scheduler scheduler, CoroutineBody body) {
        return new Coroutine(scheduler, Kind.TASK, body, current());
    }

    /** Makes the task of an {@link Errand}. */
    static Coroutine errand(Scheduler scheduler, Errand body) {
        return new Coroutine(scheduler, Kind.ERRAND, body, scheduler.hub());
    }

    /** The coroutine whose code the calling thread runs: a task, the loop's hub in a callback, or the thread's root. */
    public static Coroutine current() {
        Coroutine current = currentOrNull();
        return current != null ? current : Scheduler.current().running();
    }

    /** As {@link #current()}, but null on a plain thread that has no loop yet. */
    static @Nullable Coroutine currentOrNull() {
        Fiber.Host host = Engines.currentHost();
        if (host != null) {
            return (Coroutine) host;
        }
        Scheduler scheduler = Scheduler.currentOrNull();
        return scheduler == null ? null : scheduler.running();
    }

    /**
     * This coroutine for another loop, which it may be meant for before it starts; itself when it is of that loop.
     *
     * @throws IllegalStateException when it has started
     */
    public Coroutine onLoop(Scheduler loop) {
        if (started || body == null) {
            throw new IllegalStateException(this + " has started and stays on its loop");
        }
        if (loop == scheduler) {
            return this;
        }
        return new Coroutine(loop, body, this, attachment);
    }

    /** Whether it is the one that runs on its loop. From any thread, as of a moment ago. */
    public boolean isRunning() {
        return scheduler.running() == this;
    }

    /** The loop it belongs to. From any thread. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Whether it has run at all. True of root and hub. From any thread. */
    public boolean isStarted() {
        return started;
    }

    /** Whether its body has ended. From any thread. */
    public boolean isDone() {
        return done;
    }

    /** Whether it is stuck in a blocking call of the JDK's, from which only that call's end brings it back. */
    public boolean isBlocked() {
        Fiber own = fiber; // it is gone with the task, and others may look
        return own != null && started && !done && !own.isSuspended() && scheduler.running() != this;
    }

    /** Its number among all tasks of all loops; 0 for a root or a hub. From any thread. */
    public long number() {
        return number;
    }

    /** The number of the task that made it; 0 when a plain thread or a callback did. */
    long spawnedBy() {
        return spawnedBy;
    }

    /** When it was made, in the loop's time. */
    long bornNanos() {
        return bornNanos;
    }

    /** What it is called, see {@link Coroutines#nameTask}. From any thread, as of a moment ago. */
    public String name() {
        String given = name;
        if (given != null) {
            return given;
        }
        if (body != null) {
            return body.kind();
        }
        return kind == Kind.HUB ? "a callback" : "thread \"" + scheduler.threadName() + "\"";
    }

    /** Number and name, for whoever has to be told which one is meant. From any thread, as of a moment ago. */
    public String title() {
        return isTask() ? "task " + number + " (" + name() + ")" : name();
    }

    /** Gives it a name for snapshots. */
    void setName(@Nullable String name) {
        this.name = name;
    }

    /** What it is parked in, if it is. From any thread, as of a moment ago. */
    @Nullable
    Parked parked() {
        return parked;
    }

    /** Whether it is neither root nor hub. */
    boolean isTask() {
        return kind != Kind.ROOT && kind != Kind.HUB;
    }

    /** What the layer above keeps with this coroutine. From any thread. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Keeps something of the layer above with this coroutine. From any thread. */
    public void attach(@Nullable Object object) {
        ATTACHMENT.setRelease(this, object);
    }

    /**
     * Says what to run whenever this task gives up control without ending, before anybody else runs: eventlet's {@code
     * switch_out}. It may need locks that the task holds: it runs in the task itself; or, on an engine where a task that
     * blocks lets others run, right after, in a task of its own, of which there is one at a time: what it could not be told
     * meanwhile it is told once more. Apart from locks it must not wait, nor switch. What it throws is logged. A transfer that
     * is refused may have been told as well.
     */
    public void onSwitchOut(@Nullable Runnable action) {
        switchOut = action == null ? null : new SwitchOut(this, action);
    }

    /**
     * The frames of a started coroutine that does not run, innermost first, with the engine's own at either end; empty
     * otherwise. From any thread.
     */
    public StackTraceElement[] stackTrace() {
        Fiber fiber = this.fiber;
        if (kind == Kind.HUB || done || scheduler.running() == this) {
            return new StackTraceElement[0];
        }
        if (kind == Kind.ROOT) {
            return scheduler.thread().getStackTrace();
        }
        return fiber == null ? new StackTraceElement[0] : fiber.stackTrace();
    }

    /** The frames of one that runs, innermost first; for other threads' eyes. */
    StackTraceElement[] runningStack() {
        Fiber own = fiber;
        return own == null ? scheduler.runner().getStackTrace() : own.stackTrace();
    }

    /**
     * Gives control to {@code target}, which gets {@code sent} as the result of its own pending transfer, or as the
     * first value of its body. Called by the running coroutine on itself.
     *
     * <p>A target that is stuck in a blocking call of the JDK's cannot be given a value. If something is thrown, it is
     * interrupted, and gets that where it next waits or as the cause of its end, whichever comes first; control goes to
     * the hub meanwhile.
     *
     * @param thrown what is thrown there instead, this very object; null: nothing
     * @return what somebody sends when control comes back
     * @throws IllegalStateException when the target is dead, of another loop, or stuck in a blocking call of the JDK's
     *     and nothing is thrown
     */
    // One method, and no more of ours than needed on the stack: on each suspension engines copy, or leave and enter
    // again, the frames between the loop and the one that suspends.
    @Suspendable
    public @Nullable Object transfer(Coroutine target, @Nullable Object sent, @Nullable Throwable thrown) {
        Fiber own = fiber;
        if (switchOut != null && own != null && target != this) {
            switchOut.before();
        }
        Coroutine next = prepare(target, sent, thrown);
        if (own == null || next == this) {
            if (next != this) {
                scheduler.trampoline().drive(this, next);
            }
            return kind == Kind.HUB ? arriveInHub() : arrive();
        }
        scheduler.trampoline().name(next);
        try {
            own.suspend();
        } catch (Throwable impossible) { // the stack is full, or has a frame on it that the engine cannot leave
            scheduler.trampoline().name(this);
            next.clear();
            throw impossible;
        }
        return arrive();
    }

    /** Lays ready what {@code target} gets; returns who runs next. Throws if that cannot be. */
    private Coroutine prepare(Coroutine target, @Nullable Object sent, @Nullable Throwable thrown) {
        throwInterruption();
        if (leaving || scheduler.running() != this || target.scheduler != scheduler || target.done) {
            throw refusal(target);
        }
        if (target.isBlocked()) {
            if (thrown == null) {
                throw refusal(target);
            }
            target.interrupt(thrown);
            return scheduler.hub();
        }
        if (thrown == null && scheduler.listener() == null) {
            target.put(sent, null); // nobody will ask who sent it
        } else {
            target.lay(this, sent, thrown);
        }
        return target;
    }

    /**
     * Takes back what was thrown into this coroutine while it was in a blocking call of the JDK's, if it has not met
     * it yet. Called by the coroutine itself; for others it is too late.
     */
    public void withdraw(Throwable thrown) {
        if (currentOrNull() == this && interruption == thrown) {
            interruption = null;
            Thread.interrupted(); // the interrupt was ours
        }
    }

    /** Throws into a blocking call of the JDK's. */
    void interrupt(Throwable thrown) {
        if (interruption == null) {
            interruption = thrown;
        } else if (interruption != thrown) {
            interruption.addSuppressed(thrown);
        }
        fiber().thread().interrupt();
    }

    /** In a callback. Nobody but the log is there to catch what a dying task threw. */
    private @Nullable Object arriveInHub() {
        Trampoline trampoline = scheduler.trampoline();
        for (Coroutine errand = trampoline.tellHub(); errand != null; errand = trampoline.tellHub()) {
            trampoline.drive(this, errand);
        }
        return null;
    }

    /** Lays ready what the next {@link #arrive} of this coroutine takes. */
    void lay(Coroutine from, @Nullable Object sent, @Nullable Throwable thrown) {
        origin = from;
        put(sent, thrown);
    }

    private void put(@Nullable Object sent, @Nullable Throwable thrown) {
        if (value != sent) { // here and below: what is there already is not written again, which costs a barrier
            value = sent;
        }
        if (error != thrown) {
            error = thrown;
        }
    }

    /** Takes away what was laid; the origin too, which must not live as long as this one. */
    void clear() {
        if (origin != null) {
            origin = null;
        }
        if (value != null) {
            value = null;
        }
        if (error != null) {
            error = null;
        }
    }

    /** As {@link #lay}, for a value; returns this. */
    Coroutine laid(Coroutine from, @Nullable Object sent) {
        lay(from, sent, null);
        return this;
    }

    /**
     * How often control has come to it: while that does not change, it has not given way. Only the loop's thread sees it
     * exactly.
     */
    public int suspensions() {
        return suspensions;
    }

    /** What its job was cancelled by, if it was and that matters here; else null. */
    @Nullable
    Throwable cancellation() {
        return job == null || shields > 0 ? null : job.cancellation();
    }

    /** Throws what its job was cancelled by: at the beginning of each wait. */
    void checkCancelled() {
        Throwable cancelled = cancellation();
        if (cancelled != null) {
            throw Sneaky.raise(cancelled);
        }
    }

    /** Throws unless it may begin a wait. */
    void checkMayWait() {
        if (kind == Kind.HUB || leaving) {
            throw new IllegalStateException((leaving ? SwitchOut.NAME : "a callback of the loop")
                    + " must not wait: it holds up every task; spawn one instead");
        }
        checkCancelled();
    }

    /** Its job was cancelled: ends its wait, if it is in one. From any thread. */
    void cancelWait() {
        scheduler.enqueue(() -> {
            Throwable cancelled = cancellation();
            if (done || parked == null || cancelled == null) {
                return null;
            }
            lay(scheduler.hub(), null, cancelled);
            return this;
        });
    }

    /** Takes what was laid, into an entry that lays it again when its turn comes. */
    Ready unlaid() {
        Coroutine from = origin();
        Object sent = value;
        Throwable thrown = error;
        clear();
        return () -> {
            lay(from, sent, thrown);
            return this;
        };
    }

    /** Who sent what {@link #arrive} takes. */
    Coroutine origin() {
        return origin == null ? this : origin;
    }

    /** Takes what was sent, tells the listener, and returns or throws it. */
    @Suspendable
    @Nullable
    Object arrive() {
        Object sent = value;
        Throwable thrown = error;
        Coroutine from = origin();
        clear();
        suspensions++;
        if (scheduler.listener() != null && kind != Kind.ERRAND) {
            settleWait(thrown);
            tellSwitch(from, thrown != null);
        }
        if (thrown != null) {
            throw Sneaky.raise(thrown);
        }
        return sent;
    }

    /** Errands are the hub's own affair. */
    @Suspendable
    private void tellSwitch(Coroutine from, boolean throwing) {
        Coroutine told = from.kind == Kind.ERRAND ? scheduler.hub() : from;
        if (told != from && told == this) {
            return;
        }
        scheduler.trampoline().tellSwitch(told, this, throwing);
    }

    /** A listener may wait itself: by then it must be settled how the wait ended that control has come back to. */
    private void settleWait(@Nullable Throwable thrown) {
        Parked was = parked;
        if (was != null) {
            parked = null;
            was.left(thrown);
        }
    }

    /** What was thrown into a blocking call of the JDK's is thrown at the first wait after it. */
    private void throwInterruption() {
        Throwable thrown = interruption;
        if (thrown != null) {
            interruption = null;
            Thread.interrupted(); // the interrupt was ours, a means to end that call
            throw Sneaky.raise(thrown);
        }
    }

    private IllegalStateException refusal(Coroutine target) {
        if (leaving) {
            return new IllegalStateException(SwitchOut.NAME + " must not switch; spawn a task for that");
        }
        if (scheduler.running() != this) {
            return new IllegalStateException("only the running coroutine may transfer: " + this + " does not run");
        }
        if (target.scheduler != scheduler) {
            return new IllegalStateException(target + " belongs to another loop");
        }
        if (target.done) {
            return new IllegalStateException(target + " is dead");
        }
        return new IllegalStateException(target + " is in a blocking call of the JDK's and cannot be switched to until"
                + " that returns; only an exception can be thrown into it");
    }

    /** Runs it on until it suspends, ends or blocks. The trampoline only. */
    void resume() {
        if (started) {
            fiber().resume();
            return;
        }
        STARTED.setRelease(this, true);
        try {
            fiber = scheduler.newFiber(this);
            fiber.resume();
        } catch (Throwable noStack) { // no memory or no thread for it, mostly: the task dies of that, and nobody else
            clear();
            scheduler.trampoline().endCarrying(); // what the body does now, it does on the loop's own thread
            end(body().run(null, noStack));
        }
    }

    /** Whom to run first, now that it has given up control. */
    @Nullable
    Coroutine switchOutTeller() {
        return switchOut == null ? null : switchOut.after();
    }

    /**
     * The task's whole life, from the arrival of the first transfer to the last hand-over. Called by its fiber only.
     *
     * @throws IllegalStateException when somebody else does
     */
    @Override
    @Suspendable
    public void run() {
        if (entered || fiber == null) {
            throw new IllegalStateException(this + " is run by its fiber, once");
        }
        entered = true;
        Object sent = null;
        Throwable thrown = null;
        try {
            sent = arrive();
        } catch (Throwable t) {
            thrown = t;
        }
        Handover last;
        try {
            last = body().run(sent, thrown);
        } catch (Throwable broken) { // it must not; but then nobody would be next, and the loop would wait for its end
            last = new Handover(scheduler.hub(), null, broken);
        }
        end(last);
    }

    private void end(Handover last) {
        last.to().lay(this, last.value(), last.error());
        DONE.setRelease(this, true);
        switchOut = null;
        fiber = null; // its stack need not live as long as the result that somebody keeps this for
        scheduler.ended(this);
        scheduler.trampoline().name(last.to());
    }

    private CoroutineBody body() {
        if (body == null) {
            throw new IllegalStateException(this + " has no body");
        }
        return body;
    }

    /**
     * What ends a task, or a part of it, that was blocked in a call of the JDK's when something was thrown into it: that,
     * rather than the interrupt that it came as. Called by the coroutine itself, for the layer above, as that ends; then it
     * is not thrown any more.
     */
    public @Nullable Throwable takeInterruption() {
        Throwable thrown = interruption;
        if (thrown != null) {
            interruption = null;
            Thread.interrupted(); // the interrupt was ours
        }
        return thrown;
    }

    /** A blocking call of the JDK's has ended: the task queues up again. */
    @Override
    public void fiberReady() {
        scheduler.enqueue(() -> isBlocked() ? this : null);
    }

    /**
     * Throws into it what tells it to end. The loop's thread only.
     *
     * @return who runs next, for the entry that calls this
     */
    Coroutine exit(String why) {
        Throwable exit = body().exit(why);
        if (!isBlocked()) {
            lay(scheduler.hub(), null, exit);
        } else if (kind != Kind.ERRAND) { // which may be about to log: an interrupt would close the log's file
            interrupt(exit); // the call may have returned already: then it goes on, else nothing happens
        }
        return this;
    }

    /** Tells it to end, by its job if it is a task of one: that is for good. From any thread. */
    void end(String why) {
        boolean isCancelled = body instanceof JobNode.JobBody<?>;
        if (body instanceof JobNode.JobBody<?> own) {
            own.job().cancel(why);
        }
        scheduler.enqueue(() -> done || (isCancelled && !isBlocked()) ? null : exit(why));
    }

    boolean isHub() {
        return kind == Kind.HUB;
    }

    private Fiber fiber() {
        if (fiber == null) {
            throw new IllegalStateException(this + " has no fiber");
        }
        return fiber;
    }

    @Override
    public String toString() {
        Object named = attachment;
        return named != null ? named.toString() : kind.name().toLowerCase(Locale.ROOT) + " coroutine";
    }
}
