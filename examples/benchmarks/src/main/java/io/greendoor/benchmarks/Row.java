package io.greendoor.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A line of the table: what was measured, what was to be reached, and whether it was. */
record Row(String what, String ours, String peer, String ratio, String reach, boolean met) {

    /** Must take at most so many times as much as the peer. */
    static Row times(String what, String unit, Figure ours, Figure peer, double reach) {
        double ratio = ours.value() / peer.value();
        return new Row(
                what, ours.in(unit), peer.in(unit), Figure.rounded(ratio), "≤ " + plain(reach) + " ×", ratio <= reach);
    }

    /** Must be at least so many times as much as the peer's. */
    static Row rate(String what, String unit, Figure ours, Figure peer, double reach) {
        double ratio = ours.value() / peer.value();
        return new Row(
                what, ours.in(unit), peer.in(unit), Figure.rounded(ratio), "≥ " + plain(reach) + " ×", ratio >= reach);
    }

    /** Stands beside a peer, and nothing must be reached. */
    static Row beside(String what, String unit, Figure ours, Figure peer) {
        return new Row(what, ours.in(unit), peer.in(unit), Figure.rounded(ours.value() / peer.value()), "", true);
    }

    /**
     * How something is spread over many times; all limits must be kept.
     *
     * @param peer what it stands beside; null: nothing
     */
    static Row spread(String what, String unit, Spread ours, @Nullable Spread peer, Spread.Limit... limits) {
        String reach = Stream.of(limits)
                .map(limit -> limit.name() + " ≤ " + plain(limit.most()) + " " + unit)
                .collect(Collectors.joining(", "));
        return new Row(
                what,
                ours.in(unit),
                peer == null ? "" : peer.in(unit),
                peer == null ? "" : Figure.rounded(ours.median() / peer.median()),
                reach,
                Stream.of(limits).allMatch(limit -> limit.isKeptBy(ours)));
    }

    /** Must be so much at most. */
    static Row atMost(String what, String unit, Figure ours, double reach) {
        return new Row(what, ours.in(unit), "", "", "≤ " + plain(reach) + " " + unit, ours.value() <= reach);
    }

    /** Must be so much at least. */
    static Row atLeast(String what, String unit, Figure ours, double reach) {
        return new Row(what, ours.in(unit), "", "", "≥ " + plain(reach) + " " + unit, ours.value() >= reach);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%,.0f", number) : String.valueOf(number);
    }

    /** A Markdown table. */
    static String table(List<Row> rows) {
        StringBuilder table =
                new StringBuilder("| what | ours | peer | ratio | reach | met |\n|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            table.append(String.join(
                    " | ",
                    "| " + row.what,
                    row.ours,
                    row.peer,
                    row.ratio,
                    row.reach,
                    row.reach.isEmpty() ? " |\n" : row.met ? "yes |\n" : "**no** |\n"));
        }
        return table.toString();
    }
}
