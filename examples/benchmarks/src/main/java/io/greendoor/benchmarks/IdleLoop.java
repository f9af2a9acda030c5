package io.greendoor.benchmarks;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Scheduler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A loop that waits for a timer far away and for a socket that nobody connects to. */
final class IdleLoop {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private IdleLoop() {}

    /** The CPU time, in microseconds, of the loop's thread in so many idle milliseconds. */
    static double cpuMicrosOfLoop(int idleMillis) throws IOException {
        return cpuMicros(idleMillis, THREADS::getCurrentThreadCpuTime);
    }

    /** As {@link #cpuMicrosOfLoop}, of all threads but the JIT's and the collector's. */
    static double cpuMicrosOfAll(int idleMillis) throws IOException {
        return cpuMicros(idleMillis, () -> {
            long nanos = 0;
            for (long thread : THREADS.getAllThreadIds()) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(thread)); // -1: it has ended meanwhile
            }
            return nanos;
        });
    }

    private static double cpuMicros(int idleMillis, LongSupplier cpuNanos) throws IOException {
        Scheduler.Timer far = Scheduler.current().schedule(Duration.ofHours(1), () -> {});
        GreenServerSocket listening = Eventlet.listen("localhost", 0);
        Greenlet acceptor = Eventlet.spawnN(listening::accept);
        Eventlet.sleep(Duration.ofMillis(idleMillis / 4)); // loads classes, and ends what other threads began
        long before = cpuNanos.getAsLong();
        Eventlet.sleep(Duration.ofMillis(idleMillis));
        long used = cpuNanos.getAsLong() - before;
        far.cancel();
        Eventlet.kill(acceptor);
        listening.close();
        return used / 1e3;
    }
}
