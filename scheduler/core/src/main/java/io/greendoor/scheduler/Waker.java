package io.greendoor.scheduler;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Wakes other threads' loops for virtual threads, on a daemon thread of its own. */
// To wake a selector takes a monitor of the JDK's. A virtual thread, a task for one, may have to wait for that, and
// would be unmounted while it holds one of our spin locks: then others, coming to the same lock on the same carrier,
// would spin for ever. So they leave it to this thread, which can be told without a lock.
final class Waker {

    private static final System.Logger LOG = System.getLogger("io.greendoor.scheduler");
    private static final Queue<Runnable> WAITING = new ConcurrentLinkedQueue<>();
    private static final Thread THREAD = start();

    private Waker() {}

    /** Starts the thread, where that cannot harm: with no lock held. */
    static void prepare() {
        // the class is initialized by now
    }

    static void wake(Runnable wake) {
        WAITING.add(wake);
        LockSupport.unpark(THREAD);
    }

    private static Thread start() {
        Thread thread = new Thread(null, Waker::run, "greendoor-waker", 0, false);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void runSafely(Runnable wake) {
        try {
            wake.run();
        } catch (Throwable thrown) { // the others' wake-ups must not be lost with this one
            LOG.log(Level.ERROR, "a loop could not be woken", thrown);
        }
    }

    private static void run() {
        while (true) {
            Runnable wake = WAITING.poll();
            if (wake == null) {
                LockSupport.park(WAITING);
            } else {
                runSafely(wake);
            }
        }
    }
}
