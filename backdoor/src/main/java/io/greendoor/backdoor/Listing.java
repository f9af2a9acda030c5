package io.greendoor.backdoor;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The rows of a command's answer as a table, and how many there are that it leaves out. */
final class Listing {

    /** Nobody reads more, and a terminal takes its time over them. */
    static final int MOST = 200;

    private Listing() {}

    /**
     * A table of the first ones.
     *
     * @param hint what to type to see fewer
     */
    static <T> String of(
            List<T> items, List<String> header, Function<T, List<TextTable.Cell>> row, int width, String hint) {
        TextTable table = new TextTable(header);
        items.stream().limit(MOST).forEach(item -> table.add(row.apply(item)));
        return table.text(width) + more(items.size() - MOST, hint);
    }

    /** A line that says how many there are that it leaves out; nothing if that is none. */
    static String more(int count, String hint) {
        return count <= 0 ? "" : "… " + number(count) + " more: " + hint + "\n";
    }

    /** On one line, without anything that would make a terminal do things, and cut. */
    static TextTable.Cell text(String text, int width) {
        String start = text.length() > width ? text.substring(0, width + 1) : text;
        return new TextTable.Cell(Literals.shortened(Literals.visible(start), width), false);
    }

    /** Aligned to the right. */
    static TextTable.Cell right(String text) {
        return new TextTable.Cell(text, true);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 timer}, {@code 1,200 timers}. */
    static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
