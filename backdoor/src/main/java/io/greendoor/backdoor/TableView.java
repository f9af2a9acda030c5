package io.greendoor.backdoor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A collection, array or map as a table: a row for each element, a column for each of its parts, see {@link Row}. A
 * single object is a table of its parts.
 */
// It calls the application's getters, in the session's task on the loop. Bounded by a number of rows and of columns,
// and by the time after which no further row is begun.
final class TableView {
    static final int DEFAULT_ROWS = 100;

    private static final int COLUMNS = 20;
    private static final int CELL_WIDTH = 40;

    private final int maxRows;
    private final Row parts = new Row(COLUMNS);
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private String rest = "";

    private TableView(int maxRows) {
        this.maxRows = maxRows;
    }

    /** The lines, each with its line end. */
    static String of(@Nullable Object value, int maxRows, int width) {
        TableView view = new TableView(maxRows);
        view.collect(value);
        return view.text(width);
    }

    private void collect(@Nullable Object value) {
        if (value instanceof Collection<?> collection) {
            collect(collection::iterator, () -> Sizes.of(collection));
        } else if (value instanceof Map<?, ?> map) {
            collect(() -> map.entrySet().iterator(), () -> Sizes.of(map));
        } else if (value instanceof Object[] array) {
            collect(Arrays.asList(array)::iterator, () -> array.length);
        } else if (value != null && value.getClass().isArray()) {
            int length = Array.getLength(value);
            collect(
                    () -> IntStream.range(0, length)
                            .mapToObj(i -> Array.get(value, i))
                            .iterator(),
                    () -> length);
        } else {
            Map<String, @Nullable Object> only = parts.parts(value);
            if (only.containsKey(Row.VALUE) && only.size() == 1) {
                rows.add(only);
            } else {
                only.forEach((name, part) -> rows.add(pair(name, part)));
            }
        }
    }

    private static Map<String, @Nullable Object> pair(String name, @Nullable Object part) {
        Map<String, @Nullable Object> pair = new LinkedHashMap<>();
        pair.put("name", name);
        pair.put(Row.VALUE, part);
        return pair;
    }

    private void collect(Supplier<? extends Iterator<? extends @Nullable Object>> elements, IntSupplier size) {
        Bounds bounds = new Bounds(maxRows, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 1, Bounds.EXPANDED.time(), false);
        Budget budget = new Budget(bounds, System::nanoTime);
        try {
            Iterator<? extends @Nullable Object> iterator = elements.get();
            while (iterator.hasNext()) {
                if (rows.size() == maxRows || budget.isSpent()) {
                    rest = Sizes.more(Sizes.guarded(size) - rows.size());
                    return;
                }
                budget.takeNode(0);
                rows.add(parts.parts(iterator.next()));
            }
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            rest = "… " + UserText.headline(e); // the collection's code failed, or somebody changed it meanwhile
        }
    }

    private String text(int width) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        List<String> columns = names.stream().limit(COLUMNS).toList();
        StringBuilder out = new StringBuilder();
        if (columns.isEmpty()) {
            out.append(rest.isEmpty() ? "(no rows)\n" : "");
        } else {
            TextTable table =
                    new TextTable(columns.stream().map(TableView::label).toList());
            for (Map<String, @Nullable Object> row : rows) {
                List<TextTable.Cell> cells = new ArrayList<>();
                columns.forEach(name -> cells.add(cell(row, name)));
                table.add(cells);
            }
            out.append(table.text(width));
        }
        if (names.size() > columns.size()) {
            out.append("(").append(names.size() - columns.size()).append(" more columns)\n");
        }
        return out.append(rest).append(rest.isEmpty() ? "" : "\n").toString();
    }

    private static TextTable.Cell cell(Map<String, @Nullable Object> row, String name) {
        return row.containsKey(name) ? cell(row.get(name)) : TextTable.Cell.NONE;
    }

    /** On one line, without quotes: the columns tell where it begins and ends. */
    static TextTable.Cell cell(@Nullable Object value) {
        String text = value instanceof String string ? label(string) : ValueFormat.brief(value, CELL_WIDTH);
        return new TextTable.Cell(text, value instanceof Number);
    }

    private static String label(String text) {
        String start = text.length() > CELL_WIDTH ? text.substring(0, CELL_WIDTH + 1) : text;
        return Literals.shortened(Literals.visible(start), CELL_WIDTH);
    }
}
