package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.SuspendExecution;
import io.greendoor.scheduler.quasar.StackComparison.Verdict;
import io.greendoor.scheduler.spi.Fiber;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fiber of this engine.
 *
 * <p>A body that suspends is left by an exception that unwinds its frames, each of which has saved its state before, and is
 * entered again by calling them anew: each jumps to where it was. So a frame that was not prepared would run again from its
 * start; {@link FrameCheck} finds those before it comes to that.
 */
// To read a suspended fiber's stack trace Quasar enters its frames as well, on the thread that asks, and afterwards
// wakes the fiber up, since it may have missed a wake-up meanwhile. So a step may be there that nobody asked for, and
// `go` alone says that a suspended body was meant. And it can be done once only until the fiber runs again: the trace
// is kept.
final class QuasarFiber implements Fiber {

    private static final VarHandle RESUMES;

    static {
        try {
            RESUMES = MethodHandles.lookup().findVarHandle(QuasarFiber.class, "resumes", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Carrier carrier;
    private @Nullable Thread resumer;
    private int resumes; // written by the thread that resumes
    private @Nullable Trace trace; // guarded by carrier
    private boolean started;
    private boolean suspended;
    private boolean go;

    /**
     * A stack trace.
     *
     * @param resumes how often the fiber had been resumed when it was taken
     * @param frames it
     */
    private record Trace(int resumes, List<StackTraceElement> frames) {}

    QuasarFiber(Host host) {
        this.carrier = new Carrier(host);
    }

    @Override
    public void resume() {
        resumer = Thread.currentThread();
        RESUMES.setRelease(this, resumes + 1);
        if (!started) {
            started = true;
            var unused = carrier.start(); // itself
        } else {
            go = true;
            carrier.unpark();
        }
        carrier.runStep();
        if (carrier.isDone()) {
            Thread.interrupted(); // an interrupt was the body's
        }
    }

    /** {@inheritDoc}
     *
     * @throws IllegalStateException when a frame on the way cannot be left; the body then goes on with that
     */
    @Override
    @co.paralleluniverse.fibers.Suspendable
    public void suspend() {
        boolean returns = FrameCheck.check(carrier) == Verdict.RETURNS;
        boolean interrupted = Thread.interrupted(); // each body has its own flag, and all of them one thread
        suspended = true;
        do {
            carrier.returnWhenParked(returns);
            try {
                co.paralleluniverse.fibers.Fiber.park();
            } catch (SuspendExecution e) {
                throw new AssertionError("the agent takes this handler out of the way", e);
            }
        } while (!go);
        go = false;
        suspended = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isSuspended() {
        return suspended;
    }

    @Override
    public boolean isDone() {
        return carrier.isDone();
    }

    /** The loop's thread: a body runs on it like any other code. */
    @Override
    public Thread thread() {
        Thread last = resumer;
        return last == null ? Thread.currentThread() : last;
    }

    /**
     * Of a suspended one, empty for other threads than the loop's: to read it enters the frames, which the loop may do at the
     * same time. One that runs has its frames on the loop's thread, for everybody to see.
     */
    @Override
    public StackTraceElement[] stackTrace() {
        Thread runner = resumer;
        if (Thread.currentThread() != runner) {
            return runner == null || suspended ? new StackTraceElement[0] : runner.getStackTrace();
        }
        synchronized (carrier) {
            int now = (int) RESUMES.getAcquire(this);
            Trace known = trace;
            if (known == null || known.resumes != now) {
                StackTraceElement[] frames = carrier.getStackTrace();
                known = new Trace(now, frames == null ? List.of() : List.of(frames));
                trace = (int) RESUMES.getAcquire(this) == now ? known : null;
            }
            return known.frames.toArray(new StackTraceElement[0]);
        }
    }
}
