package io.greendoor.examples;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Green tasks on the thread of a program that has an event loop of its own: a window system's, a game's, here a single
 * thread executor. The host stays in charge; it runs the tasks between its own events.
 */
public final class HostedLoop {

    private final ScheduledExecutorService host = Executors.newSingleThreadScheduledExecutor();
    private final List<String> log = new ArrayList<>(); // the host's thread only

    /** Makes one; {@link #run} runs it. */
    public HostedLoop() {}

    /** Runs two green tasks on the host's thread, amid its own events; returns what happened, in order. */
    public List<String> run() throws Exception {
        Scheduler loop = host.submit(this::open).get();
        host.submit(this::begin).get().await();
        List<String> seen = host.submit(() -> {
                    while (loop.tasks().size() > 0) {
                        Eventlet.sleep(Duration.ofMillis(1)); // a wait on the host's thread runs the loop as well
                    }
                    loop.close();
                    return log;
                })
                .get();
        host.shutdown();
        return seen;
    }

    /** An event of the host's that makes another one, and two tasks: they run when it is over, in this order. */
    private GreenThread<Boolean> begin() {
        host.execute(() -> log.add("host: an event of its own"));
        Eventlet.spawn(() -> {
            log.add("task: begins");
            Eventlet.sleep(Duration.ofMillis(20));
            log.add("task: ends");
        });
        return Eventlet.spawn(() -> log.add("another task"));
    }

    private Scheduler open() {
        Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
        loop.onWakeUp(() -> host.execute(() -> pump(loop)));
        return loop;
    }

    /** Runs what is ready, and comes back when the next timer is due; if something comes earlier, the loop says so. */
    private void pump(Scheduler loop) {
        if (!loop.isAlive()) {
            return;
        }
        Duration rest = loop.runReady();
        if (rest != null) {
            var unused = host.schedule(() -> pump(loop), rest.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
