package io.greendoor.scheduler.testing;

import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import io.greendoor.scheduler.TaskSnapshot;
import io.greendoor.scheduler.UncaughtExceptionHandler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One test in virtual time, and its limit in real time. */
// The limit is kept by a timer of the JDK's, so there is no thread of our own. When it is over, the loop itself looks
// around, since then all its tasks stand still, and throws the failure into the body, wherever that waits. A body that
// is not in the loop then, but in a blocking call, is interrupted a little later; so are tasks that refuse to end.
final class TestRun {

    private static final System.Logger LOG = System.getLogger("io.greendoor.scheduler");
    private static final Map<Scheduler, TestRun> RUNNING = new ConcurrentHashMap<>();
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Scheduler loop;
    private final VirtualClock clock;
    private final Duration limit;
    private final Set<Coroutine> tasks = Collections.newSetFromMap(new WeakHashMap<>()); // that have run
    private final List<Throwable> uncaught = new ArrayList<>();
    private volatile boolean overdue;
    private volatile boolean ended;
    private @Nullable AssertionError failure;

    TestRun(Scheduler loop, VirtualClock clock, Duration limit) {
        this.loop = loop;
        this.clock = clock;
        this.limit = limit;
    }

    static @Nullable VirtualClock clockOf(Scheduler loop) {
        TestRun run = RUNNING.get(loop);
        return run == null ? null : run.clock;
    }

    void run(Task body) {
        RUNNING.put(loop, this);
        try (loop) {
            runBounded(body);
        } finally {
            RUNNING.remove(loop);
        }
    }

    private void runBounded(Task body) {
        loop.setListener(this::switched);
        UncaughtExceptionHandler.LOCAL.set(this::uncaught);
        CompletableFuture<Boolean> inTime =
                new CompletableFuture<Boolean>().completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
        var unused = inTime.thenAccept(kept -> {
            if (!kept) {
                expire();
            }
        });
        try {
            body.run();
        } catch (Throwable thrown) {
            throw Sneaky.raise(overdue ? failure(thrown) : thrown);
        } finally {
            ended = true;
            inTime.complete(true);
            clock.closing();
        }
        if (overdue) {
            throw failure(null);
        }
    }

    /** The limit is over: on a thread of the JDK's. */
    private void expire() {
        overdue = true;
        loop.execute(this::throwIntoBody);
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::insist);
    }

    private void throwIntoBody() {
        if (!ended) {
            Coroutine.current().transfer(loop.root(), null, failure(null));
        }
    }

    /** Neither the body nor those that it waits for have taken the hint. */
    private void insist() {
        if (ended) {
            return;
        }
        Thread thread = loop.thread();
        LOG.log(
                Level.WARNING,
                () -> "a test in virtual time does not end although its limit of " + limit + " is over; \""
                        + thread.getName() + "\" is interrupted"
                        + StackTraces.lines(List.of(thread.getStackTrace())));
        loop.execute(() -> {
            if (!ended) {
                List.copyOf(tasks).forEach(this::throwInto);
            }
        });
        thread.interrupt();
    }

    private void throwInto(Coroutine task) {
        if (!task.isDone()) {
            Coroutine.current().transfer(task, null, failure(null));
        }
    }

    /** What the test fails with when it is overdue, made when that is first needed: on the loop's thread. */
    private AssertionError failure(@Nullable Throwable bodys) {
        AssertionError failure = this.failure;
        if (failure == null) {
            failure = new AssertionError(report());
            uncaught.forEach(failure::addSuppressed);
            this.failure = failure;
        }
        if (bodys != null && bodys != failure) {
            failure.addSuppressed(bodys);
        }
        return failure;
    }

    private String report() {
        StringBuilder report = new StringBuilder("the test did not end within " + limit + "; its virtual time is "
                + clock.elapsed()
                + (clock.isStuck()
                        ? ", where it would stay: nobody waits for a deadline, but for other tasks, threads or channels"
                        : ", and goes on"));
        report.append("\nits body, on \"").append(loop.thread().getName()).append('"');
        report.append(StackTraces.lines(List.of(loop.root().stackTrace())));
        for (TaskSnapshot task : loop.tasks()) {
            report.append("\ntask ").append(task.number()).append(" (").append(task.name());
            report.append(task.waitsFor() == null ? "), " + task.state() : ") waits for " + task.waitsFor());
            report.append(StackTraces.lines(loop.stackTrace(task.number())));
        }
        return report.toString();
    }

    /** Notes which tasks there are: by name, as the loop lists them, nothing can be thrown into them. */
    @Suspendable
    private void switched(Coroutine origin, Coroutine target, boolean throwing) {
        if (target != loop.root() && target != loop.hub()) {
            tasks.add(target);
        }
    }

    /** Notes what may be why the others wait for ever. */
    private boolean uncaught(Throwable thrown) {
        uncaught.add(thrown);
        return false;
    }
}
