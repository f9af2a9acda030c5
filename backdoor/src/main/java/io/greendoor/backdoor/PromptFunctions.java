package io.greendoor.backdoor;

import io.greendoor.greenlet.Tpool;
import io.greendoor.scheduler.Suspendable;
import java.util.List;
import java.util.Map;
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
        throw new SessionExit(how);
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
        int width = session.width();
        String text = object == null ? "null\n" : Tpool.execute(() -> HelpText.of(object, Sources.ofJvm(), width));
        session.out().print(text);
    }

    /**
     * Prints the class of an object as it was declared, its supertypes, and the module or jar it comes from. Of a
     * {@link Class}: that class.
     */
    public static void type(@Nullable Object object) {
        Session session = session("type(x)");
        session.out().print(TypeText.of(object, session.width()));
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
