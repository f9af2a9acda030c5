package io.greendoor.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A value that was measured a number of times.
 *
 * @param value the median: on a machine that does other things as well it says more than the mean
 */
record Figure(double value, double least, double most) {

    /** Of something that was measured once. */
    static Figure of(double value) {
        return new Figure(value, value, value);
    }

    static Figure of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int last = sorted.size() - 1;
        double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
        return new Figure(median, sorted.get(0), sorted.get(last));
    }

    /** With three digits or more. */
    static String rounded(double value) {
        return String.format(Locale.ROOT, value >= 100 || value == 0 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** The median, and in parentheses the least and the most. */
    String in(String unit) {
        String range = least == most ? "" : " (" + rounded(least) + "–" + rounded(most) + ")";
        return rounded(value) + range + " " + unit;
    }
}
