package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does one thing after the other on a daemon thread of its own, which is there only while there is something to do, and
 * a second longer. All methods from any thread.
 */
// Whoever starts a thread waits until it has begun to run, which on a busy machine holds a loop for milliseconds. So
// where there is no thread, the work takes a way round: somebody else, who is there already, hands it over. What comes
// while something is on that way follows it, so that all is done in its order. A step stays on the way until it is
// made, so whoever cannot start a thread can try again.
final class Worker implements Executor {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    /** The compiler recurses as deeply as an expression is nested, and a stack overflow in it is ugly. */
    private static final long STACK_BYTES = 16L << 20;

    private final ThreadPoolExecutor thread;
    private final Executor starter;
    private final Queue<Runnable> onTheirWay = new ConcurrentLinkedQueue<>();

    /**
     * Makes one that has no thread yet.
     *
     * @param name the thread's
     * @param starter starts it, on a thread that need not be quick: one thing at a time, and again if that failed
     */
    Worker(String name, Executor starter) {
        this.starter = starter;
        this.thread = threadNamed(name);
    }

    private static ThreadPoolExecutor threadNamed(String name) {
        ThreadFactory factory = work -> {
            Thread made = new Thread(null, work, name, STACK_BYTES, false);
            made.setDaemon(true);
            return made;
        };
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory) {
                    @Override
                    protected void beforeExecute(Thread itself, Runnable work) {
                        GiveWay.toLoop();
                    }
                };
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Has it done, after all that was given to it before; after its end not, and a future is cancelled. */
    @Override
    public void execute(Runnable work) {
        step(() -> give(work), thread.getPoolSize() > 0);
    }

    /** Ends it when all is done that was given to it. */
    void shutdown() {
        step(thread::shutdown, true);
    }

    /** Ends it: interrupts what it does, and does no more. */
    void shutdownNow() {
        step(() -> thread.shutdownNow().forEach(Worker::cancel), true);
    }

    private void step(Runnable step, boolean needsNoStart) {
        if (needsNoStart && onTheirWay.isEmpty()) {
            step.run();
        } else {
            onTheirWay.add(step);
            starter.execute(this::makeSteps);
        }
    }

    private void makeSteps() {
        for (Runnable next = onTheirWay.peek(); next != null; next = onTheirWay.peek()) {
            next.run();
            onTheirWay.remove();
        }
    }

    private void give(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException late) {
            LOG.log(Level.DEBUG, "a session's work came after its end", late);
            cancel(work);
        }
    }

    private static void cancel(Runnable work) {
        if (work instanceof Future<?> future) {
            future.cancel(false);
        }
    }
}
