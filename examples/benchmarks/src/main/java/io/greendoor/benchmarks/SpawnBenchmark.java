package io.greendoor.benchmarks;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.Coroutines;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A task's whole life when it has nothing to do: made, put into the queue, started, run, ended. Its peer is a virtual
 * thread on a queue. All in small batches, so that tasks of one do not find each other's memory warm.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = Jvm.OPEN_LANG)
public class SpawnBenchmark {

    private static final int TASKS = 100;

    /** Counts the tasks that have run. */
    @State(Scope.Thread)
    public static class Ran {
        private int tasks;

        private void expect(int expected) {
            if (tasks != expected) {
                throw new IllegalStateException("ran " + tasks + " tasks, not " + expected);
            }
            tasks = 0;
        }
    }

    /** Virtual threads, and the queue that they run from. */
    @State(Scope.Thread)
    public static class Threads {
        private final BareVirtualThreads threads = new BareVirtualThreads();
    }

    /** One operation is one {@code Eventlet.spawn}, which gives a result to wait for, up to the task's end. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void spawn(Ran ran) {
        for (int i = 0; i < TASKS; i++) {
            Eventlet.spawn(() -> {
                ran.tasks++;
            });
        }
        Eventlet.sleep();
        ran.expect(TASKS);
    }

    /** One operation is one {@code Eventlet.spawnN}, up to the task's end. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void spawnN(Ran ran) {
        for (int i = 0; i < TASKS; i++) {
            Eventlet.spawnN(() -> ran.tasks++);
        }
        Eventlet.sleep();
        ran.expect(TASKS);
    }

    /** One operation is one {@code CoroutineScope.launch}, up to the task's end; the scope itself is shared by many. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void launch(Ran ran) {
        Coroutines.<Void>runBlocking(scope -> {
            for (int i = 0; i < TASKS; i++) {
                scope.launch(() -> ran.tasks++);
            }
            return null;
        });
        ran.expect(TASKS);
    }

    /** One operation is one virtual thread, up to its end. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void bareVirtualThread(Ran ran, Threads state) {
        for (int i = 0; i < TASKS; i++) {
            state.threads.start(() -> ran.tasks++);
        }
        state.threads.drain();
        ran.expect(TASKS);
    }
}
