package io.greendoor.scheduler;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after one loop, on a daemon thread of its own: tells when somebody holds it for too long. eventlet's {@code
 * hub_blocking_detection}, without signals.
 */
// The loop only counts its passes. Two looks that find the same count, and the loop not idle, have found it held at
// least from the first to the second; so a hold is told after the limit and at most a look later. Each is told once.
final class Watchdog implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.greendoor.scheduler");
    private static final int LOOKS_PER_LIMIT = 4;

    private final Scheduler scheduler;
    private final long limitNanos;
    private final Consumer<LoopHold> report;
    private final ScheduledThreadPoolExecutor timer;
    private long seenPasses = -1;
    private long seenNanos;
    private boolean told;

    private Watchdog(Scheduler scheduler, Duration limit, Consumer<LoopHold> report) {
        this.scheduler = scheduler;
        this.limitNanos = Scheduler.nanos(limit);
        this.report = report;
        this.timer = new ScheduledThreadPoolExecutor(1, look -> thread(look, scheduler));
    }

    /** Starts looking. */
    static Watchdog start(Scheduler scheduler, Duration limit, Consumer<LoopHold> report) {
        Watchdog watchdog = new Watchdog(scheduler, limit, report);
        long period = Math.max(1, watchdog.limitNanos / LOOKS_PER_LIMIT);
        var unused = watchdog.timer.scheduleAtFixedRate(watchdog::lookSafely, period, period, TimeUnit.NANOSECONDS);
        return watchdog;
    }

    private static Thread thread(Runnable look, Scheduler scheduler) {
        String name = "greendoor-watchdog-" + scheduler.thread().getName();
        Thread thread = new Thread(null, look, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    private void lookSafely() {
        try {
            look();
        } catch (Throwable thrown) { // else the executor would drop it silently, and look no more
            LOG.log(Level.ERROR, "the watchdog of " + scheduler + " failed", thrown);
        }
    }

    private void look() {
        if (!scheduler.isAlive()) {
            close();
            return;
        }
        Agenda agenda = scheduler.agenda();
        long passes = agenda.passes();
        long now = System.nanoTime();
        if (agenda.isIdle() || passes != seenPasses) {
            seenPasses = passes;
            seenNanos = now;
            told = false;
        } else if (!told && now - seenNanos >= limitNanos) {
            LoopHold hold = scheduler.holder();
            if (hold != null && agenda.passes() == passes) {
                told = true;
                report.accept(hold);
            }
        }
    }

    /** Stops looking. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
