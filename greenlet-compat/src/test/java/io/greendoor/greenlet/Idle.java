package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Looks at a loop that has nothing to do. */
final class Idle {

    private Idle() {}

    /** The calling thread's loop uses no processor for a while, whoever waits on it. */
    @Suspendable
    static void assertUsesNoProcessor() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isCurrentThreadCpuTimeSupported());
        Eventlet.sleep(Duration.ofMillis(20));

        long before = threads.getCurrentThreadCpuTime();
        Eventlet.sleep(Duration.ofMillis(300));
        long used = threads.getCurrentThreadCpuTime() - before;

        assertTrue(used < 50_000_000, () -> used + " ns of processor time");
    }
}
