package io.greendoor.backdoor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jspecify.annotations.Nullable;

/**
 * JLine's side of a {@link LineEditor}: the terminal, a reader for Java and one for lines that are a command's to read.
 */
record EditorDrawing(EditorTerminal terminal, EditorReader java, EditorReader plain) {

    static final char CTRL_C = 3;

    /** What JLine waits behind for the rest of a key: nothing, Escape, Ctrl-X. */
    private static final List<String> BEGINNINGS = List.of("", KeyMap.esc(), KeyMap.ctrl('X'));

    private static final int INDENTATION = 4;
    private static final int HISTORY = 2000;

    /**
     * What the two readers are made of, beside the terminal.
     *
     * @param keys that are no user's, each with what it does
     */
    record Parts(
            String continuation,
            Assistant assistant,
            @Nullable Path history,
            Map<String, Widget> keys) {}

    /** Makes it, which takes milliseconds, and the first time a tenth of a second: never on the loop. */
    static EditorDrawing of(
            String terminalType, EditorInput input, OutputStream wire, Parts parts, LongSupplier nanoTime)
            throws IOException {
        EditorTerminal terminal = new EditorTerminal(terminalType, input, wire);
        EditorDrawing drawing = new EditorDrawing(
                terminal,
                javaReader(new EditorReader(terminal, nanoTime), parts),
                plainReader(new EditorReader(terminal, nanoTime), parts));
        input.beforeWait(drawing::drawOwed);
        return drawing;
    }

    private static EditorReader javaReader(EditorReader reader, Parts parts) {
        TabKey tab = new TabKey(parts.assistant);
        reader.setParser(new JavaParser(parts.assistant));
        reader.setCompleter(tab);
        reader.setHighlighter(new JavaHighlighter(parts.assistant::wantsColours));
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true); // in Java, ! is no history
        reader.option(LineReader.Option.HISTORY_REDUCE_BLANKS, false);
        reader.option(LineReader.Option.AUTO_MENU, false); // the second Tab explains
        reader.option(LineReader.Option.AUTO_LIST, false); // a list of JLine's own accord takes the second Tab
        reader.option(LineReader.Option.COMPLETE_MATCHER_TYPO, false);
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, parts.continuation);
        reader.setVariable(LineReader.INDENTATION, INDENTATION);
        reader.setVariable(LineReader.HISTORY_SIZE, HISTORY);
        reader.setVariable(LineReader.LIST_MAX, 200);
        if (parts.history != null) {
            reader.setVariable(LineReader.HISTORY_FILE, parts.history);
            reader.setVariable(LineReader.HISTORY_FILE_SIZE, HISTORY);
        }
        bindCtrlC(reader);
        bindTab(reader, tab);
        bindClosing(reader, ")", LineReader.INSERT_CLOSE_PAREN);
        bindClosing(reader, "]", LineReader.INSERT_CLOSE_SQUARE);
        bindClosing(reader, "}", LineReader.INSERT_CLOSE_CURLY);
        bindKeys(reader, parts);
        return reader;
    }

    private static EditorReader plainReader(EditorReader reader, Parts parts) {
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.setVariable(LineReader.DISABLE_COMPLETION, true);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        bindCtrlC(reader);
        bindKeys(reader, parts);
        return reader;
    }

    private static void bindKeys(LineReader reader, Parts parts) {
        parts.keys.forEach((key, widget) -> bind(reader, "greendoor-" + KeyMap.display(key), widget, key));
    }

    private static void bindCtrlC(LineReader reader) {
        Widget interrupt = () -> {
            throw new UserInterruptException(reader.getBuffer().toString());
        };
        for (String before : BEGINNINGS) {
            bind(reader, "greendoor-interrupt", interrupt, before + CTRL_C);
        }
    }

    private static void bindTab(LineReader reader, TabKey tab) {
        Widget press = () -> {
            tab.press(reader);
            return true;
        };
        bind(reader, "greendoor-tab", press, KeyMap.ctrl('I'));
    }

    /** A bracket takes indentation away only where it begins its line: JLine would take blanks in the middle, too. */
    private static void bindClosing(LineReader reader, String bracket, String widget) {
        Widget closing = () -> {
            String before = reader.getBuffer().upToCursor();
            boolean begins = before.substring(before.lastIndexOf('\n') + 1).isBlank();
            reader.setVariable(LineReader.INDENTATION, begins ? INDENTATION : 0);
            try {
                reader.callWidget(widget);
            } finally {
                reader.setVariable(LineReader.INDENTATION, INDENTATION);
            }
            return true;
        };
        bind(reader, "greendoor-" + widget, closing, bracket);
    }

    private static void bind(LineReader reader, String name, Widget widget, String key) {
        reader.getWidgets().put(name, widget);
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN)).bind(new Reference(name), key);
    }

    private void drawOwed() {
        java.drawOwed();
        plain.drawOwed();
    }

    /** Draws for a window of another size; waits while somebody else draws. */
    void resize(int columns, int rows) {
        terminal.resize(columns, rows);
        java.resized();
        plain.resized();
    }

    /** Writes as it is, where no line is being edited. */
    void write(String text) {
        terminal.writer().print(text);
        terminal.writer().flush();
    }
}
