package io.greendoor.benchmarks;

import io.greendoor.scheduler.Channel;
import io.greendoor.scheduler.Coroutines;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A round trip between two tasks over two rendezvous channels, beside the same program, line by line, in Kotlin's
 * coroutines, which have no stack to leave.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = Jvm.OPEN_LANG)
public class ChannelBenchmark {

    private static final int ROUND_TRIPS = 10_000;

    /** One operation is one round trip. */
    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public int roundTrip() {
        int[] sum = {0};
        Channel<Integer> ping = Channel.rendezvous();
        Channel<Integer> pong = Channel.rendezvous();
        Coroutines.<Void>runBlocking(scope -> {
            scope.launch(() -> {
                for (int i = 0; i < ROUND_TRIPS; i++) {
                    ping.send(i);
                    sum[0] += pong.receive();
                }
            });
            scope.launch(() -> {
                for (int i = 0; i < ROUND_TRIPS; i++) {
                    pong.send(ping.receive());
                }
            });
            return null;
        });
        return sum[0];
    }

    /** One operation is one round trip. */
    @Benchmark
    @OperationsPerInvocation(ROUND_TRIPS)
    public int kotlinRoundTrip() {
        return KotlinChannels.roundTrips(ROUND_TRIPS);
    }
}
