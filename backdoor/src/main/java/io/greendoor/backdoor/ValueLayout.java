package io.greendoor.backdoor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays a value out as text: in one line if it fits, else each element on a line of its own, indented, where it is
 * again in one line if it fits. Short elements share lines.
 */
final class ValueLayout {
    private static final int INDENT = 2;
    private static final int SHORT = 24;

    private final int width;
    private final StringBuilder out = new StringBuilder();

    private ValueLayout(int width) {
        this.width = width;
    }

    /** The text for a terminal of {@code width} columns, without a line end after its last line. */
    static String of(ValueTree tree, int width) {
        String line = OneLine.of(tree, width, true);
        if (line != null) {
            return line;
        }
        ValueLayout layout = new ValueLayout(width);
        layout.append(tree, 0, 0);
        return layout.out.toString();
    }

    /** {@code after} is for how many characters there must be room behind it. */
    private void append(ValueTree tree, int indent, int after) {
        String line = OneLine.of(tree, width - column() - after, false);
        if (line != null) {
            out.append(line);
        } else if (tree instanceof ValueTree.Text text) {
            out.append(text.inLines().replace("\n", "\n" + " ".repeat(indent)));
        } else if (tree instanceof ValueTree.Pair pair) {
            append(pair.key(), indent, 1);
            out.append('=');
            append(pair.value(), indent, after);
        } else if (tree instanceof ValueTree.Group group) {
            appendGroup(group, indent);
        } else if (tree instanceof ValueTree.Lines lines) {
            appendLines(lines.lines(), indent);
        }
    }

    private void appendLines(List<String> lines, int indent) {
        int own = indent;
        if (column() > indent) { // behind a key
            own += INDENT;
            newLine(own);
        }
        out.append(String.join("\n" + " ".repeat(own), lines));
    }

    private int column() {
        return out.length() - (out.lastIndexOf("\n") + 1);
    }

    private void appendGroup(ValueTree.Group group, int indent) {
        out.append(group.open());
        List<ValueTree> children = group.children();
        boolean areShort = areShort(children);
        for (int i = 0; i < children.size(); i++) {
            boolean isLast = i == children.size() - 1 && group.rest().isEmpty();
            if (i == 0 || !areShort || !fits(children.get(i))) {
                newLine(indent + INDENT);
            } else {
                out.append(' ');
            }
            append(children.get(i), indent + INDENT, 1);
            out.append(isLast ? "" : ",");
        }
        if (!group.rest().isEmpty()) {
            newLine(indent + INDENT);
            out.append(group.rest());
        }
        newLine(indent);
        out.append(group.close());
    }

    /** Whether there is room for a short one in this line, with blank and comma. */
    private boolean fits(ValueTree tree) {
        return OneLine.of(tree, width - column() - 2, false) != null;
    }

    private void newLine(int indent) {
        out.append('\n').append(" ".repeat(indent));
    }

    private static boolean areShort(List<ValueTree> trees) {
        for (ValueTree tree : trees) {
            if (!(tree instanceof ValueTree.Text) || OneLine.of(tree, SHORT, false) == null) {
                return false;
            }
        }
        return true;
    }

    /** What fits into one line. */
    private static final class OneLine {
        private final int room;
        private final boolean alone;
        private final StringBuilder out = new StringBuilder();

        private OneLine(int room, boolean alone) {
            this.room = room;
            this.alone = alone;
        }

        /** The one line, {@code alone} if it is all that is printed; null if there are several, or it is too long. */
        static @Nullable String of(ValueTree tree, int room, boolean alone) {
            OneLine line = new OneLine(room, alone);
            return line.append(tree) ? line.out.toString() : null;
        }

        private boolean append(ValueTree tree) {
            if (tree instanceof ValueTree.Text text) {
                return append(alone ? text.inLine() : text.inLines());
            }
            if (tree instanceof ValueTree.Pair pair) {
                return append(pair.key()) && append("=") && append(pair.value());
            }
            if (tree instanceof ValueTree.Group group) {
                return append(group);
            }
            ValueTree shorter = ((ValueTree.Lines) tree).shorter();
            return shorter != null && append(shorter);
        }

        private boolean append(ValueTree.Group group) {
            boolean fits = append(group.open());
            String separator = "";
            for (ValueTree child : group.children()) {
                fits = fits && append(separator) && append(child);
                if (!fits) {
                    return false;
                }
                separator = ", ";
            }
            return append(group.rest().isEmpty() ? "" : separator + group.rest()) && append(group.close());
        }

        private boolean append(String text) {
            if (out.length() + text.length() > room || text.indexOf('\n') >= 0) {
                return false;
            }
            out.append(text);
            return true;
        }
    }
}
