package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;

/** Texts in aligned columns under a header: numbers to the right, the rest to the left, long ones cut. */
// Columns that do not fit into the width any more are left out from the right, and named below. The first always has
// its place.
final class TextTable {
    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** The text of one value, on one line. */
    record Cell(String text, boolean isNumber) {
        static final Cell NONE = new Cell("", false);
    }

    TextTable(List<String> header) {
        if (header.isEmpty()) {
            throw new IllegalArgumentException("a table needs a column");
        }
        this.header = List.copyOf(header);
    }

    void add(List<Cell> row) {
        if (row.size() != header.size()) {
            throw new IllegalArgumentException(row.size() + " cells for " + header.size() + " columns");
        }
        rows.add(List.copyOf(row));
    }

    /** The lines, each with its line end; none is longer than {@code width}. */
    String text(int width) {
        List<Column> columns = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < header.size(); i++) {
            Column column = column(i, Math.max(1, width));
            int needed = column.width + (i == 0 ? 0 : GAP.length());
            if (i > 0 && used + needed > width) {
                break;
            }
            columns.add(column);
            used += needed;
        }
        StringBuilder out = new StringBuilder();
        appendLine(
                out, columns, header.stream().map(name -> new Cell(name, false)).toList());
        appendLine(
                out,
                columns,
                columns.stream()
                        .map(each -> new Cell("-".repeat(each.width), false))
                        .toList());
        rows.forEach(row -> appendLine(out, columns, row));
        if (columns.size() < header.size()) {
            String rest = String.join(", ", header.subList(columns.size(), header.size()));
            out.append(Literals.shortened("(no room for " + rest + ")", width)).append('\n');
        }
        return out.toString();
    }

    private record Column(int width, boolean isRight) {}

    private Column column(int index, int most) {
        int width = header.get(index).length();
        boolean hasNumbers = false;
        boolean hasOthers = false;
        for (List<Cell> row : rows) {
            Cell cell = row.get(index);
            width = Math.max(width, cell.text.length());
            hasNumbers |= cell.isNumber;
            hasOthers |= !cell.isNumber && !cell.text.isEmpty() && !cell.text.equals("null");
        }
        return new Column(Math.min(width, most), hasNumbers && !hasOthers);
    }

    private static void appendLine(StringBuilder out, List<Column> columns, List<Cell> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String text = Literals.shortened(cells.get(i).text, column.width);
            String room = " ".repeat(column.width - text.length());
            line.append(i == 0 ? "" : GAP);
            line.append(column.isRight ? room + text : text + room);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
