package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * A command beside Java: typed as {@code /NAME ARGUMENTS} at the prompt. An application adds its own
 * when it opens its door.
 *
 * <pre>{@code
 * PromptCommand.of("orders", "lists the open orders", call -> app.openOrders().forEach(call.out()::println))
 * }</pre>
 *
 * <p>It runs as what is typed does: on the loop's thread, in the session's task, where it may wait; Ctrl-C and the
 * budgets end it; what it throws is printed, and harms nobody. One that {@link #runsOffLoop} is run by a thread of the
 * session's own instead, and answers also while somebody holds the loop.
 */
public interface PromptCommand {

    /** What is typed behind the slash: a letter, then letters, digits and hyphens. */
    String name();

    /** What it does, in a few words, for the list that {@code /help} prints. */
    String summary();

    /** How it is called, for {@code /help NAME}: a line for each form. The first line begins with a slash. */
    default String usage() {
        return "/" + name();
    }

    /** Does it. What it throws is printed as a typed command's exception is. */
    @Suspendable
    void run(Invocation call) throws Exception;

    /**
     * Whether it runs on a thread of the session's own, not on the loop. Such a command must touch nothing that
     * belongs to the loop's tasks, and is interrupted ({@link Thread#interrupt}) by Ctrl-C.
     */
    default boolean runsOffLoop() {
        return false;
    }

    /**
     * How the last of the words could go on, for the Tab key. Called off the loop.
     *
     * @param words what stands behind the command's name, up to the cursor; the last one may be empty
     * @return whole words; those that do not begin like the last one are left out by the caller
     */
    default List<String> complete(List<String> words) {
        return List.of();
    }

    /** A command that runs on the loop. */
    static PromptCommand of(String name, String summary, Body body) {
        return new SimpleCommand(name, summary, body);
    }

    /** What a command does. */
    @FunctionalInterface
    interface Body {
        /** Does it. */
        @Suspendable
        void run(Invocation call) throws Exception;
    }

    /** One call of a command, by one session. */
    interface Invocation {

        /** What stands behind the command's name, without blanks around it. */
        String argument();

        /** The argument's words; those in double quotes may have blanks. */
        List<String> words();

        /**
         * Prints to the client. From any thread; never waits. What a command prints that runs off the loop may be kept
         * until it has ended, and shown by pages then; {@code flush()} shows it at once, and what is printed later.
         */
        PrintStream out();

        /** The columns of the client's window; 100 when it has not told. */
        int width();

        /** The application's names, as commands see them. */
        Map<String, Object> locals();
    }
}
