package io.greendoor.benchmarks;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Suspendable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code Eventlet.sleep()}, by which a task lets all others that are ready run. Its peer is {@link
 * SwitchBenchmark#bareContinuation}, which has no queue of ready tasks and always finds its one stack in the cache.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = Jvm.OPEN_LANG)
public class SleepBenchmark {

    private static final int SLEEPS = 100_000;

    /** Green threads that do nothing but sleep. */
    @State(Scope.Thread)
    public static class Sleepers {

        /** How many there are. */
        @Param({"2", "10000"})
        public int tasks;

        private Event<Void> enough = new Event<>();
        private int sleeps;

        /** Starts them, as many as JMH has set by now. */
        @Setup
        public void start() {
            for (int i = 0; i < tasks; i++) {
                Eventlet.spawn(this::sleepForEver);
            }
        }

        @Suspendable
        private void sleepForEver() {
            while (true) {
                Eventlet.sleep();
                // The one that waits takes its turn after those that are ready by now, which sleep once more each.
                if (++sleeps == SLEEPS - tasks + 1) {
                    enough.send(null);
                }
            }
        }

        private void run() {
            sleeps = 0;
            enough = new Event<>();
            enough.await();
            if (sleeps != SLEEPS) {
                throw new IllegalStateException("counted " + sleeps + " sleeps, not " + SLEEPS);
            }
        }
    }

    /** One operation is one sleep of one task. */
    @Benchmark
    @OperationsPerInvocation(SLEEPS)
    public void sleep(Sleepers sleepers) {
        sleepers.run();
    }
}
