package io.greendoor.benchmarks;

import co.paralleluniverse.fibers.Fiber;
import co.paralleluniverse.fibers.FiberExecutorScheduler;
import co.paralleluniverse.strands.SuspendableCallable;
import org.jspecify.annotations.Nullable;

/**
 * Quasar's own fiber, parked and unparked, whose executor only remembers the next step: what the engine {@code quasar}
 * stands on, without anything else. JDK 17, with Greendoor's agent, in whose jar Quasar's classes are.
 */
final class BareQuasarFiber {

    private final FiberExecutorScheduler scheduler = new FiberExecutorScheduler("bare", this::remember);
    private final Fiber<Void> fiber;
    private @Nullable Runnable step;

    BareQuasarFiber(SuspendableCallable<Void> body) {
        scheduler.shutdown(); // of its timer thread
        fiber = new Fiber<>(scheduler, body).start();
    }

    private void remember(Runnable next) {
        step = next;
    }

    /** Runs the body from where it was left until it parks. */
    void resume() {
        if (step == null) {
            fiber.unpark();
        }
        Runnable next = step;
        if (next == null) {
            throw new IllegalStateException("a fiber that was unparked did not ask for its next step");
        }
        step = null;
        next.run();
    }
}
