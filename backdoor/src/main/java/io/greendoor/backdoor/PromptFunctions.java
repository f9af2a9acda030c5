package io.greendoor.backdoor;

import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Suspendable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be called at the prompt by its bare name. Each call is about the session whose task calls.
 */
public final class PromptFunctions {

    private PromptFunctions() {}

    /** Ends the session; the application goes on. */
    public static void exit() {
        leave("exit()");
    }

    /**
     * As {@link #exit()}, for who is used to {@link System#exit}.
     *
     * @param status ignored
     */
    public static void exit(int status) {
        leave("exit(" + status + ")");
    }

    /** As {@link #exit()}. */
    public static void quit() {
        leave("quit()");
    }

    /**
     * What {@link System#exit} means at the prompt: the end of the session.
     *
     * @param status ignored
     */
    public static void systemExit(int status) {
        leave("System.exit(" + status + ")");
    }

    private static void leave(String how) {
        throw SessionExit.byCommand(how);
    }

    /** The names that commands know: locals and the session's own variables, sorted. */
    public static List<String> dir() {
        return List.copyOf(vars().keySet());
    }

    /**
     * The names of an object's public methods and fields, sorted, each once, without those of {@link Object}. Of a
     * {@link Class}: the public members of the class that it stands for.
     */
    public static List<String> dir(@Nullable Object object) {
        return object == null ? List.of() : Directory.names(object);
    }

    /** Prints what the prompt understands, as the word {@code help} alone does. */
    public static void help() {
        Session session = session("help()");
        session.out().print(Words.answer("help"));
    }

    /**
     * Prints what can be called of an object: the signatures of its public methods and fields, of its class's
     * constructors, and the first sentence of what is written about each, if sources are on the class path, in a
     * {@code -sources.jar} beside the jar, or in the JDK's {@code src.zip}. The calling task waits while that is read
     * elsewhere.
     *
     * @param object a {@link Class}: the members of the class that it stands for
     */
    @Suspendable
    public static void help(@Nullable Object object) {
        Session session = session("help(x)");
        int width = session.window().width();
        String text = object == null ? "null\n" : Tpool.execute(() -> HelpText.of(object, Sources.ofJvm(), width));
        session.window().show(Objects.requireNonNull(text));
    }

    /**
     * Prints the class of an object as it was declared, its supertypes, and the module or jar it comes from. Of a
     * {@link Class}: that class.
     */
    @Suspendable
    public static void type(@Nullable Object object) {
        Session session = session("type(x)");
        session.window().show(TypeText.of(object, session.window().width()));
    }

    /** Prints more of the last value, see {@link #expand(Object)}. */
    @Suspendable
    public static void expand() {
        Session session = session("expand()");
        PrintedValues values = session.printedValues();
        PrintedValues.Entry last = values.get(values.count());
        if (last == null) {
            session.out().print("nothing has been printed yet\n");
        } else {
            expand(last.value());
        }
    }

    /**
     * Prints a value with much more of what is in it than the prompt does by itself: up to 10,000 elements of each
     * collection, and a mebibyte in all. A throwable shows its trace, a buffer its bytes, an object of the
     * application's its fields.
     */
    @Suspendable
    public static void expand(@Nullable Object object) {
        Session session = session("expand(x)");
        session.window()
                .show(ValueFormat.expanded().format(object, session.window().width()) + "\n");
    }

    /** Prints a table of up to 100 rows, see {@link #table(Object, int)}. */
    @Suspendable
    public static void table(@Nullable Object rows) {
        table(rows, TableView.DEFAULT_ROWS);
    }

    /**
     * Prints a collection, an array or a map as a table. Each element is a row; a record's components, an object's
     * getters and public fields, a map's keys, a list's indices are the columns, as many as fit.
     *
     * @param most of the rows, at least 1
     */
    @Suspendable
    public static void table(@Nullable Object rows, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a table needs a row: " + most);
        }
        Session session = session("table(x)");
        session.window().show(TableView.of(rows, most, session.window().width()));
    }

    /** Prints the values that the session has printed and still keeps, with their numbers: {@code _1} is the first. */
    @Suspendable
    public static void values() {
        Session session = session("values()");
        session.window().show(session.printedValues().text(session.window().width()));
    }

    private static Session session(String function) {
        Session session = Session.current();
        if (session == null) {
            throw new IllegalStateException(
                    function + " prints to the client at the prompt, and the calling task has none");
        }
        return session;
    }

    /** The locals and the session's own variables, by name, with their types, sorted. */
    public static Map<String, String> vars() {
        Session session = Session.current();
        return session == null ? Map.of() : new TreeMap<>(session.names());
    }
}
