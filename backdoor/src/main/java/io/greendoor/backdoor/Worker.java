package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does one thing after the other on a daemon thread of its own, which is there only while there is something to do, and
 * a second longer. All methods from any thread.
 */
// Whoever starts a thread waits until it has begun to run: a busy machine's loop would be held for milliseconds by
// that.
// So where there is no thread, the work takes a way round: somebody else, who is there already, hands it over. What
// comes while something is on that way follows it, so that all is done in its order.
final class Worker implements Executor {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    /** The compiler recurses as deeply as an expression is nested, and a stack overflow in it is ugly. */
    private static final long STACK_BYTES = 16L << 20;

    private final ThreadPoolExecutor thread;
    private final Executor starter;
    private final AtomicInteger onTheirWay = new AtomicInteger();

    /**
     * Makes one that has no thread yet.
     *
     * @param name the thread's
     * @param starter starts it, on a thread that need not be quick; in order
     */
    Worker(String name, Executor starter) {
        this.starter = starter;
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread made = new Thread(null, work, name, STACK_BYTES, false);
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        if (onTheirWay.get() == 0 && thread.getPoolSize() > 0) {
            thread.execute(work);
        } else {
            handOver(() -> thread.execute(work));
        }
    }

    /** Ends it when all is done that was given to it; more is not taken. */
    void shutdown() {
        if (onTheirWay.get() == 0) {
            thread.shutdown();
        } else {
            handOver(thread::shutdown);
        }
    }

    /** Ends it: interrupts what it does, and does no more. */
    void shutdownNow() {
        if (onTheirWay.get() == 0) {
            thread.shutdownNow();
        } else {
            handOver(thread::shutdownNow);
        }
    }

    private void handOver(Runnable what) {
        onTheirWay.incrementAndGet();
        starter.execute(() -> {
            try {
                what.run();
            } catch (RejectedExecutionException late) {
                LOG.log(Level.DEBUG, "a session's work came after its end", late);
            } finally {
                onTheirWay.decrementAndGet();
            }
        });
    }
}
