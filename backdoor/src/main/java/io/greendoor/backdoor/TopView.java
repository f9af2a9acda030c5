package io.greendoor.backdoor;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /top} draws: who has used the processor, or had turns on its loop, since it last looked. */
final class TopView {

    private static final int NAME_WIDTH = 36;
    private static final int WAIT_WIDTH = 40;

    private Map<TaskId, TaskRow> earlier = Map.of();
    private long earlierNanos;

    /**
     * One thing, and how busy it was.
     *
     * @param cpu the share of a processor; negative when not known
     * @param turns a second; negative for threads
     */
    private record Busy(TaskRow row, double cpu, double turns) {}

    /** The rows of those that were the busiest since the last call, and the heading; each line with its end. */
    String next(List<TaskRow> rows, PsQuery query, long nowNanos, int most, int width) {
        double seconds = Math.max(1, nowNanos - earlierNanos) / 1e9;
        List<TaskRow> found =
                rows.stream().filter(row -> row.mentions(query.words())).toList();
        Comparator<Busy> order = Comparator.comparingDouble(Busy::cpu)
                .thenComparingDouble(Busy::turns)
                .reversed();
        if (query.sort() != null) {
            order = Comparator.comparing(Busy::row, query.comparator());
        }
        List<Busy> busiest = found.stream()
                .map(row -> busy(row, earlier.get(row.id()), seconds))
                .sorted(order.thenComparing(Busy::row, PsQuery.Sort.ID.comparator()))
                .limit(most)
                .toList();
        remember(rows, nowNanos);
        TextTable table = new TextTable(List.of("ID", "STATE", "%CPU", "TURNS/S", "AGE", "NAME", "WAITS FOR"));
        busiest.forEach(each -> table.add(cells(each)));
        return PsView.count(found) + table.text(width);
    }

    private void remember(List<TaskRow> rows, long nowNanos) {
        earlier = new HashMap<>();
        rows.forEach(row -> earlier.put(row.id(), row));
        earlierNanos = nowNanos;
    }

    private static Busy busy(TaskRow row, @Nullable TaskRow before, double seconds) {
        double cpu = row.cpuNanos() < 0 ? -1 : 0;
        double turns = row.turns() < 0 ? -1 : 0;
        if (before == null) {
            return new Busy(row, cpu, turns);
        }
        return new Busy(
                row,
                cpu < 0 ? cpu : (row.cpuNanos() - before.cpuNanos()) / 1e9 / seconds,
                turns < 0 ? turns : (row.turns() - before.turns()) / seconds);
    }

    private static List<TextTable.Cell> cells(Busy busy) {
        TaskRow row = busy.row;
        return List.of(
                new TextTable.Cell(row.id().toString(), false),
                new TextTable.Cell(row.state(), false),
                Listing.right(busy.cpu < 0 ? "" : String.format(Locale.ROOT, "%.1f", busy.cpu * 100)),
                Listing.right(busy.turns < 0 ? "" : String.format(Locale.ROOT, "%,.0f", busy.turns)),
                Listing.right(PsView.age(row.ageNanos())),
                Listing.text(row.name(), NAME_WIDTH),
                Listing.text(row.waitsFor(), WAIT_WIDTH));
    }
}
