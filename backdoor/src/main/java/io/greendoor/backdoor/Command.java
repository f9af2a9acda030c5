package io.greendoor.backdoor;

import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.TaskLocal;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One command while it runs: what it has used up, and why it is to end. From any thread.
 *
 * <p>Tasks that it starts, and threads that work for it, know it as {@link #current()} also when it is over.
 */
final class Command {

    private static final TaskLocal<Command> CURRENT = new TaskLocal<>();

    private final Supervisor supervisor;
    private final Limits limits;
    private final Coroutine task = Coroutine.current();
    private final Greenlet greenlet = Greenlet.getCurrent();
    private final AtomicLong computedNanos = new AtomicLong();
    private final AtomicLong printedBytes = new AtomicLong();
    private final AtomicLong allocatedBytes = new AtomicLong();
    private volatile long interruptedNanos;
    private volatile boolean interrupted;
    private volatile boolean met;
    private volatile boolean over;

    /** Makes that of the current task. */
    Command(Supervisor supervisor, Limits limits) {
        this.supervisor = supervisor;
        this.limits = limits;
    }

    /** The command for which the current task or thread works, or that has started it; null: none. */
    static @Nullable Command current() {
        return CURRENT.get();
    }

    void begin() {
        CURRENT.set(this);
    }

    void end() {
        over = true;
        CURRENT.set(null);
    }

    Supervisor supervisor() {
        return supervisor;
    }

    Coroutine task() {
        return task;
    }

    /** Whether {@code other} runs the command itself: its task, and greenlets that this one has switched to by hand. */
    boolean isRunBy(Coroutine other) {
        Greenlet each = other.attachment() instanceof Greenlet its ? its : null;
        while (each != null && each != greenlet) {
            each = each.parent();
        }
        return each != null && !over;
    }

    void computed(long nanos) {
        computedNanos.addAndGet(nanos);
    }

    void allocated(long bytes) {
        allocatedBytes.addAndGet(bytes);
    }

    void printed(long bytes) {
        printedBytes.addAndGet(bytes);
    }

    /** The client wants it to end. */
    void interrupt() {
        interruptedNanos = System.nanoTime() | 1; // never 0
        met = false;
        interrupted = true;
    }

    /** When the client has asked for its end, in {@link System#nanoTime()}; 0 when it has not, or the command is over. */
    long interruptedNanos() {
        return interrupted && !over ? interruptedNanos : 0;
    }

    /** Where it waits. On the loop. */
    StackTraceElement[] stackTrace() {
        return greenlet.stackTrace();
    }

    /** Whether an interrupt is to be thrown that was not thrown yet; from now on it counts as thrown. */
    boolean meets() {
        boolean owed = interrupted && !met && !over;
        met = true;
        return owed;
    }

    /** Throws the interrupt if it was asked for, and not thrown yet. */
    void meetInterrupt() {
        if (meets()) {
            throw new KeyboardInterrupt();
        }
    }

    /** Whether {@link #throwIfEnding} throws. */
    boolean isEnding() {
        return interrupted || exceeded() != null;
    }

    /** Throws what is to end it, as often as this is called. */
    void throwIfEnding() {
        if (interrupted) {
            met = true;
            throw new KeyboardInterrupt();
        }
        throwIfExceeded();
    }

    /** Throws if a budget of it is used up. */
    void throwIfExceeded() {
        BudgetExceeded exceeded = exceeded();
        if (exceeded != null) {
            throw exceeded;
        }
    }

    private @Nullable BudgetExceeded exceeded() {
        if (over) {
            return null;
        }
        if (computedNanos.get() > Limits.nanos(limits.computing())) {
            return BudgetExceeded.ofTime(limits.computing());
        }
        if (printedBytes.get() > limits.outputBytes()) {
            return BudgetExceeded.ofOutput(limits.outputBytes());
        }
        return allocatedBytes.get() > limits.allocatedBytes()
                ? BudgetExceeded.ofAllocation(limits.allocatedBytes())
                : null;
    }
}
