package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import org.jspecify.annotations.Nullable;

/** How the console gets what its client types. In the console's task, but for {@link #input}. */
interface Prompter {

    /** Prompts, and waits for a line, or several that are one statement; null at the end of the input. */
    @Suspendable
    SessionInput.@Nullable Line statement(String prompt);

    /** Waits for a line that is a running command's to read; null at the end of its piece or input. From any task. */
    @Suspendable
    SessionInput.@Nullable Line input();

    /** The client does the editing, if anybody: lines come as they are. */
    record Plain(SessionInput lines, SessionOutput output) implements Prompter {

        @Override
        @Suspendable
        public SessionInput.@Nullable Line statement(String prompt) {
            output.print(prompt);
            output.send();
            return lines.next();
        }

        @Override
        @Suspendable
        public SessionInput.@Nullable Line input() {
            return lines.nextOfPiece();
        }
    }

    /** The client has a terminal, and lines are edited on this side. */
    record Editing(LineEditor editor, SessionInput lines, SessionOutput output) implements Prompter {

        @Override
        @Suspendable
        public SessionInput.@Nullable Line statement(String prompt) {
            output.send();
            LineEditor.Edited edited = editor.statement(prompt);
            return switch (edited.how()) {
                case INTERRUPTED -> {
                    output.print("KeyboardInterrupt\n"); // the editor has left the line already
                    yield SessionInput.Line.TAKEN_BACK;
                }
                case TAKEN_BACK -> SessionInput.Line.TAKEN_BACK;
                case ENTERED -> lines.lineOf(edited.text());
                case ENDED, LEFT -> null;
            };
        }

        @Override
        @Suspendable
        public SessionInput.@Nullable Line input() {
            LineEditor.Edited edited = editor.input();
            return edited.how() == LineEditor.How.ENTERED ? SessionInput.Line.of(edited.text()) : null;
        }
    }
}
