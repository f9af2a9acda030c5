package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.Engine;
import io.greendoor.scheduler.spi.Fiber;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a thread: eventlet's hub. Made when the thread first needs it.
 *
 * <p>It has no thread of its own: it runs while its thread waits for something, and whatever the thread waits for is
 * answered by tasks, timers, channels or other threads. So a program needs no special entry point.
 */
// One pass: entries of the run queue take their turns, first in, first out. When it is empty, and after every so many
// turns so that neither side starves the other, the loop gathers: what other threads sent, timers that are due (by
// deadline, then by creation), channels that are ready; only when all that left the queue empty does it wait.
//
// Threads: `inbox` and `idle` are for all threads; everything else belongs to the loop's thread, on which root, hub
// and every fiber run. An entry from elsewhere goes to the inbox and, if the loop is about to wait or does so, wakes
// it: `idle` is set before the inbox is looked at for the last time, so no entry is slept through.
public final class Scheduler {

    /** Turns between two gatherings while the queue stays busy: a system call's price, spread thin. */
    private static final int TURNS_PER_GATHERING = 64;

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
    private final Poller poller = new Poller();
    private final TimerQueue timers = new TimerQueue();
    private final ArrayDeque<Ready> ready = new ArrayDeque<>();
    private final ArrayDeque<Ready> owedToRoot = new ArrayDeque<>(2);
    private final Queue<Ready> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean idle = new AtomicBoolean();
    private final LiveTasks live = new LiveTasks();
    private final Coroutine root = new Coroutine(this, Coroutine.Kind.ROOT);
    private final Coroutine hub = new Coroutine(this, Coroutine.Kind.HUB);
    private volatile Thread runner;
    private volatile boolean abandoned;
    private boolean watched;
    private Coroutine current = root;
    private @Nullable Coroutine next;
    private int turnsLeft = TURNS_PER_GATHERING;
    private boolean interrupted;
    private @Nullable SwitchListener listener;
    private @Nullable LastWords lastWords;

