package io.greendoor.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tables of docs/compat.md. A table begins with the line of its column names; a row is one line; names are code
 * spans. Under a heading that is the name of a Python module, Python names are relative to it.
 */
final class CompatPage {
    static final String PYTHON = "Python";
    static final String JAVA = "Java";
    static final String TEST = "test";
    static final String WART = "wart";
    private static final String ORIGINAL = "the original";
    private static final String MISSING = "not there yet";

    private static final Pattern HEADING = Pattern.compile("#+ (?:`([a-z.]+)`)?.*");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

    /** A line of a table. */
    record Row(int line, String module, Map<String, String> cells) {

        List<String> spans(String column) {
            return SPAN.matcher(cells.getOrDefault(column, ""))
                    .results()
                    .map(span -> span.group(1))
                    .toList();
        }

        List<String> pythonNames() {
            return spans(PYTHON).stream()
                    .map(span -> span.replaceFirst("\\(.*", ""))
                    .map(name -> module.isEmpty() ? name : module + "." + name)
                    .toList();
        }

        /** Its names in Java in full: one that begins with a small letter belongs to the type before it. */
        List<String> javaNames() {
            List<String> names = new ArrayList<>();
            String type = "";
            for (String span : spans(JAVA)) {
                String name = Character.isLowerCase(span.charAt(0)) ? type + "." + span : span;
                names.add(name);
                type = JavaNames.typePart(name);
            }
            return names;
        }

        /** Code that its text mentions, but for what it tells of the originals. */
        List<String> mentions() {
            return cells.keySet().stream()
                    .filter(column -> !List.of(PYTHON, JAVA, TEST, ORIGINAL).contains(column))
                    .flatMap(column -> spans(column).stream())
                    .toList();
        }

        /** Whether it says that what it is about is missing. */
        boolean saysMissing() {
            return cells.values().stream().anyMatch(cell -> cell.toLowerCase().contains(MISSING));
        }

        /** Whether that is all that it has instead of a test. */
        boolean isAllMissing() {
            return cells.getOrDefault(TEST, "").equals(MISSING);
        }

        String at(String problem) {
            return "docs/compat.md, line " + line + ": " + problem;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private String module = "";
    private List<String> columns = List.of();

    private CompatPage() {}

    static List<Row> parse(String text) {
        CompatPage page = new CompatPage();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            page.read(i + 1, lines.get(i));
        }
        return page.rows;
    }

    private void read(int number, String line) {
        if (line.startsWith("#")) {
            var heading = HEADING.matcher(line);
            module = heading.matches() && heading.group(1) != null ? heading.group(1) : "";
        }
        if (!line.startsWith("|")) {
            columns = List.of();
            return;
        }
        List<String> cells = cells(line);
        if (columns.isEmpty()) {
            columns = cells;
        } else if (!line.startsWith("|---")) {
            addRow(number, cells);
        }
    }

    private void addRow(int number, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new AssertionError(
                    "docs/compat.md, line " + number + ": " + cells.size() + " cells, and the table has "
                            + columns.size() + " columns; a bar inside of a cell counts as its end");
        }
        Map<String, String> byColumn = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            byColumn.put(columns.get(i), cells.get(i));
        }
        rows.add(new Row(number, module, byColumn));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.strip().replaceAll("^\\||\\|$", "").split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }
}
