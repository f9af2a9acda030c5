package io.greendoor.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures everything on the JDK that it runs on, and prints the table of {@code docs/performance.md}: {@code mvn -q
 * -Pbenchmarks}. On JDK 21 or newer that is the engine {@code loom}, on JDK 17 the engine {@code quasar}. Progress goes
 * to the standard error output.
 */
public final class Benchmarks {

    private static final int ROUNDS = 3;
    private static final List<String> PARTS = List.of("echo", "door");

    /** How a program is measured. */
    @FunctionalInterface
    interface Programs {
        Figure of(Program program) throws Exception;
    }

    private Benchmarks() {}

    /**
     * Measures and prints.
     *
     * @param arguments {@code quick}: a rough table, soon; {@code echo}: the green sockets only; {@code door}: the prompt only
     */
    public static void main(String[] arguments) throws Exception {
        List<String> asked = List.of(arguments);
        boolean quick = asked.contains("quick");
        List<Row> rows = new ArrayList<>();
        boolean all = PARTS.stream().noneMatch(asked::contains);
        if (all) {
            rows.addAll(switches(quick));
        }
        if (Jvm.hasLoom() && (all || asked.contains("echo"))) {
            rows.addAll(echo(quick ? EchoLoad.Effort.QUICK : EchoLoad.Effort.LONG));
        }
        if (all || asked.contains("door")) {
            rows.addAll(door(quick ? DoorEffort.QUICK : DoorEffort.LONG));
        }
        System.out.println("Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors"
                + (quick ? "; a quick run, whose figures say little" : "") + "\n\n" + Row.table(rows));
    }

    private static List<Row> switches(boolean quick) throws Exception {
        int rounds = quick ? 1 : ROUNDS;
        ChainedOptionsBuilder options = quick ? quickly() : new OptionsBuilder();
        options.shouldFailOnError(true);
        return Jvm.hasLoom()
                ? loom(
                        Figures.measure(rounds, onLoom(options), VerboseMode.NORMAL),
                        program -> program.inNewJvm(quick ? 10 : 1))
                : quasar(Figures.measure(rounds, onQuasar(options), VerboseMode.NORMAL));
    }

    private static ChainedOptionsBuilder quickly() {
        return new OptionsBuilder()
                .warmupIterations(2)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(2)
                .measurementTime(TimeValue.milliseconds(500));
    }

    /** All but the peer of another engine. */
    static Options onLoom(ChainedOptionsBuilder options) {
        return options.exclude("Quasar").build();
    }

    private static Options onQuasar(ChainedOptionsBuilder options) {
        return options.include("SwitchBenchmark.greenlet")
                .include("QuasarBenchmark")
                .param("depth", "1")
                .warmupIterations(10) // the JIT takes its time with code that leaves its frames by exceptions
                .jvmArgsPrepend("-Dgreendoor.engine=quasar", "-javaagent:" + Jvm.quasarAgent())
                .build();
    }

    /** The table of the engine {@code loom}. */
    static List<Row> loom(Figures figures, Programs programs) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int depth : new int[] {0, 20}) {
            rows.add(Row.times(
                    "switch between two greenlets, call depth " + depth,
                    "ns",
                    figures.of("SwitchBenchmark.greenlet[" + depth + "]"),
                    figures.of("SwitchBenchmark.bareContinuation[" + depth + "]"),
                    1.5));
        }
        Figure yield = figures.of("SwitchBenchmark.bareContinuation[0]");
        rows.add(Row.times("`Eventlet.sleep()` among 2 tasks", "ns", figures.of("SleepBenchmark.sleep[2]"), yield, 2));
        rows.add(Row.times(
                "`Eventlet.sleep()` among 10,000 tasks", "ns", figures.of("SleepBenchmark.sleep[10000]"), yield, 4));
        rows.add(Row.times(
                "rendezvous channels, round trip",
                "ns",
                figures.of("ChannelBenchmark.roundTrip"),
                figures.of("ChannelBenchmark.kotlinRoundTrip"),
                1.5));
        for (String how : List.of("spawn", "spawnN", "launch")) {
            rows.add(Row.times(
                    "`" + how + "`, run, finish",
                    "ns",
                    figures.of("SpawnBenchmark." + how),
                    figures.of("SpawnBenchmark.bareVirtualThread"),
                    1.5));
        }
        Figure parked = programs.of(Program.PARKED_VIRTUAL_THREAD);
        rows.add(
                Row.times("a green thread that waits", "bytes", programs.of(Program.PARKED_GREEN_THREAD), parked, 1.5));
        rows.add(Row.times("a coroutine in `delay`", "bytes", programs.of(Program.PARKED_COROUTINE), parked, 1.5));
        rows.add(Row.atMost("adding a timer to a million", "ns", figures.of("TimerBenchmark.add[1000000]"), 300));
        rows.add(Row.atMost(
                "cancelling one of a million timers", "ns", figures.of("TimerBenchmark.cancel[1000000]"), 300));
        rows.add(Row.atMost("left of a cancelled timer", "bytes", programs.of(Program.CANCELLED_TIMERS), 1));
        rows.add(Row.atLeast(
                "`Scheduler.execute` from four threads", "a second", programs.of(Program.EXECUTE), 5_000_000));
        rows.add(Row.atMost("CPU time of the loop's thread in 2 s idle", "µs", programs.of(Program.IDLE_LOOP), 1000));
        rows.add(Row.atMost("CPU time of all threads in 2 s idle", "µs", programs.of(Program.IDLE_ALL), 1000));
        return rows;
    }

    /** The table of the green sockets; empty, with a word of why, where there is no C compiler. */
    static List<Row> echo(EchoLoad.Effort effort) throws IOException, InterruptedException {
        if (!Native.works("cc", "--version")) {
            System.err.println("# no echo: it needs a C compiler, cc, for the load and the floor");
            return List.of();
        }
        EchoLoad load = new EchoLoad(effort);
        List<Row> rows = new ArrayList<>(EchoRates.measure(load));
        rows.addAll(EchoCosts.measure(load));
        return rows;
    }

    /** The table of the prompt. */
    static List<Row> door(DoorEffort effort) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>(DoorTimes.measure(effort));
        rows.addAll(DoorHolds.measure(effort));
        rows.addAll(DoorCosts.measure(effort));
        rows.addAll(DoorMemory.measure(effort));
        return rows;
    }

    private static List<Row> quasar(Figures figures) {
        return List.of(Row.times(
                "switch between two greenlets on `quasar`, call depth 1",
                "ns",
                figures.of("SwitchBenchmark.greenlet[1]"),
                figures.of("QuasarBenchmark.bareFiber[1]"),
                1.3));
    }
}
