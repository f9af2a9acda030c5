package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a loop has to do, in its order. The loop's thread only, but for {@link #send}.
 */
// Entries of the run queue take their turns, first in, first out. When it is empty, and after every so many turns so
// that neither side starves the other, the loop gathers: what other threads sent, timers that are due (by deadline,
// then by creation), channels that are ready; only when all that left the queue empty does it wait.
//
// While the queue is busy, channels are looked at only when everybody has had a turn who was there the last time: a
// channel whose task has not come to read yet would only be found again.
//
// An entry from elsewhere goes to the inbox and, if the loop is about to wait or does so, wakes it: `idle` is set
// before the inbox is looked at for the last time, so no entry is slept through.
final class Agenda {

    /** Turns between two gatherings while the queue stays busy: a system call's price, spread thin. A power of two. */
    private static final int TURNS_PER_GATHERING = 64;

    /** How long a host may leave channels alone, since nobody else looks at them. */
    private static final Duration HOSTED_POLL = Duration.ofMillis(10);

    /** Stands for a moment at which it became idle; that such a moment is this one costs a sample of the load. */
    private static final long NOT_IDLE = Long.MIN_VALUE;

    private static final VarHandle PASSES;
    private static final VarHandle GATHERED;
    private static final VarHandle IDLE_NANOS;
    private static final VarHandle IDLE_SINCE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PASSES = lookup.findVarHandle(Agenda.class, "passes", long.class);
            GATHERED = lookup.findVarHandle(Agenda.class, "gatheredNanos", long.class);
            IDLE_SINCE = lookup.findVarHandle(Agenda.class, "idleSince", long.class);
            IDLE_NANOS = lookup.findVarHandle(Agenda.class, "idleNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Poller poller = new Poller();
    final TimerQueue timers = new TimerQueue();
    private final TimeSource time;
    private final TimeSource.Poll poll = this::poll; // made once: no garbage for each wait
    private final ArrayDeque<Ready> ready = new ArrayDeque<>();
    private final ArrayDeque<Ready> owedToRoot = new ArrayDeque<>(2);
    private final Queue<Ready> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean idle = new AtomicBoolean();
    private volatile Thread runner;
    private volatile @Nullable Runnable wakeUp;
    private boolean resting;
    private boolean passing;
    private boolean interrupted;
    private long passes; // for other threads' eyes too
    private long pollDue; // the pass from which on channels are looked at although the queue is busy
    private final long madeNanos = System.nanoTime();
    private volatile long gatheredNanos = madeNanos;
    private long idleNanos; // for other threads' eyes too
    private long idleSince = NOT_IDLE; // as is this
    private final Holds holds = new Holds(madeNanos);

    Agenda(Thread runner, TimeSource time) {
        this.runner = runner;
        this.time = time;
        if (VirtualThreads.exist()) {
            Waker.prepare();
        }
    }

    /** Says who runs the loop from now on. */
    void runBy(Thread thread) {
        runner = thread;
    }

    Thread runner() {
        return runner;
    }

    /** Whom to tell, while the loop rests between two calls of its host, that there is work. */
    void onWakeUp(@Nullable Runnable action) {
        wakeUp = action;
        if (action != null && endPass() != null) {
            wakeOnce(); // there is something already
        }
    }

    /** Puts an entry at the end of the run queue. */
    void add(Ready entry) {
        ready.add(entry);
        if (resting) {
            wakeOnce();
        }
    }

    /** As {@link #add}, from another thread. */
    void send(Ready entry) {
        inbox.add(entry);
        wakeOnce();
    }

    void addTimer(TimerQueue.Entry timer) {
        timers.add(timer);
        if (resting) {
            wakeOnce();
        }
    }

    /** Lets the root go on before anything else. */
    void addOwedToRoot(Ready entry) {
        owedToRoot.add(entry);
    }

    private void wakeOnce() {
        if (!idle.get()) {
            return;
        }
        GATHERED.setOpaque(this, System.nanoTime()); // the wait is over, though its thread may take its time to run on
        if (idle.compareAndSet(true, false)) {
            if (VirtualThreads.isVirtual(Thread.currentThread())) {
                Waker.wake(this::wake); // it must not block here: see Waker
            } else {
                wake();
            }
        }
    }

    private void wake() {
        Runnable host = wakeUp;
        if (host != null) {
            host.run();
        }
        poller.wake(runner);
    }

    /** Whose turn it is; waits when there is nothing to do. Null after a wait, and now and then: ask again. */
    @Nullable
    Ready next() {
        Ready entry = owedToRoot.isEmpty() ? ready.poll() : owedToRoot.poll();
        long pass = passes + 1;
        PASSES.setOpaque(this, pass);
        if (entry == null || (pass & (TURNS_PER_GATHERING - 1)) == 0) {
            gather(entry == null);
        }
        return entry;
    }

    /** Brings in what has become ready outside the queue; waits for it when {@code mayWait} and there is nothing. */
    private void gather(boolean mayWait) {
        long begun = System.nanoTime();
        holds.note(begun - gatheredNanos, begun);
        GATHERED.setOpaque(this, begun);
        bringIn();
        if (!mayWait || !ready.isEmpty()) {
            if (passes >= pollDue && poller.hasChannels()) {
                poller.poll(0);
                pollDue = passes + ready.size();
            }
            return;
        }
        noteInterrupt(); // it would end every wait at once
        becomeIdle(begun);
        try {
            if (inbox.isEmpty()) {
                time.await(nanosToNextTimer(), poll);
            }
        } finally {
            endIdle();
        }
        bringIn();
        pollDue = passes + ready.size();
    }

    private void becomeIdle(long nowNanos) {
        IDLE_SINCE.setOpaque(this, nowNanos);
        idle.set(true);
    }

    /** Whoever looks from outside and finds the idle time longer also finds that the loop has looked for work. */
    private void endIdle() {
        long now = System.nanoTime();
        GATHERED.setOpaque(this, now);
        IDLE_NANOS.setRelease(this, idleNanos + now - idleSince);
        IDLE_SINCE.setRelease(this, NOT_IDLE);
        idle.set(false);
    }

    /** From any thread. */
    LoopUsage usage() {
        long idled;
        long idleSince;
        boolean isIdle;
        long gathered;
        long now;
        do {
            idled = (long) IDLE_NANOS.getAcquire(this);
            idleSince = (long) IDLE_SINCE.getAcquire(this);
            isIdle = idle.get();
            gathered = gatheredNanos;
            now = System.nanoTime();
        } while (idled != (long) IDLE_NANOS.getAcquire(this));
        long held = isIdle ? 0 : Math.max(0, now - gathered);
        if (idleSince != NOT_IDLE) { // it waits, or was woken, and its thread has not run on yet
            idled += Math.max(0, (isIdle ? now : gathered) - idleSince);
        }
        return new LoopUsage(
                Duration.ofNanos(now - madeNanos),
                Duration.ofNanos(idled),
                Duration.ofNanos(Math.max(held, holds.longestNanos())),
                Duration.ofNanos(Math.max(held, holds.recentNanos(now))));
    }

    /** How often it was asked whose turn it is: while that does not change, somebody holds the loop. From any thread. */
    long passes() {
        return (long) PASSES.getOpaque(this);
    }

    /** When it last looked for other work, in {@link System#nanoTime()}. From any thread. */
    long gatheredNanos() {
        return gatheredNanos;
    }

    /** Whether the loop waits, or rests, and so nobody holds it. From any thread. */
    boolean isIdle() {
        return idle.get();
    }

    private boolean poll(long nanos) {
        poller.poll(nanos);
        return !ready.isEmpty() || !inbox.isEmpty();
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
                ready.add(due);
            }
        }
    }

    private long nanosToNextTimer() {
        TimerQueue.Entry first = timers.first();
        return first == null ? TimeSource.FOREVER : Math.max(0, first.deadlineNanos - time.nanoTime());
    }

    /** Brings in what is ready, for a host that is about to run it. */
    void beginPass() {
        passing = true;
        pollDue = passes;
        rootWaits();
        gather(false);
    }

    /** The root gives control away: the loop does not rest any more. */
    void rootWaits() {
        if (resting) {
            resting = false;
            endIdle();
        }
    }

    /** The root goes on: it gets its interrupt back, and if a host drives the loop, that rests from now on. */
    void rootGoesOn() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
        if (wakeUp != null && !passing && Duration.ZERO.equals(endPass())) {
            wakeOnce();
        }
    }

    /** Rests until the host calls again: when it has to at the latest; null: when it is woken. */
    @Nullable
    Duration endPass() {
        passing = false;
        if (resting) {
            idle.set(true); // also if somebody woke it, and the host has not heard of that yet
        } else {
            resting = true;
            long now = System.nanoTime();
            holds.note(now - gatheredNanos, now);
            GATHERED.setOpaque(this, now);
            becomeIdle(now);
        }
        if (!ready.isEmpty() || !inbox.isEmpty()) {
            return Duration.ZERO;
        }
        long nanos = nanosToNextTimer();
        if (poller.hasWaiters()) {
            nanos = Math.min(nanos, HOSTED_POLL.toNanos());
        }
        return nanos == TimeSource.FOREVER ? null : Duration.ofNanos(nanos);
    }

    /** The root's interrupt is kept for it while others run: it would hit a virtual thread that is mounted here. */
    void noteInterrupt() {
        if (Thread.interrupted()) {
            interrupted = true;
        }
    }

    /** The tasks that wait for being started. */
    List<Coroutine> starts() {
        List<Coroutine> starts = new ArrayList<>();
        ready.forEach(entry -> addStart(entry, starts));
        inbox.forEach(entry -> addStart(entry, starts));
        timers.forEach(timer -> addStart(timer, starts));
        return starts;
    }

    private static void addStart(Ready entry, List<Coroutine> starts) {
        Ready added = entry instanceof AddTimerEntry sent ? sent.timer() : entry;
        Ready due = added instanceof TimerQueue.Entry timer ? timer.target() : added;
        if (due instanceof StartEntry start) {
            starts.add(start.target());
        }
    }

    /** Drops the tasks that are about to start. */
    void dropStarts() {
        ready.removeIf(StartEntry.class::isInstance);
        inbox.removeIf(StartEntry.class::isInstance);
    }

    /** Drops what is ready; timers stay. */
    void clear() {
        ready.clear();
        inbox.clear();
    }
}
