package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.CoroutineBody;
import io.greendoor.scheduler.Handover;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.SwitchListener;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A small, cooperative thread of control that is switched to by name: greenlet's {@code greenlet}.
 *
 * <p>A greenlet runs when somebody calls {@link #switchTo} on it, and until it switches to another. When its body
 * ends, its {@link #parent} goes on, with the body's result or exception. Each thread has a root greenlet, its plain
 * self, from which all others descend. Give a {@link Body}, or override {@link #run(Args)}.
 *
 * <p>A greenlet belongs to the thread of its root; used from another it throws {@link GreenletError}. One that is
 * dropped while suspended is not killed, but may be collected.
 */
// A greenlet is a name, a parent and a body around a Coroutine, which does the switching; its state is the
// coroutine's. Until the first switch it belongs to whatever thread its parents do, so the coroutine is moved there
// when it starts (ready()).
//
// Every way in goes the same three steps: may the caller switch to it at all (checkThread), who is really meant
// (living(): a dead greenlet stands for its parent), and can that one run (ready(): an unstarted one needs a body).
// Only then does control move. The death rule is their mirror image (lastWords).
public class Greenlet {

    // Written with release only: a greenlet is made too often for a volatile write's fence, and nothing here needs one.
    private static final VarHandle PARENT;
    private static final VarHandle BODY;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PARENT = lookup.findVarHandle(Greenlet.class, "parent", Greenlet.class);
            BODY = lookup.findVarHandle(Greenlet.class, "body", Body.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final System.Logger LOG = System.getLogger("io.greendoor.greenlet");

    private volatile Coroutine coroutine;
    private volatile @Nullable Greenlet parent;
    private volatile @Nullable Body body;
    private volatile boolean bodyWins; // over an overridden run(Args)
    private boolean bodyRan;

    /**
     * Makes a greenlet without a body: {@link #setRun} one, or override {@link #run(Args)}. Its parent is the current
     * one.
     */
    public Greenlet() {
        this(null, getCurrent(), null);
    }

    /** Makes a greenlet that has not started. Its parent is the current one. */
    public Greenlet(Body body) {
        this(Objects.requireNonNull(body, "body"), getCurrent(), null);
    }

    /**
     * Makes a greenlet that has not started.
     *
     * @param body what it runs
     * @param parent who goes on when it ends; null: the current one
     */
    public Greenlet(Body body, @Nullable Greenlet parent) {
        this(Objects.requireNonNull(body, "body"), parent == null ? getCurrent() : parent, null);
    }

    /** The greenlet of {@code existing}, or of a coroutine of its own. */
    @SuppressWarnings("this-escape") // its coroutine cannot run before somebody switches to it
    Greenlet(@Nullable Body body, @Nullable Greenlet parent, @Nullable Coroutine existing) {
        Coroutine own = existing == null ? Coroutine.create(new Life(this)) : existing;
        BODY.setRelease(this, body);
        PARENT.setRelease(this, parent);
        this.coroutine = own;
        own.attach(this);
    }

    /** The calling thread's loop as a greenlet: the parent of green threads. */
    static Greenlet hub() {
        return of(Scheduler.current().hub());
    }

    /** The greenlet of a coroutine; made on first use for a thread's root, its loop and tasks that are no greenlets. */
    static Greenlet of(Coroutine coroutine) {
        if (coroutine.attachment() instanceof Greenlet greenlet) {
            return greenlet;
        }
        Scheduler scheduler = coroutine.scheduler();
        Greenlet parent = coroutine == scheduler.root()
                ? null
                : of(coroutine == scheduler.hub() ? scheduler.root() : scheduler.hub());
        return new Greenlet(null, parent, coroutine);
    }

    /** The greenlet that calls; the thread's root when no other runs. */
    public static Greenlet getCurrent() {
        return of(Coroutine.current());
    }

    /**
     * What the greenlet runs, for subclasses to override; as it is, it runs the {@link Body} that was given. One that was
     * given to the constructor and never runs, since this is overridden, is reported in the log.
     *
     * @param args what the first switch sent
     * @return what the parent gets
     * @throws Exception anything: it is thrown in the parent
     */
    @Suspendable
    protected @Nullable Object run(Args args) throws Exception {
        return runGiven(args);
    }

    /**
     * Gives control to this greenlet: starts it with these arguments, or sends them to where it is suspended. Returns
     * when somebody switches back to the caller. A dead greenlet stands for its parent; switching to oneself returns
     * at once.
     *
     * @return what was sent to the caller: see {@link Args#value()}
     * @throws GreenletError when it belongs to another thread
     * @throws IllegalStateException when it has nothing to run; it stays unstarted
     */
    @Suspendable
    public @Nullable Object switchTo(@Nullable Object... args) {
        Coroutine self = Coroutine.current();
        if (canSimplyGo(self)) {
            return self.transfer(coroutine, Args.valueOf(args), null);
        }
        return switchTo(Args.of(args));
    }

    /**
     * Whether it is an ordinary case: the target lives on the caller's loop, and is no green thread. Then control simply
     * moves; all that the long way does besides has nothing to do.
     */
    private boolean canSimplyGo(Coroutine self) {
        Coroutine target = coroutine;
        return target.isStarted()
                && !target.isDone()
                && target.scheduler() == self.scheduler()
                && (parent == null || parent.coroutine != self.scheduler().hub());
    }

    /** As {@link #switchTo(Object...)}. */
    @Suspendable
    public @Nullable Object switchTo(Args args) {
        Objects.requireNonNull(args, "args");
        checkThread();
        Greenlet target = living().ready();
        return target.enter(target.arriving(args), null, false);
    }

    /** Throws a new {@link GreenletExit} into this greenlet; see {@link #throwTo(Throwable)}. */
    @Suspendable
    public @Nullable Object throwTo() {
        return throwTo(new GreenletExit());
    }

    /**
     * Gives control to this greenlet and throws {@code throwable}, this very object, where it is suspended. An
     * unstarted greenlet dies of it without running. A dead one stands for its parent, which gets a {@link
     * GreenletExit} as a value.
     *
     * @return what is sent to the caller when control comes back to it; when this greenlet dies of a {@link
     *     GreenletExit} and the caller is its parent, that object
     * @throws GreenletError when it belongs to another thread
     * @throws IllegalStateException when it has not started and has nothing to run
     */
    @Suspendable
    public @Nullable Object throwTo(Throwable throwable) {
        return throwTo(throwable, false);
    }

    /**
     * As {@link #throwTo(Throwable)}.
     *
     * @param comeBack whether the caller goes on when everything that is ready now has run, even if nobody switches
     *     to it
     */
    @Suspendable
    final @Nullable Object throwTo(Throwable throwable, boolean comeBack) {
        Objects.requireNonNull(throwable, "throwable");
        checkThread();
        Greenlet target = living().ready();
        if (target != this && throwable instanceof GreenletExit) {
            return target.enter(target.arriving(Args.of(throwable)), null, comeBack);
        }
        return target.enter(null, throwable, comeBack);
    }

    /** Transfers from whoever runs to this greenlet. */
    @Suspendable
    private @Nullable Object enter(@Nullable Object sent, @Nullable Throwable thrown, boolean comeBack) {
        Coroutine self = Coroutine.current();
        Scheduler scheduler = self.scheduler();
        // A green thread gives control to the loop, not to whoever switched to it by hand: that one would never go on.
        boolean queues = self != scheduler.hub() && self != coroutine && (comeBack || parent == of(scheduler.hub()));
        Scheduler.Timer back = queues ? scheduler.scheduleTransfer(Duration.ZERO, self, null) : null;
        try {
            return self.transfer(coroutine, sent, thrown);
        } finally {
            if (back != null) {
                back.cancel();
            }
        }
    }

    /** Whether its body has ended, or its thread has. From any thread. */
    public boolean isDead() {
        Coroutine coroutine = this.coroutine;
        return coroutine.isDone()
                || (coroutine.isStarted() && !coroutine.scheduler().isAlive());
    }

    /** Whether it has started and is not dead. From any thread. */
    public boolean isActive() {
        return coroutine.isStarted() && !isDead();
    }

    /** Who goes on when this greenlet ends; null for a thread's root. From any thread. */
    public @Nullable Greenlet parent() {
        return parent;
    }

    /**
     * Changes who goes on when this greenlet ends; at any time.
     *
     * @throws IllegalStateException for a thread's root
     * @throws IllegalArgumentException when {@code parent} descends from this greenlet, or belongs to another thread
     *     although this one has started
     */
    public void setParent(Greenlet parent) {
        Objects.requireNonNull(parent, "parent");
        if (this.parent == null) {
            throw new IllegalStateException("a thread's root greenlet cannot have a parent");
        }
        for (Greenlet each = parent; each != null; each = each.parent) {
            if (each == this) {
                throw new IllegalArgumentException("cyclic parent chain: " + parent + " descends from " + this);
            }
        }
        if (coroutine.isStarted() && parent.home() != coroutine.scheduler()) {
            throw new IllegalArgumentException("parent cannot be on a different thread: " + parent + " belongs to \""
                    + parent.home().threadName() + "\", this greenlet to \""
                    + coroutine.scheduler().threadName() + "\"");
        }
        this.parent = parent;
    }

    /**
     * Sets what the greenlet runs; it goes before an overridden {@link #run(Args)}.
     *
     * @throws IllegalStateException once it has started
     */
    public void setRun(Body body) {
        Objects.requireNonNull(body, "body");
        if (coroutine.isStarted()) {
            throw new IllegalStateException("run cannot be set after the start of the greenlet: " + this);
        }
        this.body = body;
        this.bodyWins = true;
    }

    /**
     * The stack of a suspended greenlet, from where it is suspended (first) to its entry; empty when it has not
     * started, runs, or is dead. From any thread.
     */
    public StackTraceElement[] stackTrace() {
        return isDead() ? new StackTraceElement[0] : StackTraces.trim(coroutine.stackTrace());
    }

    /**
     * Sets who is told about the switches of the calling thread.
     *
     * @param trace null: nobody
     * @return who was told before, or null
     */
    public static @Nullable Trace setTrace(@Nullable Trace trace) {
        Trace previous = getTrace();
        Scheduler.current().setListener(trace == null ? null : new Tracing(trace));
        return previous;
    }

    /** Who is told about the switches of the calling thread, or null. */
    public static @Nullable Trace getTrace() {
        return Scheduler.current().listener() instanceof Tracing tracing ? tracing.trace() : null;
    }

    final Coroutine coroutine() {
        return coroutine;
    }

    /** Called on this greenlet when its body has ended, before its parent gets control. Must not throw. */
    @Suspendable
    void ended(@Nullable Object result, @Nullable Throwable failure) {
        BODY.setRelease(this, null); // what it holds need not live as long as the greenlet
    }

    /** What it runs: this itself, unless it was given something. From any thread, as of a moment ago. */
    Object work() {
        Body given = body;
        return given == null ? this : given;
    }

    /** Who is really meant: the nearest one up the parents that is not dead. */
    private Greenlet living() {
        Greenlet target = this;
        while (target.coroutine.isDone()) {
            target = target.parentOrFail();
        }
        return target;
    }

    /** Makes sure that it can be switched to, being unstarted or suspended. */
    private Greenlet ready() {
        if (!coroutine.isStarted()) {
            if (!hasRun()) {
                throw missingRun();
            }
            coroutine = coroutine.onLoop(Scheduler.current());
        }
        return this;
    }

    private boolean hasRun() {
        return body != null || Overrides.run(getClass());
    }

    private IllegalStateException missingRun() {
        return new IllegalStateException(this + " has no run: give it a body, call setRun, or override run(Args)");
    }

    /**
     * What arrives in this greenlet when it is sent {@code args}: a body starts with them, a pending switch returns
     * their value.
     */
    private @Nullable Object arriving(Args args) {
        return coroutine.isStarted() ? args.value() : args;
    }

    /** The loop it belongs to: its own once it has started, until then its nearest started ancestor's. */
    private Scheduler home() {
        Greenlet each = this;
        while (!each.coroutine.isStarted()) {
            each = each.parentOrFail();
        }
        return each.coroutine.scheduler();
    }

    private Greenlet parentOrFail() {
        return Objects.requireNonNull(parent, "only a root greenlet has no parent, and it is never dead or unstarted");
    }

    private void checkThread() {
        Scheduler home = home();
        Scheduler here = Scheduler.current();
        if (home == here) {
            return;
        }
        String current = "current \"" + here.threadName() + "\", expected \"" + home.threadName() + "\"";
        throw new GreenletError(
                home.isAlive()
                        ? "cannot switch to a different thread: " + current
                        : "cannot switch to a different thread, which has exited: " + current);
    }

    @Suspendable
    private @Nullable Object runBody(Args args) throws Exception {
        if (bodyWins) {
            return runGiven(args);
        }
        Object result = run(args);
        if (body != null && !bodyRan) {
            LOG.log(
                    Level.WARNING,
                    "{0} was given a body that never ran, since {1} overrides run(Args): call"
                            + " super.run(args) there, or setRun(body)",
                    this,
                    getClass().getName());
        }
        return result;
    }

    @Suspendable
    private @Nullable Object runGiven(Args args) throws Exception {
        Body given = body;
        if (given == null || bodyRan) {
            throw missingRun();
        }
        bodyRan = true;
        return given.run(args);
    }

    /** The death rule: who gets control, and with what. */
    private Handover lastWords(@Nullable Object result, @Nullable Throwable failure) {
        Object value = failure instanceof GreenletExit ? failure : result;
        Throwable error = failure instanceof GreenletExit ? null : failure;
        for (Greenlet heir = parent; heir != null; heir = heir.parent) {
            if (heir.coroutine.isDone()) {
                continue;
            }
            try {
                heir.checkThread();
                heir.ready();
            } catch (RuntimeException unable) {
                value = null;
                error = unable;
                continue;
            }
            if (heir.coroutine.isBlocked()) {
                break; // it went on without waiting for this one, and is inside a blocking call of the JDK's now
            }
            return new Handover(heir.coroutine, heir.coroutine.isStarted() ? value : Args.of(value), error);
        }
        return new Handover(coroutine.scheduler().hub(), null, error);
    }

    /** The name, and whether it is pending, current, suspended or dead; a thread's root says that it is main. */
    @Override
    public String toString() {
        String name = getClass().getSimpleName();
        return (name.isEmpty() ? "Greenlet" : name) + "@" + Integer.toHexString(System.identityHashCode(this)) + " "
                + state() + (parent == null ? " main" : "");
    }

    private String state() {
        Coroutine coroutine = this.coroutine;
        if (coroutine.isDone()) {
            return "dead";
        }
        if (!coroutine.isStarted()) {
            return "pending";
        }
        if (!coroutine.scheduler().isAlive()) {
            return "dead (thread exited)";
        }
        return coroutine.isRunning() ? "current" : "suspended";
    }

    /** A greenlet's life, from the arrival of the first switch to the hand-over to its parent. */
    private record Life(Greenlet greenlet) implements CoroutineBody {

        @Override
        @Suspendable
        public Handover run(@Nullable Object value, @Nullable Throwable error) {
            Object result = null;
            Throwable failure = error;
            if (error == null) {
                try {
                    result = greenlet.runBody(value instanceof Args args ? args : Args.of());
                } catch (Throwable thrown) {
                    failure = thrown;
                }
            }
            failure = instead(failure);
            greenlet.ended(result, failure);
            return greenlet.lastWords(result, failure);
        }

        /** What was thrown into a blocking call of the JDK's came as an interrupt: what matters is why. */
        private @Nullable Throwable instead(@Nullable Throwable failure) {
            Throwable interruption = greenlet.coroutine.takeInterruption();
            if (interruption == null || failure == null) {
                return failure;
            }
            if (interruption != failure) {
                interruption.addSuppressed(failure);
            }
            return interruption;
        }

        @Override
        public String kind() {
            return Work.name(greenlet.work());
        }

        @Override
        public Throwable exit(String why) {
            return new GreenletExit(why);
        }
    }

    /** Tells a trace in the words of the loop's listener. */
    private record Tracing(Trace trace) implements SwitchListener {

        @Override
        @Suspendable
        public void switched(Coroutine origin, Coroutine target, boolean throwing) {
            trace.on(throwing ? Trace.Event.THROW : Trace.Event.SWITCH, of(origin), of(target));
        }
    }
}
