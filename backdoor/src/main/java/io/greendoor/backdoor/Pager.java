package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.util.List;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;

/** Shows a long text by pages, as the keys that its reader presses say. In the console's task. */
final class Pager {

    /** Who reads it. */
    interface Reader {

        /** Shows a line, waits for a key, and takes the line away again; empty: there will be none. */
        @Suspendable
        String key(String line);
    }

    private static final String ENTER = "\r\n";
    private static final String ENOUGH = "qQ\u0003\u0004";

    private final List<String> lines;
    private final int columns;
    private final int rows;

    /**
     * Makes one for a window.
     *
     * @param columns of the window
     * @param rows of the window, one of which is the pager's own
     */
    Pager(String text, int columns, int rows) {
        this.lines = text.lines().toList();
        this.columns = columns;
        this.rows = rows;
    }

    /** Whether it does not fit into the window. */
    boolean isNeeded() {
        return rows > 2 && columns > 0 && end(0, rows - 1) < lines.size();
    }

    /** The index behind the lines that fit into so many rows; one line at least. */
    private int end(int begin, int room) {
        int end = begin;
        int used = 0;
        while (end < lines.size()) {
            used += rows(lines.get(end));
            if (used > room && end > begin) {
                break;
            }
            end++;
        }
        return end;
    }

    /** How many rows of the window a line takes. */
    private int rows(String line) {
        int width = new AttributedString(line).columnLength();
        return Math.max(1, (width + columns - 1) / columns);
    }

    /** Shows it, up to its end or to where it is enough. */
    @Suspendable
    void show(Consumer<String> screen, Reader reader) {
        int shown = print(screen, 0, rows - 1);
        while (shown < lines.size()) {
            String key = reader.key(status(shown));
            if (key.isEmpty() || ENOUGH.contains(key)) {
                return;
            }
            if (key.equals(" ")) {
                shown = print(screen, shown, rows - 1);
            } else if (ENTER.contains(key)) {
                shown = print(screen, shown, 1);
            }
        }
    }

    private int print(Consumer<String> screen, int begin, int room) {
        int end = end(begin, room);
        screen.accept(String.join("\n", lines.subList(begin, end)) + "\n");
        return end;
    }

    private String status(int shown) {
        String status =
                "-- " + shown + " of " + lines.size() + " lines; Space: next page, Enter: one line, q: enough --";
        return status.substring(0, Math.min(status.length(), columns - 1));
    }
}
