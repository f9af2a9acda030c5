package io.greendoor.backdoor;

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

    /** The locals and the session's own variables, by name, with their types, sorted. */
    public static Map<String, String> vars() {
        Session session = Session.current();
        return session == null ? Map.of() : new TreeMap<>(session.names());
    }
}
