package io.greendoor.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What JMH has measured. */
final class Figures {

    private final Map<String, List<Double>> scores = new TreeMap<>();

    private Figures() {}

    /**
     * Runs what JMH drives, all of it and then all of it again, so that ours and our peers meet the same weather. Its
     * progress goes to the standard error output.
     */
    static Figures measure(int rounds, Options options, VerboseMode verbosity) throws RunnerException {
        Figures figures = new Figures();
        for (int round = 0; round < rounds; round++) {
            new Runner(options, OutputFormatFactory.createFormatInstance(System.err, verbosity))
                    .run()
                    .forEach(figures::add);
        }
        return figures;
    }

    private void add(RunResult result) {
        List<Double> known = scores.computeIfAbsent(nameOf(result), unknown -> new ArrayList<>());
        result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .forEach(iteration -> known.add(iteration.getScore()));
    }

    private static String nameOf(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        StringBuilder name = new StringBuilder(
                benchmark.substring(Figures.class.getPackageName().length() + 1));
        for (String key : result.getParams().getParamsKeys()) {
            name.append('[').append(result.getParams().getParam(key)).append(']');
        }
        return name.toString();
    }

    /** How many benchmarks there are figures of; one with two parameters counts as two. */
    int size() {
        return scores.size();
    }

    /** What was measured by class, method and parameters: {@code SwitchBenchmark.greenlet[20]}. */
    Figure of(String name) {
        List<Double> measured = scores.get(name);
        if (measured == null) {
            throw new IllegalArgumentException("nothing was measured by " + name + ", only by " + scores.keySet());
        }
        return Figure.of(measured);
    }
}
