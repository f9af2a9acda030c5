package io.greendoor.benchmarks;

import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Adding and cancelling timers while very many are pending. Deadlines are at random within those that are there, and
 * timers are cancelled in another order than they were added.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = Jvm.OPEN_LANG)
public class TimerBenchmark {

    private static final int TIMERS = 10_000;

    /** A loop with its pending timers. */
    @State(Scope.Thread)
    public static class Loop {

        /** How many stay pending. */
        @Param("1000000")
        public int pending;

        /** Those that come and go. */
        final List<Scheduler.Timer> added = new ArrayList<>(TIMERS);

        final Random random = new Random(1);
        private final Scheduler scheduler = Scheduler.current();
        private final List<Duration> delays = new ArrayList<>(TIMERS);

        /** Adds those that stay. */
        @Setup
        public void fill() {
            for (int i = 0; i < TIMERS; i++) {
                delays.add(someTime());
            }
            for (int i = 0; i < pending; i++) {
                scheduler.schedule(someTime(), () -> {});
            }
        }

        /** Between an hour and two. */
        private Duration someTime() {
            return Duration.ofHours(1)
                    .plusNanos(random.nextLong(Duration.ofHours(1).toNanos()));
        }

        void add() {
            for (Duration delay : delays) {
                added.add(scheduler.schedule(delay, () -> {}));
            }
        }

        void cancel() {
            for (Scheduler.Timer timer : added) {
                if (!timer.cancel()) {
                    throw new IllegalStateException("a timer was not pending");
                }
            }
        }
    }

    /** A loop that what was added is taken away from. */
    @State(Scope.Thread)
    public static class Emptied extends Loop {

        /** Cancels what the invocation has added. */
        @TearDown(Level.Invocation)
        public void empty() {
            cancel();
            added.clear();
        }
    }

    /** A loop that what is to be cancelled is added to. */
    @State(Scope.Thread)
    public static class Filled extends Loop {

        /** Adds what the invocation will cancel. */
        @Setup(Level.Invocation)
        public void refill() {
            added.clear();
            add();
            Collections.shuffle(added, random);
        }
    }

    /** One operation is one {@code Scheduler.schedule}. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void add(Emptied loop) {
        loop.add();
    }

    /** One operation is one {@code Timer.cancel}. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void cancel(Filled loop) {
        loop.cancel();
    }
}
