package io.greendoor.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How something that happened many times is spread: what half of it keeps below, what all but a hundredth does, the most. */
record Spread(double median, double p99, double most) {

    /** What one of the three must not exceed. */
    record Limit(String name, ToDoubleFunction<Spread> part, double most) {

        static Limit median(double most) {
            return new Limit("median", Spread::median, most);
        }

        static Limit p99(double most) {
            return new Limit("p99", Spread::p99, most);
        }

        static Limit max(double most) {
            return new Limit("max", Spread::most, most);
        }

        boolean isKeptBy(Spread spread) {
            return part.applyAsDouble(spread) <= most;
        }
    }

    /** Of times in nanoseconds; the result is in milliseconds. */
    static Spread ofNanos(Collection<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Spread(millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1));
    }

    /** The nearest rank. */
    private static double millis(List<Long> sorted, double part) {
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1) / 1e6;
    }

    /** Median, 99th percentile and maximum. */
    String in(String unit) {
        return Figure.rounded(median) + " · " + Figure.rounded(p99) + " · " + Figure.rounded(most) + " " + unit;
    }
}
