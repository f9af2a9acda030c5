package io.greendoor.scheduler.quasar;

import co.paralleluniverse.fibers.FiberExecutorScheduler;
import co.paralleluniverse.fibers.FiberSchedulerTask;
import co.paralleluniverse.fibers.Stack;
import co.paralleluniverse.fibers.SuspendExecution;
import co.paralleluniverse.strands.SuspendableCallable;
import io.greendoor.scheduler.quasar.StackComparison.Verdict;
import io.greendoor.scheduler.spi.Fiber.Host;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A fiber of Quasar's that runs only when told to: its scheduler's executor remembers that it may, and no more. */
// The agent does not prepare this class: its one frame at the bottom only passes the call on.
final class Carrier extends co.paralleluniverse.fibers.Fiber<Void> {

    private static final long serialVersionUID = 1L;

    private static final VarHandle STACK;
    private static final VarHandle RETURNING;
    private static final VarHandle LEAVING;
    private static final VarHandle MAY_RUN;
    private static final SuspendExecution PARK;

    static {
        try {
            MethodHandles.Lookup here = MethodHandles.lookup();
            Class<?> fiber = co.paralleluniverse.fibers.Fiber.class;
            STACK = MethodHandles.privateLookupIn(fiber, here).findVarHandle(fiber, "stack", Stack.class);
            RETURNING =
                    here.findVarHandle(Stack.class, "returning", boolean.class); // the build adds both, see CallSites
            LEAVING = here.findVarHandle(Stack.class, "leaving", boolean.class);
            MAY_RUN = here.findVarHandle(Carrier.class, "mayRun", boolean.class);
            PARK = (SuspendExecution) MethodHandles.privateLookupIn(SuspendExecution.class, here)
                    .findStaticVarHandle(SuspendExecution.class, "PARK", SuspendExecution.class)
                    .get();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whose frame is the lowest of a fiber's. */
    static final Class<?> BOTTOM = Body.class;

    private static final FiberExecutorScheduler SCHEDULER = scheduler();

    private final transient Host host;
    private final transient Runnable step;
    private final transient Stack stack;

    @SuppressWarnings("UnusedVariable") // read through MAY_RUN
    private transient boolean mayRun;

    /** The hash of the stack that {@link FrameCheck} found right last. */
    transient long checkedStack;

    /** What it found. */
    transient Verdict verdict = Verdict.DEPENDS;

    Carrier(Host host) {
        super(SCHEDULER, new Body(host));
        this.host = host;
        this.step = (Runnable) getTask();
        this.stack = (Stack) STACK.get((co.paralleluniverse.fibers.Fiber<?>) this);
        ((Body) getTarget()).stack = stack;
    }

    /** The host of the fiber whose code the calling thread runs. */
    static @Nullable Host currentHost() {
        return currentFiber() instanceof Carrier carrier ? carrier.host : null;
    }

    private static FiberExecutorScheduler scheduler() {
        FiberExecutorScheduler scheduler = new FiberExecutorScheduler(
                "greendoor", step -> MAY_RUN.setRelease((Carrier) ((FiberSchedulerTask) step).getFiber(), true));
        scheduler.shutdown(); // of its timer thread, which wakes up now and then for nothing: the loop has the timers
        return scheduler;
    }

    Stack stack() {
        return stack;
    }

    /** How the frames are left next: by returning, each one, which is faster; or by Quasar's exception. */
    void returnWhenParked(boolean returns) {
        RETURNING.set(stack, returns);
    }

    /** Runs the next step, which was asked for by {@code start} or {@code unpark}. */
    void runStep() {
        while (!(boolean) MAY_RUN.getAcquire(this)) {
            Thread.onSpinWait(); // another thread reads this fiber's stack trace, and asks for the step when it has
            // done so
        }
        mayRun = false;
        step.run();
    }

    private static final class Body implements SuspendableCallable<Void> {

        private static final long serialVersionUID = 1L;

        private final transient Host host;
        private transient @Nullable Stack stack;

        Body(Host host) {
            this.host = host;
        }

        @Override
        @SuppressWarnings("NullAway") // Void has no other value
        public Void run() throws SuspendExecution {
            host.run();
            if ((boolean) LEAVING.get(stack)) {
                LEAVING.set(stack, false);
                RETURNING.set(stack, false);
                throw PARK; // the frames have returned: from here on it goes as Quasar means it to
            }
            return null;
        }
    }
}
