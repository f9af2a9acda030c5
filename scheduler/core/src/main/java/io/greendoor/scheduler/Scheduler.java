package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import io.greendoor.scheduler.spi.TimeSource;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a thread: eventlet's hub. Made when the thread first needs it.
 *
 * <p>It has no thread of its own: it runs while its thread waits for something, and whatever the thread waits for is
 * answered by tasks, timers, channels or other threads. So a program needs no special entry point.
 *
 * <p>A program may also say so: {@link #open} makes a loop with an engine and a clock of its own, {@link #run} gives it
 * the thread until somebody closes it, {@link #runReady} lets a host that has an event loop of its own drive it.
 */
// Root, hub and the tasks of one loop take turns on its thread: who runs is the Trampoline's matter, what there is to
// do next the Agenda's, the end the Ending's. Everything here belongs to the loop's thread, but for what says
// otherwise.
public final class Scheduler implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.greendoor.scheduler");
    private static final ThreadLocal<@Nullable Scheduler> OF_THREAD = new ThreadLocal<>();

    /** A pending callback. */
    public interface Timer {

        /**
         * Takes the callback back. From any thread.
         *
         * @return true when this call kept it from running; false when it ran, or was cancelled, before
         */
        boolean cancel();
    }

    private final Thread thread;
    private final Engine engine;
    private final TimeSource time;
    private final Agenda agenda;
    private final @Nullable Scheduler enclosing;
    private final TaskRegistry registry = new TaskRegistry();
    private final Watchdogs watchdogs = new Watchdogs(this);
    private final Map<LoopLocal<?>, Object> locals = new HashMap<>();
    private final Ending ending = new Ending(this);
    private final Coroutine root = new Coroutine(this, Coroutine.Kind.ROOT);
    private final Coroutine hub = new Coroutine(this, Coroutine.Kind.HUB);
    private final Trampoline trampoline;
    private boolean watched;
    private boolean sharesChannels;
    private volatile boolean logsExceptions = true;

    Scheduler(Thread thread, Engine engine, TimeSource time) {
        this.thread = thread;
        this.engine = engine;
        this.time = time;
        this.agenda = new Agenda(thread, time);
        this.trampoline = new Trampoline(this, agenda);
        this.enclosing = OF_THREAD.get();
    }

    /**
     * The calling thread's loop, or the loop of the task that calls.
     *
     * @throws IllegalStateException when the system property {@code greendoor.engine} asks for an engine that cannot
     *     run here
     */
    public static Scheduler current() {
        Scheduler scheduler = currentOrNull();
        if (scheduler == null) {
            scheduler = make(LoopOptions.DEFAULT);
        }
        return scheduler;
    }

    /**
     * Makes a loop for the calling thread. Until it is closed it stands in for the one that the thread had before, if
     * any, whose tasks do not run meanwhile.
     *
     * @throws IllegalStateException when the engine cannot run here, or a task or a callback calls
     */
    public static Scheduler open(LoopOptions options) {
        Objects.requireNonNull(options, "options");
        Scheduler around = currentOrNull();
        if (around != null && Coroutine.current() != around.root) {
            throw new IllegalStateException(
                    "a task or a callback cannot make a loop: its thread is in use by " + around);
        }
        return make(options);
    }

    private static Scheduler make(LoopOptions options) {
        Thread thread = Thread.currentThread();
        Scheduler scheduler = new Scheduler(thread, Engines.choose(options.engine(), thread), options.time());
        OF_THREAD.set(scheduler);
        return scheduler;
    }

    /**
     * Starts a thread that owns a loop and runs it until it is closed; returns when it can be used.
     *
     * @param threads makes the thread
     * @throws IllegalStateException when the engine cannot run here
     */
    public static Scheduler start(ThreadFactory threads, LoopOptions options) {
        CompletableFuture<Scheduler> started = new CompletableFuture<>();
        threads.newThread(() -> {
                    Scheduler scheduler;
                    try {
                        scheduler = open(options);
                    } catch (Throwable failed) { // the caller gets it
                        started.completeExceptionally(failed);
                        return;
                    }
                    scheduler.execute(() -> started.complete(scheduler));
                    scheduler.run();
                })
                .start();
        try {
            return started.join();
        } catch (CompletionException e) {
            throw Sneaky.raise(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** The names of the engines that can run in this JVM, best first. */
    public static List<String> engines() {
        return Engines.available();
    }

    static @Nullable Scheduler currentOrNull() {
        Fiber.Host host = Engines.currentHost();
        return host != null ? ((Coroutine) host).scheduler() : OF_THREAD.get();
    }

    /** Lets the calling thread use this loop as its own, as if it had made it. */
    void adopt() {
        OF_THREAD.set(this);
        agenda.runBy(Thread.currentThread());
    }

    /** Whether the code that calls this runs on this loop: in a task or a callback of it, or as its plain thread. */
    public boolean runsCaller() {
        return currentOrNull() == this;
    }

    /** The thread that owns this loop. From any thread. */
    public Thread thread() {
        return thread;
    }

    /** The name of the thread that owns this loop, or its number if it has none, as virtual ones do. From any thread. */
    public String threadName() {
        return nameOf(thread);
    }

    /** What a thread is called in messages. */
    static String nameOf(Thread thread) {
        return thread.getName().isEmpty() ? "#" + thread.getId() : thread.getName();
    }

    /**
     * Whether it is not closed, and the thread that owns it lives; tasks of a loop that is not alive are dead. From any
     * thread.
     */
    public boolean isAlive() {
        return !ending.hasBegun() && thread.isAlive();
    }

    /** The name of the engine that carries this loop's tasks: {@code loom}, {@code thread}. From any thread. */
    public String engine() {
        return engine.name();
    }

    /**
     * The loop's clock, in nanoseconds from an arbitrary moment: as {@link System#nanoTime()}, of which it may be a
     * virtual one.
     */
    public long nanoTime() {
        return time.nanoTime();
    }

    /** The plain thread's own coroutine: greenlet's main. From any thread. */
    public Coroutine root() {
        return root;
    }

    /** The loop as a coroutine: to transfer to it is to let whoever is ready run. From any thread. */
    public Coroutine hub() {
        return hub;
    }

    /** Who is told of every switch, or null. The loop's thread only. */
    public @Nullable SwitchListener listener() {
        return trampoline.listener();
    }

    /** Sets who is told of every switch; null removes it. The loop's thread only. */
    public void setListener(@Nullable SwitchListener listener) {
        trampoline.setListener(listener);
    }

    /**
     * Runs a callback on the loop, after everything that is ready now. From any thread; it neither blocks nor runs
     * the callback itself. Callbacks of one thread run in order. A callback must not wait, nor take a lock that a task may
     * hold or queue for, as that task could not go on: have it spawn a task for that. What it throws is logged, see {@link
     * #logExceptions}.
     *
     * @throws RejectedExecutionException when the loop is closed
     */
    public void execute(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        requireOpenTo(currentOrNull());
        enqueue(new CallbackEntry(this, callback));
    }

    /**
     * Runs a callback on the loop once {@code delay} has passed; zero or less: as {@link #execute}. From any thread.
     * Callbacks run by deadline, then in the order of these calls. What a callback must not do, and what becomes of what it
     * throws, see there.
     *
     * @throws RejectedExecutionException when the loop is closed
     */
    public Timer schedule(Duration delay, Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        requireOpenTo(currentOrNull());
        return scheduleEntry(delay, new CallbackEntry(this, callback));
    }

    /**
     * Starts {@code target} after everything that is ready now, unless somebody else has started it by then. From any
     * thread.
     */
    public void start(Coroutine target) {
        Scheduler caller = currentOrNull();
        requireOpenTo(caller);
        if (caller == this) {
            register(target);
            agenda.add(new StartEntry(target, () -> true));
        } else {
            agenda.send(new StartEntry(target, () -> true));
        }
    }

    /**
     * As {@link #start}, once {@code delay} has passed. From any thread.
     */
    public Timer scheduleStart(Duration delay, Coroutine target) {
        return scheduleStart(delay, target, () -> true);
    }

    /** As {@link #scheduleStart(Duration, Coroutine)}, but only if {@code condition} is true by then. From any thread. */
    public Timer scheduleStart(Duration delay, Coroutine target, BooleanSupplier condition) {
        if (currentOrNull() == this) {
            register(target);
        }
        return scheduleEntry(delay, new StartEntry(target, condition));
    }

    /**
     * Transfers from the hub to {@code target}, with {@code value}, once {@code delay} has passed; zero or less:
     * after everything that is ready now. Nothing happens if it is dead by then. From any thread.
     */
    public Timer scheduleTransfer(Duration delay, Coroutine target, @Nullable Object value) {
        return scheduleEntry(delay, new TransferEntry(target, value));
    }

    Timer scheduleEntry(Duration delay, Ready entry) {
        long nanos = nanos(delay);
        TimerEntry timer = new TimerEntry(this, nanos <= 0 ? 0 : time.nanoTime() + nanos, entry);
        if (nanos <= 0) {
            enqueue(timer);
        } else if (currentOrNull() == this) {
            agenda.addTimer(timer);
        } else {
            agenda.send(new AddTimerEntry(agenda, timer));
        }
        return timer;
    }

    void removeTimer(TimerQueue.Entry timer) {
        if (currentOrNull() == this) {
            agenda.timers.remove(timer);
        } else {
            agenda.send(() -> {
                agenda.timers.remove(timer);
                return null;
            });
        }
    }

    /** Half of the clock's range at most, so that deadlines can be compared. */
    static long nanos(Duration delay) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        return delay.compareTo(longest) > 0 ? longest.toNanos() : delay.isNegative() ? 0 : delay.toNanos();
    }

    /** Puts an entry at the end of the run queue. From any thread. */
    void enqueue(Ready entry) {
        if (currentOrNull() == this) {
            agenda.add(entry);
        } else {
            agenda.send(entry);
        }
    }

    /** Runs code on the loop, which must survive whatever that throws. */
    void fence(Object what, Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            logThrown(what, thrown);
        }
    }

    /** As {@link #fence}, for a user's code: what that throws is logged if {@link #logExceptions} says so. */
    @Suspendable // a job's completion handlers run on the task that ends, and may wait
    void fenceCallback(Object what, Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            logUncaught(what, thrown);
        }
    }

    private void logThrown(Object who, Throwable thrown) {
        LOG.log(Level.ERROR, () -> who + " threw an exception on the loop of \"" + threadName() + "\"", thrown);
    }

    /** Logs what a user's code threw that nobody catches, unless that is an expected end, or nobody wants to know. */
    void logUncaught(Object who, Throwable thrown) {
        if (logsExceptions && (thrown instanceof Cancelled || !(thrown instanceof ExpectedEnd))) {
            logThrown(who, thrown);
        }
    }

    /** Has it in the registry. */
    private void register(Coroutine coroutine) {
        watch();
        registry.add(coroutine);
    }

    Agenda agenda() {
        return agenda;
    }

    Trampoline trampoline() {
        return trampoline;
    }

    TaskRegistry registry() {
        return registry;
    }

    Watchdogs watchdogs() {
        return watchdogs;
    }

    /** The loop's thread only. */
    Map<LoopLocal<?>, Object> locals() {
        return locals;
    }

    Poller poller() {
        return agenda.poller;
    }

    /** Who runs the loop: its own thread, or one that ends its tasks when that is gone. From any thread. */
    Thread runner() {
        return agenda.runner();
    }

    @Nullable
    Object beginCarrying() {
        return engine.beginCarrying();
    }

    void endCarrying(Object begun) {
        engine.endCarrying(begun);
    }

    boolean letsOthersRunWhenBlocked() {
        return engine.letsOthersRunWhenBlocked();
    }

    Fiber newFiber(Coroutine coroutine) {
        registry.prune();
        register(coroutine);
        return engine.newFiber(coroutine);
    }

    /** Who runs now. From any thread, as of a moment ago. */
    Coroutine running() {
        return trampoline.current();
    }

    void ended(Coroutine coroutine) {
        registry.remove(coroutine);
        ending.taskEnded(coroutine);
    }

    /** The tasks that have not ended, or not begun. */
    Set<Coroutine> tasksToEnd() {
        Set<Coroutine> tasks = new LinkedHashSet<>(registry.all());
        tasks.addAll(agenda.starts());
        tasks.removeIf(Coroutine::isDone);
        return tasks;
    }

    /** Whether a task has not ended, or not begun. When the thread has ended. */
    boolean hasTasks() {
        return !registry.isEmpty() || !agenda.starts().isEmpty();
    }

    /** Ends the tasks of a loop whose thread has ended, on the calling thread. */
    void abandon() {
        adopt();
        ending.end();
    }

    /** There is something to let go when the thread ends. */
    void watch() {
        if (!watched) {
            watched = true;
            Orphans.watch(this);
        }
    }

    /**
     * Runs what is ready now, without waiting for more: for a host that has an event loop of its own. The thread that
     * made the loop calls it, outside of tasks, whenever the time that it returned is up, or the loop {@link
     * #onWakeUp wakes} it.
     *
     * @return how long nothing will happen if nobody brings work: zero when more is ready, null when there is no bound.
     *     While tasks wait for channels it is ten milliseconds at most, since channels are looked at by this call only
     * @throws IllegalStateException when another thread, a task or a callback calls; also what a task throws into the
     *     thread's root is thrown here: call again
     */
    public @Nullable Duration runReady() {
        requireRoot("run what is ready on");
        agenda.beginPass();
        boolean passed = false;
        try {
            Coroutines.yieldNow();
            passed = true;
        } finally {
            if (!passed) {
                agenda.endPass(); // whoever catches what was thrown into the root still hears of new work
            }
        }
        return agenda.endPass();
    }

    /**
     * Says whom to tell that a loop that rests between two calls of {@link #runReady} has work; at once when it has some
     * already. The thread that made the loop calls it, before anything else.
     *
     * @param action called on whatever thread brings work, once until the next {@link #runReady}; it must not block, nor
     *     call that itself. Null: nobody
     */
    public void onWakeUp(@Nullable Runnable action) {
        requireRoot("host");
        agenda.onWakeUp(action == null ? null : () -> fenceCallback("the host's wake-up", action));
    }

    /**
     * Gives the loop the calling thread, which must be its own, until {@link #close} is called; returns when its tasks
     * have ended. An exception that a task throws into the thread's root is thrown here, and leaves the loop open.
     */
    public void run() {
        requireRoot("run");
        ending.run();
    }

    /**
     * Ends the loop: each task gets an exception thrown where it waits, and the loop runs on until all have ended, for
     * five seconds at most, so that their {@code finally} blocks run. Then nothing of it is left. Idempotent.
     *
     * <p>Called on its own thread outside of tasks; or, while that thread is in {@link #run}, from anywhere: another
     * thread waits for the end, a task of this loop does not.
     *
     * @throws IllegalStateException when its thread is not in {@link #run}, and another one, or a task, calls
     */
    @Override
    @Suspendable
    public void close() {
        if (ending.hasBegun() || ending.askedOfRun()) {
            ending.await();
        } else {
            requireRoot("close");
            ending.end();
        }
    }

    /** Throws unless the loop's own thread calls, outside of tasks and callbacks. */
    private void requireRoot(String verb) {
        Scheduler caller = currentOrNull();
        requireOpenTo(null);
        if (caller != this && Thread.currentThread() == thread) {
            throw new IllegalStateException("another loop is open on \"" + threadName()
                    + "\", above the one that is to " + verb + ": close that one first");
        }
        if (caller != this || Coroutine.current() != root) {
            throw new IllegalStateException("only the thread \"" + threadName() + "\" may " + verb
                    + " its loop, outside of tasks and callbacks" + (verb.equals("close") ? "; or let it run()" : "")
                    + ": the caller is \"" + nameOf(Thread.currentThread()) + "\"");
        }
    }

    /** Its own tasks may go on using a loop that ends: their {@code finally} blocks do. */
    private void requireOpenTo(@Nullable Scheduler caller) {
        if (ending.hasBegun() && caller != this) {
            throw new RejectedExecutionException("the loop of \"" + threadName() + "\" is closed");
        }
    }

    /** Goes back to the loop that the thread had before. */
    void leave() {
        if (enclosing == null || Thread.currentThread() != thread) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(enclosing);
        }
    }

    /**
     * The tasks of this loop that have not ended, oldest first. From any thread, also while the loop is stuck; no lock is
     * taken, so each was so at its own moment.
     */
    public List<TaskSnapshot> tasks() {
        return new Snapshots(this).tasks(registry.all());
    }

    /** The pending timers of this loop, the next one first. From any thread, as {@link #tasks()}. */
    public List<TimerSnapshot> timers() {
        return new Snapshots(this).timers();
    }

    /** Who waits for which channel on this loop. From any thread, as {@link #tasks()}. */
    public List<ListenerSnapshot> listeners() {
        return new Snapshots(this).listeners();
    }

    /**
     * Who holds the loop at this moment, while nothing else can run on it; null when the loop waits for work. From any
     * thread, also while the loop is stuck.
     */
    public @Nullable LoopHold holder() {
        return new Snapshots(this).holder();
    }

    /**
     * The stack of a task of this loop, innermost frame first: where it is suspended, or runs. From any thread.
     *
     * @param task its {@link TaskSnapshot#number()}
     * @return empty when there is no such task, or it has not started
     */
    public List<StackTraceElement> stackTrace(long task) {
        Coroutine found = registry.find(task);
        return found == null ? List.of() : List.of(found.isRunning() ? found.runningStack() : found.stackTrace());
    }

    /**
     * How busy this loop was until now, and for how long it was held. From any thread, also while the loop is stuck.
     */
    public LoopUsage usage() {
        return agenda.usage();
    }

    /**
     * Ends a task of this loop, as soon as the loop comes to it: throws into it, where it waits, what its kind ends with
     * when nobody wants it any more: a greenlet gets its {@code GreenletExit}, which it may catch, and live on; a job of a
     * scope is cancelled. From any thread; does not wait.
     *
     * @param task its {@link TaskSnapshot#number()}
     * @param why the message of what is thrown
     * @return false when there is no such task
     * @throws RejectedExecutionException when the loop is closed
     */
    public boolean endTask(long task, String why) {
        Objects.requireNonNull(why, "why");
        Coroutine found = registry.find(task);
        if (found == null || found.isDone()) {
            return false;
        }
        requireOpenTo(currentOrNull());
        found.end(why);
        return true;
    }

    /**
     * The loops of this JVM that have had a task, or a channel to wait for, and are not closed, in no order. From any
     * thread.
     */
    public static List<Scheduler> loops() {
        return Orphans.watched();
    }

    /**
     * Whether to log what tasks die of that nobody catches, and what callbacks throw: so it is by default. An {@link
     * UncaughtExceptionHandler} is told in any case. Mirrors eventlet's {@code hub_exceptions}. From any thread.
     */
    public void logExceptions(boolean on) {
        logsExceptions = on;
    }

    /** See {@link #logExceptions}. From any thread. */
    public boolean logsExceptions() {
        return logsExceptions;
    }

    /**
     * Whether several tasks may wait to read from one channel, or to write to it: they are served one at a time, first
     * come, first served. By default a second one is refused. Mirrors eventlet's {@code hub_prevent_multiple_readers}, the
     * other way round. The loop's thread only.
     */
    public void shareChannels(boolean on) {
        sharesChannels = on;
    }

    boolean sharesChannels() {
        return sharesChannels;
    }

    /**
     * Has somebody told whenever the loop is held for longer than {@code limit}, once for each time. Off by default.
     * Mirrors eventlet's {@code hub_blocking_detection}. From any thread.
     *
     * @param limit a millisecond or more; null: turns it off
     * @param report called on a daemon thread of its own, while the loop is held; what it throws is logged
     */
    public void detectBlocking(@Nullable Duration limit, Consumer<LoopHold> report) {
        Objects.requireNonNull(report, "report");
        if (limit != null && limit.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("a loop may be held for a millisecond or more, not for " + limit);
        }
        watchdogs.replace(limit, report);
    }

    /** As {@link #detectBlocking(Duration, Consumer)}, and logs it as a warning. */
    public void detectBlocking(@Nullable Duration limit) {
        detectBlocking(limit, hold -> LOG.log(Level.WARNING, hold::toString));
    }

    @Override
    public String toString() {
        return "Scheduler[" + threadName() + ", " + engine.name() + "]";
    }
}
