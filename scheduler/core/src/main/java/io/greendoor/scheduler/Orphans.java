package io.greendoor.scheduler;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Finds loops whose thread has ended, so that what their tasks hold is let go: the JDK tells nobody of a thread's end.
 *
 * <p>One daemon thread looks once a second, and only while there are loops that have something to let go.
 */
final class Orphans {

    private static final long PERIOD_MILLIS = 1000;

    private static final Set<Scheduler> WATCHED = ConcurrentHashMap.newKeySet();
    private static final ScheduledThreadPoolExecutor WATCH =
            new ScheduledThreadPoolExecutor(1, look -> daemon("greendoor-orphans", look));

    private static boolean looking; // guarded by this class

    static {
        WATCH.setKeepAliveTime(2 * PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        WATCH.allowCoreThreadTimeOut(true);
    }

    private Orphans() {}

    /** Abandons {@code scheduler} soon after its thread has ended. */
    static synchronized void watch(Scheduler scheduler) {
        WATCHED.add(scheduler);
        if (!looking) {
            looking = true;
            lookLater();
        }
    }

    /** Those that have something to let go, and are alive. */
    static List<Scheduler> watched() {
        return WATCHED.stream().filter(Scheduler::isAlive).toList();
    }

    /** It has ended. */
    static void forget(Scheduler scheduler) {
        WATCHED.remove(scheduler);
    }

    private static void look() {
        WATCHED.stream()
                .filter(scheduler -> !scheduler.thread().isAlive())
                .toList()
                .forEach(Orphans::abandon);
        lookAgain();
    }

    private static void abandon(Scheduler scheduler) {
        WATCHED.remove(scheduler);
        if (scheduler.hasTasks()) {
            // On a thread of its own: tasks that take their time, or never end, must not hold up other threads' tasks.
            daemon("greendoor-last-words", () -> scheduler.fence("ending a thread's tasks", scheduler::abandon))
                    .start();
        } else {
            scheduler.fence("letting go of a thread's loop", scheduler::abandon);
        }
    }

    private static synchronized void lookAgain() {
        looking = !WATCHED.isEmpty();
        if (looking) {
            lookLater();
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    private static void lookLater() {
        var unused =
                WATCH.schedule(Orphans::look, PERIOD_MILLIS, TimeUnit.MILLISECONDS); // look() handles what it meets
    }
}
