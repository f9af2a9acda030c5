package io.greendoor.benchmarks;

import co.paralleluniverse.fibers.Fiber;
import co.paralleluniverse.fibers.SuspendExecution;
import co.paralleluniverse.fibers.Suspendable;
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
 * A bare Quasar fiber's park and resume: the peer of {@link SwitchBenchmark#greenlet} on the engine {@code quasar}, with
 * the same frames to leave and enter.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = Jvm.OPEN_LANG)
public class QuasarBenchmark {

    private static final int SWITCHES = 10_000;

    /** A fiber that parks again and again. */
    @State(Scope.Thread)
    public static class Parking {

        /** Frames between the fiber's body and the method that parks. */
        @Param("1")
        public int depth;

        @SuppressWarnings("NullAway.Init") // by start()
        private BareQuasarFiber fiber;

        /** Makes it, at the depth that JMH has set by now. */
        @Setup
        public void start() {
            fiber = new BareQuasarFiber(() -> {
                Depth.descend(depth, Parking::parkForEver);
                return null;
            });
        }

        @Suspendable
        private static void parkForEver() {
            while (true) {
                try {
                    Fiber.park();
                } catch (SuspendExecution e) {
                    throw new AssertionError("Quasar takes this handler out of the way", e);
                }
            }
        }
    }

    /** One operation is one park and one resume. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void bareFiber(Parking state) {
        for (int i = 0; i < SWITCHES; i++) {
            state.fiber.resume();
        }
    }
}
