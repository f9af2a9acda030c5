package io.greendoor.backdoor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer of {@code /ps}: a table, in which a tree is drawn by indenting names, and a line that counts. */
// Bounded: a table has so many rows at most, and nothing here recurses, as tasks may spawn one another a hundred
// thousand deep.
final class PsView {

    private static final int NAME_WIDTH = 36;
    private static final int WAIT_WIDTH = 60;
    private static final int LEAST_WAIT_WIDTH = 10;
    private static final int DEEPEST_INDENT = 12;
    private static final String HINT = "name what you look for, as in /ps worker";

    private final List<TaskRow> all;
    private final PsQuery query;
    private final int width;
    private final boolean severalLoops;

    /** A row, and how far below the top of its tree it is. */
    private record Placed(TaskRow row, int depth) {}

    private PsView(List<TaskRow> all, PsQuery query, int width) {
        this.all = all;
        this.query = query;
        this.width = width;
        this.severalLoops = all.stream()
                        .filter(row -> row.id().kind() == TaskId.Kind.GREEN)
                        .map(TaskRow::loop)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    /** The lines, each with its end. */
    static String of(List<TaskRow> all, PsQuery query, int width) {
        PsView view = new PsView(all, query, width);
        List<TaskRow> found =
                all.stream().filter(row -> row.mentions(query.words())).toList();
        return (query.drawsTree() ? view.tree(found) : view.flat(found)) + count(found);
    }

    /** {@code 3 green tasks (1 running, 2 waiting), 12 platform threads}. */
    static String count(List<TaskRow> rows) {
        Map<TaskId.Kind, List<TaskRow>> byKind =
                rows.stream().collect(Collectors.groupingBy(row -> row.id().kind()));
        List<String> parts = new ArrayList<>();
        for (TaskId.Kind kind : TaskId.Kind.values()) {
            List<TaskRow> some = byKind.getOrDefault(kind, List.of());
            if (!some.isEmpty() || kind == TaskId.Kind.GREEN) {
                parts.add(Listing.count(some.size(), noun(kind)) + (kind == TaskId.Kind.GREEN ? states(some) : ""));
            }
        }
        return String.join(", ", parts) + "\n";
    }

    private static String noun(TaskId.Kind kind) {
        return switch (kind) {
            case GREEN -> "green task";
            case PLATFORM -> "platform thread";
            case VIRTUAL -> "virtual thread";
        };
    }

    private static String states(List<TaskRow> rows) {
        Map<String, Long> counts =
                rows.stream().collect(Collectors.groupingBy(TaskRow::state, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(each -> Listing.number(each.getValue()) + " " + each.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private String flat(List<TaskRow> found) {
        List<Placed> shown = found.stream()
                .sorted(query.comparator())
                .limit(Listing.MOST)
                .map(row -> new Placed(row, 0))
                .toList();
        return table(shown, true) + Listing.more(found.size() - shown.size(), HINT);
    }

    /** Of those that were found, and whoever they descend from. */
    private String tree(List<TaskRow> found) {
        Map<TaskId, TaskRow> byId = new HashMap<>();
        all.forEach(row -> byId.put(row.id(), row));
        Map<TaskId, TaskRow> drawn = new HashMap<>();
        for (TaskRow row : found) {
            TaskRow each = row;
            while (each != null && drawn.put(each.id(), each) == null) {
                each = above(each, byId);
            }
        }
        List<TaskRow> sorted =
                drawn.values().stream().sorted(query.comparator()).toList();
        List<Placed> shown = placed(sorted, drawn);
        return table(shown, false) + Listing.more(sorted.size() - shown.size(), HINT);
    }

    /** Who spawned it; where that has ended, or is not among these, its loop's thread; null when neither is there. */
    private static @Nullable TaskRow above(TaskRow row, Map<TaskId, TaskRow> byId) {
        TaskRow parent = row.parent() == null ? null : byId.get(row.parent());
        return parent != null || row.home() == null ? parent : byId.get(row.home());
    }

    /** In the order of the tree, the first so many. */
    private static List<Placed> placed(List<TaskRow> sorted, Map<TaskId, TaskRow> byId) {
        Map<TaskId, List<TaskRow>> children = new HashMap<>();
        Deque<Placed> next = new ArrayDeque<>();
        for (TaskRow row : sorted) {
            TaskRow above = above(row, byId);
            if (above == null) {
                next.addLast(new Placed(row, 0));
            } else {
                children.computeIfAbsent(above.id(), id -> new ArrayList<>()).add(row);
            }
        }
        List<Placed> placed = new ArrayList<>();
        while (!next.isEmpty() && placed.size() < Listing.MOST) {
            Placed each = next.removeFirst();
            placed.add(each);
            List<TaskRow> below = children.getOrDefault(each.row.id(), List.of());
            for (int i = below.size() - 1; i >= 0; i--) {
                next.addFirst(new Placed(below.get(i), each.depth + 1));
            }
        }
        return placed;
    }

    private String table(List<Placed> shown, boolean tellsParent) {
        List<String> header = new ArrayList<>(List.of("ID", "STATE", "AGE", "CPU", "NAME"));
        if (tellsParent) {
            header.add("PARENT");
        }
        if (severalLoops) {
            header.add("LOOP");
        }
        header.add("WAITS FOR");
        List<List<TextTable.Cell>> cells =
                shown.stream().map(each -> cells(each, tellsParent)).toList();
        TextTable table = new TextTable(header);
        int left = width - widthOfAllButTheLast(header, cells);
        int waits = Math.min(WAIT_WIDTH, Math.max(LEAST_WAIT_WIDTH, left));
        for (int i = 0; i < shown.size(); i++) {
            List<TextTable.Cell> row = new ArrayList<>(cells.get(i));
            row.add(Listing.text(shown.get(i).row.waitsFor(), waits));
            table.add(row);
        }
        return table.text(width);
    }

    private static int widthOfAllButTheLast(List<String> header, List<List<TextTable.Cell>> cells) {
        int sum = 0;
        for (int i = 0; i < header.size() - 1; i++) {
            int widest = header.get(i).length();
            for (List<TextTable.Cell> row : cells) {
                widest = Math.max(widest, row.get(i).text().length());
            }
            sum += widest + 2;
        }
        return sum;
    }

    private List<TextTable.Cell> cells(Placed placed, boolean tellsParent) {
        TaskRow row = placed.row;
        String indent = "  ".repeat(Math.min(placed.depth, DEEPEST_INDENT));
        List<TextTable.Cell> cells = new ArrayList<>();
        cells.add(new TextTable.Cell(row.id().toString(), false));
        cells.add(new TextTable.Cell(row.state(), false));
        cells.add(Listing.right(age(row.ageNanos())));
        cells.add(Listing.right(row.cpuNanos() < 0 ? "" : Durations.formatNanos(row.cpuNanos())));
        cells.add(Listing.text(indent + row.name(), NAME_WIDTH));
        if (tellsParent) {
            TaskId parent = row.parent();
            cells.add(new TextTable.Cell(parent == null ? "" : parent.toString(), false));
        }
        if (severalLoops) {
            cells.add(Listing.text(row.loop(), NAME_WIDTH / 2));
        }
        return cells;
    }

    static String age(long nanos) {
        return nanos < 0 ? "" : Durations.formatNanos(nanos);
    }
}
