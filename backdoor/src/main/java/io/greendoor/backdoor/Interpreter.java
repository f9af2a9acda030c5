package io.greendoor.backdoor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One session's Java interpreter: splits what was typed into statements and evaluates them.
 *
 * <p>Used from one thread at a time, and never from the event loop's thread, because compiling takes milliseconds.
 * The exceptions are {@link #writeBack()}, for the running command's own thread, and {@link #variables()}, for any.
 */
interface Interpreter extends AutoCloseable {

    /** Splits the first complete statement off {@code source}; what cannot be parsed counts as complete. */
    Analysis analyse(String source);

    /**
     * Evaluates one statement. Parsing, compiling and class loading happen on the calling thread, only the compiled
     * command itself goes through {@code runner}. What user code throws is an {@link Outcome}, never thrown from here.
     */
    Outcome eval(String statement, CommandRunner runner);

    /** How the text before the cursor could go on: names, members, types. */
    Assistant.Completions complete(String source, int cursor);

    /** The signatures of what is called around the cursor, each followed by the first lines of its documentation. */
    List<String> explain(String source, int cursor);

    /**
     * Copies what the running command assigned to locals into the map now. Called on the runner's thread when the
     * command first gives way; the end of a command does it by itself. Does nothing outside a command.
     */
    void writeBack();

    /** The variables declared in this session, name to type, in order of declaration; locals are not among them. */
    Map<String, String> variables();

    /** Frees the compiler and the classes of the session. Closing twice is fine. */
    @Override
    void close();

    /** How far a text is a statement. */
    enum State {
        /** Nothing but blanks and comments. */
        EMPTY,
        /** The beginning of a statement. */
        INCOMPLETE,
        /** A whole statement that the next line may still belong to: an {@code else}, for one. */
        EXTENDABLE,
        /** At least one whole statement, or something that never becomes one. */
        COMPLETE
    }

    /**
     * The first statement of a text, and what follows it without leading blanks. Without one that is complete, all
     * of the text is {@code remaining}.
     */
    record Analysis(State state, String statement, String remaining) {}

    /** Carries a compiled command to the thread where user code may run. */
    @FunctionalInterface
    interface CommandRunner {
        /** Runs {@code command} once, there; returns what it returned, throws the very object that it threw. */
        @Nullable
        Object run(Callable<@Nullable Object> command) throws Throwable;

        /** Whether nobody waits for the statement any more: then it must not declare anything. */
        default boolean isAbandoned() {
            return false;
        }
    }
}
