package io.greendoor.backdoor;

import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks from outside whether somebody holds the loop, and has the door's sessions take in and answer what they can
 * while it is held.
 */
// One thread for all sessions of a door, there while there are any. It looks four times a second. While the loop
// is held it takes in what clients type fifty times a second, since that is echoed by nobody else.
//
// Since it is there, it also does the little that is to be done at a time, or not on the loop: it starts threads
// (Worker). Whatever runs on it never waits; so no task that may have to wait may hold a monitor that it needs.
final class LoopWatch implements Executor {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final long LOOK_MILLIS = 250;
    private static final long TYPING_MILLIS = 20;
    private static final Duration HELD = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** A session. Each method is called by the watch's thread only. */
    interface Watched {

        /**
         * Called four times a second.
         *
         * @param hold who holds the loop, and has for a while; null: nobody
         */
        void look(@Nullable LoopHold hold);

        /** The loop is held; called again and again while it is. */
        void held(LoopHold hold);

        /** It is not held any more. */
        void free();
    }

    private final Scheduler loop;
    private final ScheduledThreadPoolExecutor timer;
    private final List<Watched> watched = new CopyOnWriteArrayList<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private @Nullable LoopHold hold; // as is the next, the timer's thread only
    private long lookedNanos;

    /** Watches a loop as soon as there is a session. */
    LoopWatch(Scheduler loop) {
        this.loop = loop;
        this.timer = DaemonTimer.of("greendoor-watch-" + loop.threadName());
    }

    /** Does something on its thread, soon; again each second while that lacks memory for a thread. From any thread. */
    @Override
    public void execute(Runnable work) {
        timer.execute(() -> run(work));
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (OutOfMemoryError tooMany) {
            LOG.log(Level.WARNING, "a thread that a session needs cannot be started; it is tried again", tooMany);
            after(RETRY, () -> run(work));
        } catch (Throwable thrown) { // else the executor would drop it silently
            LOG.log(Level.ERROR, "what was not to be done on the loop has failed", thrown);
        }
    }

    /** Does something on its thread, later. From any thread. */
    void after(Duration delay, Runnable work) {
        var unused = timer.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** From any thread. */
    void add(Watched session) {
        watched.add(session);
        begin();
    }

    private void begin() {
        if (watching.compareAndSet(false, true)) {
            lookAfter(LOOK_MILLIS);
        }
    }

    /** From any thread. */
    void remove(Watched session) {
        watched.remove(session);
    }

    private void lookAfter(long millis) {
        var unused = timer.schedule(this::lookSafely, millis, TimeUnit.MILLISECONDS);
    }

    private void lookSafely() {
        try {
            look();
        } catch (Throwable thrown) { // else the executor would drop it silently, and look no more
            LOG.log(Level.ERROR, "whether the loop is held cannot be watched", thrown);
        }
        goOn();
    }

    /** One session's trouble is not the others'. */
    private static void tell(Watched session, Runnable what) {
        try {
            what.run();
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "the loop has ended, and the session with it", ended);
        } catch (Exception | Error thrown) {
            LOG.log(Level.ERROR, () -> session + " cannot be looked after", thrown);
        }
    }

    private void goOn() {
        if (!watched.isEmpty()) {
            lookAfter(hold == null ? LOOK_MILLIS : TYPING_MILLIS);
            return;
        }
        hold = null;
        watching.set(false);
        if (!watched.isEmpty()) {
            begin(); // one came that moment
        }
    }

    private void look() {
        long now = System.nanoTime();
        if (hold == null || now - lookedNanos >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
            lookedNanos = now;
            lookAtLoop();
            LoopHold found = hold;
            watched.forEach(each -> tell(each, () -> each.look(found)));
        }
        LoopHold held = hold;
        if (held != null) {
            watched.forEach(each -> tell(each, () -> each.held(held)));
        }
    }

    /** Who holds a loop, and has done so for long enough to be noticed by people. From any thread. */
    static @Nullable LoopHold longHold(Scheduler loop) {
        LoopHold now = loop.holder();
        return now == null || now.since().compareTo(HELD) < 0 ? null : now;
    }

    private void lookAtLoop() {
        LoopHold before = hold;
        hold = longHold(loop);
        if (before != null && hold == null) {
            watched.forEach(each -> tell(each, each::free));
        }
    }
}
