package io.greendoor.benchmarks;

import io.greendoor.greenlet.Greenlet;
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
 * A switch from one greenlet to another, beside a bare continuation's yield and resume. Either leaves one stack and
 * enters one; the greenlets also choose who is next, hand over a value and keep a parent's books.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.OPEN_LANG, Jvm.EXPORT_CONTINUATION})
public class SwitchBenchmark {

    private static final int SWITCHES = 10_000;

    /** Two greenlets that switch to each other, and once in a while to whoever measures. */
    @State(Scope.Thread)
    public static class Greenlets {

        /** Frames between a greenlet's body and the method that switches. */
        @Param({"0", "20"})
        public int depth;

        private final Greenlet root = Greenlet.getCurrent();
        private final Greenlet ping = new Greenlet(args -> {
            if (depth == 0) {
                ping();
            } else {
                Depth.descend(depth, this::ping);
            }
            return null;
        });
        private final Greenlet pong = new Greenlet(args -> {
            if (depth == 0) {
                pong();
            } else {
                Depth.descend(depth, this::pong);
            }
            return null;
        });

        @Suspendable
        private void ping() {
            while (true) {
                for (int i = 0; i < SWITCHES / 2; i++) {
                    pong.switchTo();
                }
                root.switchTo();
            }
        }

        @Suspendable
        private void pong() {
            while (true) {
                ping.switchTo();
            }
        }
    }

    /** A continuation that yields again and again. */
    @State(Scope.Thread)
    public static class Continuation {

        /** Frames between the continuation's body and the method that yields. */
        @Param({"0", "20"})
        public int depth;

        @SuppressWarnings("NullAway.Init") // by start()
        private BareContinuation continuation;

        /** Makes it, at the depth that JMH has set by now. */
        @Setup
        public void start() {
            continuation = new BareContinuation(() -> {
                if (depth == 0) {
                    yieldForEver();
                } else {
                    Depth.descend(depth, Continuation::yieldForEver);
                }
            });
        }

        private static void yieldForEver() {
            while (true) {
                BareContinuation.suspend();
            }
        }
    }

    /** One operation is one switch. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void greenlet(Greenlets greenlets) {
        greenlets.ping.switchTo();
    }

    /** One operation is one yield and one resume. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void bareContinuation(Continuation state) {
        for (int i = 0; i < SWITCHES; i++) {
            state.continuation.resume();
        }
    }
}