    Scheduler(Thread thread, Engine engine, TimeSource time) {
        this.thread = thread;
        this.runner = thread;
        this.engine = engine;
        this.time = time;
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
            Thread thread = Thread.currentThread();
            Engine engine = Engines.choose(System.getProperty(Engines.PROPERTY), thread);
            scheduler = new Scheduler(thread, engine, TimeSource.SYSTEM);
            OF_THREAD.set(scheduler);
        }
        return scheduler;
    }

    static @Nullable Scheduler currentOrNull() {
        Fiber.Host host = Engines.currentHost();
        return host != null ? ((Coroutine) host).scheduler() : OF_THREAD.get();
    }

    /** Lets the calling thread use this loop as its own, as if it had made it. */
    void adopt() {
        OF_THREAD.set(this);
        runner = Thread.currentThread();
    }

    /** The thread that owns this loop. From any thread. */
    public Thread thread() {
        return thread;
    }

    /**
     * Whether the thread that owns this loop still lives; tasks of a loop whose thread has ended are dead. From any
     * thread.
     */
    public boolean isAlive() {
        return !abandoned && thread.isAlive();
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
        return listener;
    }

    /** Sets who is told of every switch; null removes it. The loop's thread only. */
    public void setListener(@Nullable SwitchListener listener) {
        this.listener = listener;
    }

    /**
     * Runs a callback on the loop, after everything that is ready now. From any thread; it neither blocks nor runs
     * the callback itself. Callbacks of one thread run in order. A callback must not wait; what it throws is logged.
     */
    public void execute(Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        enqueue(() -> {
            fence("a callback", callback);
            return null;
        });
    }

    /**
     * Runs a callback on the loop once {@code delay} has passed; zero or less: as {@link #execute}. From any thread.
     * Callbacks run by deadline, then in the order of these calls. A callback must not wait; what it throws is logged.
     */
    public Timer schedule(Duration delay, Runnable callback) {
        Objects.requireNonNull(callback, "callback");
        return scheduleEntry(delay, () -> {
            fence("a timer's callback", callback);
            return null;
        });
    }

    /**
     * Starts {@code target}, with {@code value}, once {@code delay} has passed; zero or less: after everything that
     * is ready now. Nothing happens if somebody else has started it by then. From any thread.
     */
    public Timer scheduleStart(Duration delay, Coroutine target, @Nullable Object value) {
        if (currentOrNull() == this) {
            watch();
        }
        return scheduleEntry(delay, new Start(target, value));
    }

    /** An entry that starts a task, unless somebody else does. */
    private record Start(Coroutine target, @Nullable Object value) implements Ready {

        @Override
        public @Nullable Coroutine turn() {
            return target.isStarted() ? null : target.laid(target.scheduler().hub, value);
        }
    }

    /**
     * Transfers from the hub to {@code target}, with {@code value}, once {@code delay} has passed; zero or less:
     * after everything that is ready now. Nothing happens if it is dead by then. From any thread.
     */
    public Timer scheduleTransfer(Duration delay, Coroutine target, @Nullable Object value) {
        return scheduleEntry(delay, () -> {
            return target.isDone() || target.isBlocked() ? null : target.laid(hub, value);
        });
    }

    Timer scheduleEntry(Duration delay, Ready entry) {
        long nanos = nanos(delay);
        TimerEntry timer = new TimerEntry(this, nanos <= 0 ? 0 : time.nanoTime() + nanos, entry);
        if (nanos <= 0) {
            enqueue(timer);
        } else if (currentOrNull() == this) {
            timers.add(timer);
        } else {
            enqueue(() -> {
                if (timer.isPending()) {
                    timers.add(timer);
                }
                return null;
            });
        }
        return timer;
    }

    void removeTimer(TimerQueue.Entry timer) {
        if (currentOrNull() == this) {
            timers.remove(timer);
        } else {
            enqueue(() -> {
                timers.remove(timer);
                return null;
            });
        }
    }

    /** Half of the clock's range at most, so that deadlines can be compared. */
    private static long nanos(Duration delay) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        return delay.compareTo(longest) > 0 ? longest.toNanos() : delay.isNegative() ? 0 : delay.toNanos();
    }

    /** Puts an entry at the end of the run queue. From any thread. */
    void enqueue(Ready entry) {
        if (currentOrNull() == this) {
            ready.add(entry);
            return;
        }
        inbox.add(entry);
        if (idle.get() && idle.compareAndSet(true, false)) {
            poller.wake(runner);
        }
    }

    Poller poller() {
        return poller;
    }

    /** Who runs now. */
    Coroutine running() {
        return current;
    }

    /** Names who runs next; the caller then suspends or ends. */
    void next(@Nullable Coroutine target) {
        next = target;
    }

    Fiber newFiber(Coroutine coroutine, Runnable body) {
        watch();
        coroutine.live = live.add(coroutine);
        return engine.newFiber(coroutine, body);
    }

    /** There is something to let go when the thread ends. */
    void watch() {
        if (!watched) {
            watched = true;
            Orphans.watch(this);
        }
    }

    /** Whether a task has not ended, or not begun. When the thread has ended. */
    boolean hasTasks() {
        return !live.isEmpty() || !starts().isEmpty();
    }

    /** The tasks that wait for being started. */
    private List<Start> starts() {
        List<Start> starts = new ArrayList<>();
        ready.forEach(entry -> addStart(entry, starts));
        inbox.forEach(entry -> addStart(entry, starts));
        timers.forEach(entry -> addStart((TimerEntry) entry, starts));
        return starts;
    }

    private static void addStart(Ready entry, List<Start> starts) {
        if (entry instanceof TimerEntry timer && timer.target() instanceof Start start) {
            starts.add(start);
        }
    }

    void ended(Coroutine coroutine) {
        if (coroutine.live != null) {
            live.remove(coroutine.live);
        }
        if (lastWords != null) {
            lastWords.taskEnded();
        }
    }

    /**
     * The trampoline: runs one coroutine after the other, beginning with {@code first}, until somebody names {@code
     * self}.
     *
     * @param self the root or, in a callback, the hub: whoever is on this thread's own stack
     */
    void drive(Coroutine self, Coroutine first) {
        Coroutine named = first;
        try {
            while (named != self) {
                if (named == hub) {
                    tellHub();
                    named = pick();
                } else if (named == root) {
                    // A callback switched to somebody who named the root. The root's frames lie below the callback's
                    // on this stack, so it goes on as soon as the callback has returned.
                    owedToRoot.add(root.unlaid());
                    named = hub;
                } else {
                    named = resume(named);
                }
            }
        } finally {
            current = self;
        }
        if (interrupted && self == root) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }

    private Coroutine resume(Coroutine coroutine) {
        current = coroutine;
        next = null;
        interrupted |= Thread.interrupted(); // a virtual thread that is mounted here would take it away
        coroutine.resume();
        current = hub;
        if (!coroutine.isDone()) {
            coroutine.switchedOut();
        }
        return next == null ? hub : next; // null: it is in a blocking call of the JDK's
    }

    /** Control has come to the hub: an exception that comes along has nobody else to go to. */
    void tellHub() {
        current = hub;
        Coroutine origin = hub.origin();
        try {
            hub.arrive();
        } catch (Throwable thrown) {
            UncaughtExceptionHandler handler =
                    (UncaughtExceptionHandler) origin.locals.get(UncaughtExceptionHandler.LOCAL);
            if (handler == null || !handles(handler, thrown)) {
                logThrown(origin, thrown);
            }
        }
    }

    private boolean handles(UncaughtExceptionHandler handler, Throwable thrown) {
        boolean[] handled = {false};
        fence(handler, () -> handled[0] = handler.handle(thrown));
        return handled[0];
    }

    /** Lets entries take their turns until one of them names a coroutine. */
    private Coroutine pick() {
        while (true) {
            current = hub;
            Ready entry = owedToRoot.isEmpty() ? ready.poll() : owedToRoot.poll();
            if (entry == null || --turnsLeft < 0) {
                gather(entry == null);
            }
            Coroutine named = entry == null ? null : entry.turn();
            if (named != null) {
                return named;
            }
        }
    }

    /** Brings in what has become ready outside the queue; waits for it when {@code mayWait} and there is nothing. */
    private void gather(boolean mayWait) {
        turnsLeft = TURNS_PER_GATHERING;
        bringIn();
        if (!mayWait || !ready.isEmpty()) {
            if (poller.hasChannels()) {
                poller.poll(0);
            }
            return;
        }
        interrupted |= Thread.interrupted(); // it would end every wait at once; the root gets it back when it goes on
        idle.set(true);
        if (inbox.isEmpty()) {
            time.await(poller, nanosToNextTimer());
        }
        idle.set(false);
        bringIn();
    }

    private void bringIn() {
        for (Ready entry = inbox.poll(); entry != null; entry = inbox.poll()) {
            ready.add(entry);
        }
        if (timers.size() > 0) {
            long now = time.nanoTime();
            for (TimerQueue.Entry due = timers.first();
                    due != null && due.deadlineNanos - now <= 0;
                    due = timers.first()) {
                timers.remove(due);
                ready.add((TimerEntry) due);
            }
        }
    }

    private long nanosToNextTimer() {
        TimerQueue.Entry first = timers.first();
        return first == null ? TimeSource.FOREVER : Math.max(0, first.deadlineNanos - time.nanoTime());
    }

    /** Runs somebody's code on the loop, which must survive whatever that throws. */
    void fence(Object what, Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            logThrown(what, thrown);
        }
    }

    private void logThrown(Object who, Throwable thrown) {
        LOG.log(Level.ERROR, () -> who + " threw an exception on the loop of \"" + thread.getName() + "\"", thrown);
    }

    @Suspendable
    void tellSwitch(Coroutine origin, Coroutine target, boolean throwing) {
        SwitchListener told = listener;
        if (told == null) {
            return;
        }
        try {
            told.switched(origin, target, throwing);
        } catch (Throwable thrown) {
            if (listener == told) {
                listener = null;
            }
            LOG.log(Level.WARNING, "a switch listener threw an exception and was removed", thrown);
            throw thrown;
        }
    }

    /**
     * Ends the tasks of a loop whose thread has ended: throws into each what tells it to exit, and runs the loop on
     * the calling thread, within a bound, so that their {@code finally} blocks run.
     */
    void abandon() {
        abandoned = true;
        adopt();
        try {
            listener = null;
            List<Coroutine> tasks = live.all();
            starts().forEach(start -> tasks.add(start.target()));
            ready.clear();
            inbox.clear();
            LastWords words = new LastWords(this, tasks);
            lastWords = words;
            words.hear();
        } finally {
            OF_THREAD.remove();
            fence("closing the selector", poller::close);
        }
    }

    @Override
    public String toString() {
        return "Scheduler[" + thread.getName() + ", " + engine.name() + "]";
    }
}
