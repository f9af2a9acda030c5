package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.FiberExecutorScheduler;
import co.paralleluniverse.fibers.FiberSchedulerTask;
import co.paralleluniverse.fibers.SuspendExecution;
import co.paralleluniverse.strands.SuspendableCallable;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.spi.Fiber.Host;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A fiber of Quasar's that runs only when told to: its scheduler's executor remembers its next step, and no more. */
final class Carrier extends co.paralleluniverse.fibers.Fiber<Void> {

    private static final long serialVersionUID = 1L;

    private static final FiberExecutorScheduler SCHEDULER = scheduler();

    private final transient Host host;
    private final transient AtomicReference<@Nullable Runnable> step = new AtomicReference<>();

    /** The hash of the stack that {@link FrameCheck} found right last. */
    long checkedStack;

    Carrier(Host host, Runnable body) {
        super(SCHEDULER, new Body(body));
        this.host = host;
    }

    /** The host of the fiber whose code the calling thread runs. */
    static @Nullable Host currentHost() {
        return currentFiber() instanceof Carrier carrier ? carrier.host : null;
    }

    private static FiberExecutorScheduler scheduler() {
        FiberExecutorScheduler scheduler = new FiberExecutorScheduler(
                "greendoor", step -> ((Carrier) ((FiberSchedulerTask) step).getFiber()).step.set(step));
        scheduler.shutdown(); // of its timer thread, which wakes up now and then for nothing: the loop has the timers
        return scheduler;
    }

    /** Runs the next step, which was asked for by {@code start} or {@code unpark}. */
    void runStep() {
        Runnable next = step.getAndSet(null);
        while (next
                == null) { // another thread reads this fiber's stack trace, and asks for the step when it has done so
            Thread.onSpinWait();
            next = step.getAndSet(null);
        }
        next.run();
    }

    private record Body(Runnable body) implements SuspendableCallable<Void> {

        @Override
        @Suspendable
        @SuppressWarnings("NullAway") // Void has no other value
        public Void run() throws SuspendExecution {
            body.run();
            return null;
        }
    }
}
