package io.greendoor.scheduler;

import io.greendoor.scheduler.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calling thread's loop, on the engine under test, and an ordered log of what happens on it. */
final class TestLoop {

    final Scheduler scheduler;
    final List<String> log = new ArrayList<>();
    private final VirtualClock clock;
    private final Map<Coroutine, Continuation<Void>> joiners = new HashMap<>();

    private TestLoop(TimeSource time, VirtualClock clock) {
        Thread thread = Thread.currentThread();
        this.clock = clock;
        this.scheduler = new Scheduler(thread, Engines.choose(System.getProperty(Engines.PROPERTY), thread), time);
        scheduler.adopt();
    }

    /** One whose log has virtual timestamps. */
    static TestLoop in(VirtualClock clock) {
        return new TestLoop(clock, clock);
    }

    /** One whose log has no timestamps. */
    static TestLoop in(TimeSource time) {
        return new TestLoop(time, null);
    }

    void log(String event) {
        log.add(clock == null ? event : clock.elapsed().toMillis() + " ms: " + event);
    }

    /** Starts a task, soon; what it dies of is logged. */
    Coroutine spawn(String name, Task task) {
        Coroutine coroutine = create(name, task);
        scheduler.scheduleTransfer(Duration.ZERO, coroutine, null);
        return coroutine;
    }

    /** Makes a task that the first transfer starts. */
    Coroutine create(String name, Task task) {
        Coroutine coroutine = Coroutine.create((value, error) -> run(name, task, error));
        coroutine.attach(name);
        return coroutine;
    }

    @Suspendable
    private Handover run(String name, Task task, Throwable error) {
        Throwable death = error;
        try {
            if (error == null) {
                task.run();
            }
        } catch (Throwable thrown) {
            death = thrown;
        }
        Coroutine self = Coroutine.current();
        Throwable interruption = self.takeInterruption();
        if (interruption != null && death != null) {
            death = interruption;
        }
        if (death != null) {
            log(name + " died of " + death);
        }
        Continuation<Void> joiner = joiners.remove(self);
        if (joiner != null) {
            joiner.resume(null);
        }
        return new Handover(scheduler.hub(), null, null);
    }

    /** Waits for the end of each. */
    @Suspendable
    void join(Coroutine... tasks) {
        for (Coroutine task : tasks) {
            if (!task.isDone()) {
                Coroutines.<Void>suspendCancellable(joiner -> joiners.put(task, joiner));
            }
        }
    }

    /** Throws into a task where it waits, and goes on after everything that is ready now has run. */
    @Suspendable
    void kill(Coroutine victim, Throwable thrown) {
        Coroutine killer = Coroutine.current();
        scheduler.scheduleTransfer(Duration.ZERO, killer, null);
        killer.transfer(victim, null, thrown);
    }
}
