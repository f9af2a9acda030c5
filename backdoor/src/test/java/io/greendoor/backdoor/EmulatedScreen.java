package io.greendoor.backdoor;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is seen on a terminal of the type xterm, as far as JLine draws on it. */
final class EmulatedScreen {
    static final int COLUMNS = 500;
    private static final int ROWS = 200; // so that nothing scrolls away

    private final char[][] cells = new char[ROWS][COLUMNS];
    private int row;
    private int column;
    private boolean wraps; // the last column was written, and the next character goes to the next row

    EmulatedScreen() {
        erase(0, ROWS);
    }

    /** What is on it after {@code drawn}, and in the last line where the cursor is. */
    static String after(String drawn) {
        EmulatedScreen screen = new EmulatedScreen();
        screen.draw(drawn);
        return screen.text();
    }

    private void erase(int from, int to) {
        for (int i = from; i < to; i++) {
            Arrays.fill(cells[i], ' ');
        }
    }

    private void draw(String drawn) {
        int at = 0;
        while (at < drawn.length()) {
            if (drawn.startsWith("\u001b[", at)) {
                int last = at + 2;
                while (drawn.charAt(last) < '@') {
                    last++;
                }
                control(drawn.substring(at + 2, last), drawn.charAt(last));
                at = last + 1;
            } else if (drawn.charAt(at) == '\u001b') {
                at += 2; // the keypad's mode
            } else {
                character(drawn.charAt(at++));
            }
        }
    }

    private void character(char c) {
        switch (c) {
            case '\r' -> moveTo(row, 0);
            case '\n' -> moveTo(row + 1, 0); // on its way it becomes CR LF
            case '\b' -> moveTo(row, Math.max(0, column - 1));
            default -> {
                if (c >= ' ') { // others are a beep, or nothing
                    print(c);
                }
            }
        }
    }

    private void print(char c) {
        if (wraps) {
            moveTo(row + 1, 0);
        }
        cells[row][column] = c;
        wraps = column == COLUMNS - 1;
        column += wraps ? 0 : 1;
    }

    private void moveTo(int newRow, int newColumn) {
        row = newRow;
        column = newColumn;
        wraps = false;
    }

    private void control(String parameters, char what) {
        int count = parameters.matches("[0-9]+") ? Integer.parseInt(parameters) : 1;
        switch (what) {
            case 'm', 'h', 'l' -> {} // colours, modes
            case 'A' -> moveTo(Math.max(0, row - count), column);
            case 'B' -> moveTo(row + count, column);
            case 'C' -> moveTo(row, Math.min(COLUMNS - 1, column + count));
            case 'D' -> moveTo(row, Math.max(0, column - count));
            case 'H' -> moveTo(0, 0);
            case 'J' -> eraseDisplay(parameters);
            case 'K' -> Arrays.fill(cells[row], column, COLUMNS, ' ');
            case '@' -> insert(count);
            case 'P' -> delete(count);
            case 'L' -> insertRows(count);
            case 'M' -> deleteRows(count);
            default -> throw new AssertionError("an unknown control sequence: " + parameters + what);
        }
    }

    private void eraseDisplay(String parameters) {
        if (parameters.equals("2")) {
            erase(0, ROWS);
        } else {
            Arrays.fill(cells[row], column, COLUMNS, ' ');
            erase(row + 1, ROWS);
        }
    }

    private void insert(int count) {
        int moved = Math.min(count, COLUMNS - column);
        System.arraycopy(cells[row], column, cells[row], column + moved, COLUMNS - column - moved);
        Arrays.fill(cells[row], column, column + moved, ' ');
    }

    private void delete(int count) {
        int moved = Math.min(count, COLUMNS - column);
        System.arraycopy(cells[row], column + moved, cells[row], column, COLUMNS - column - moved);
        Arrays.fill(cells[row], COLUMNS - moved, COLUMNS, ' ');
    }

    private void insertRows(int count) {
        for (int i = ROWS - 1; i >= row + count; i--) {
            cells[i] = cells[i - count].clone();
        }
        erase(row, row + count);
    }

    private void deleteRows(int count) {
        for (int i = row; i < ROWS - count; i++) {
            cells[i] = cells[i + count].clone();
        }
        erase(ROWS - count, ROWS);
    }

    private String text() {
        String rows = Arrays.stream(cells)
                .map(cell -> new String(cell).stripTrailing())
                .collect(Collectors.joining("\n"))
                .stripTrailing();
        return rows + "\ncursor at " + row + ", " + column;
    }
}
