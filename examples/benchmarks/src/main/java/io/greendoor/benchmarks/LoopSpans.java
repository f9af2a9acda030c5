package io.greendoor.benchmarks;

import io.greendoor.scheduler.spi.TimeSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's clock for a loop, which also tells for how long the loop was held. */
// A loop calls await when nothing at all is ready, and it is over when something is. So from its end to the next call
// is the time in which who comes anew finds the loop held: by one turn, or by several in a row, which is more than any
// of them. Nothing is missed between two samples, as there are none; and nothing is in it that happens while the loop
// waits, such as the time until the machine has woken it.
//
// What the loop's thread waits for a processor is in it, and is known by itself: on a machine with fewer of them than
// there are threads that compute, it is the most of a long one. So is what the JVM stopped all threads for. What is
// left is what the thread computes, and what it waits for a lock.
final class LoopSpans implements TimeSource {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RunQueue queue = new RunQueue();
    private final AtomicReference<Span> longest = new AtomicReference<>(Span.NONE);
    private final AtomicLong longestWithProcessor = new AtomicLong();
    private final AtomicLong longestOwn = new AtomicLong();
    private final Pauses pauses = new Pauses();
    private volatile long begun = System.nanoTime();
    private volatile long begunCpu;
    private volatile long begunQueued;
    private volatile long begunPaused;

    /**
     * From the end of a wait to the next.
     *
     * @param cpuNanos the processor time of the loop's own thread: what is missing, it spent waiting for a processor,
     *     or, on the engine {@code thread}, until a task has run on its own
     */
    record Span(long nanos, long cpuNanos) {
        static final Span NONE = new Span(0, 0);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void await(long nanos, Poll poll) {
        Span span = new Span(System.nanoTime() - begun, THREADS.getCurrentThreadCpuTime() - begunCpu);
        longest.accumulateAndGet(span, (one, other) -> one.nanos > other.nanos ? one : other);
        long withProcessor = span.nanos - (queue.waitedNanos() - begunQueued);
        longestWithProcessor.accumulateAndGet(withProcessor, Math::max);
        longestOwn.accumulateAndGet(withProcessor - (pauses.nanos() - begunPaused), Math::max);
        poll.await(nanos);
        begunPaused = pauses.nanos();
        begunQueued = queue.waitedNanos();
        begunCpu = THREADS.getCurrentThreadCpuTime();
        begun = System.nanoTime();
    }

    /** The longest since this was last asked. From any thread. */
    Span takeLongest() {
        return longest.getAndSet(Span.NONE);
    }

    /** The longest since this was last asked, without what it waited for a processor. From any thread. */
    long takeLongestWithProcessor() {
        return longestWithProcessor.getAndSet(0);
    }

    /** As {@link #takeLongestWithProcessor}, without what the JVM stopped it for, either. From any thread. */
    long takeLongestOwn() {
        return longestOwn.getAndSet(0);
    }
}
