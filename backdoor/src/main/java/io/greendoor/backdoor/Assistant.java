package io.greendoor.backdoor;

import java.util.List;

/** What the editor asks about Java while somebody types. Called on the editor's thread; it may take its time. */
interface Assistant {

    /** Whether a text is all of a statement, or of several; what cannot be parsed counts as whole. */
    boolean isWhole(String source);

    /** Whether what is typed is shown in colours. */
    boolean wantsColours();

    /** How the text before the cursor could go on. */
    Completions complete(String source, int cursor);

    /** What is called where the cursor is: its signatures, and the first lines of what is said about it. */
    List<String> explain(String source, int cursor);

    /**
     * How a text could go on.
     *
     * @param anchor where what the continuations replace begins
     * @param continuations in the order in which they are to be shown
     */
    record Completions(int anchor, List<String> continuations) {

        static final Completions NONE = new Completions(0, List.of());
    }
}
