package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * Makes the application's map of locals look like variables of the session, in both directions.
 *
 * <p>A name becomes a variable of the session when a statement first mentions it, with the most specific type for its
 * value that a snippet can name, and again when a later mention finds a value of another type.
 */
// The life of a local:
//
//   prepare     compiling thread   declares, redeclares or drops variables, judging by the classes of the values, and
//                                  by what is declared of these very objects
//   copy in     command's task     puts the map's values into the fields, right before the command
//   copy out    command's task     puts assigned values into the map, whenever the command gives way, and at its
//                                  end; when it gives way, on some engines a task of its own does so for it
//
// "Assigned" means: the field holds another object than was last copied in or out. A name that the command did not
// assign is therefore never written, even if the application replaced its value meanwhile.
//
// All declared variables are copied, not only the mentioned ones, because methods typed earlier use them too. Should
// the application put a value of an unfitting class between prepare and copy in, the command is not run: StaleLocal
// tells the caller to prepare and compile again. An object with other type arguments is let pass: nobody can tell.
//
// A variable that is declared anew lives in another field from then on. The old one is emptied, or the session would
// hold its object to the end; unless it is the same object, of which only more is known. Methods are compiled again for
// the new one; a task that still runs the old code sees null.
//
// The map belongs to the application. It is read and written on the loop only, by a task, except for reading a
// ConcurrentMap, which any thread may.
final class LocalsBinding {
    /** The name under which the map itself can be reached. */
    private static final String WHOLE_MAP = "locals";

    private static final NameableType MAP_TYPE = new NameableType("java.util.Map<String, Object>", Map.class);

    private final ClassLoader application;
    private final SnippetLoader snippets;
    private final Declarer declarer;
    private final InitialisedClasses initialised;
    private final Map<String, LocalVariable> variables = new LinkedHashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> shadowed = new HashSet<>();
    private final Set<String> suspended = new HashSet<>();
    private Map<String, Object> map = Map.of();
    private boolean running;
    private @Nullable IllegalStateException failure;

    LocalsBinding(ClassLoader application, SnippetLoader snippets, Declarer declarer, InitialisedClasses initialised) {
        this.application = application;
        this.snippets = snippets;
        this.declarer = declarer;
        this.initialised = initialised;
    }

    /** Declares variables in the session. */
    interface Declarer {
        /** Returns false if the compiler does not know the type. */
        boolean declare(String type, String name);

        void drop(String name);
    }

    /** Thrown instead of running a command whose locals changed their type after it was compiled. */
    static final class StaleLocal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StaleLocal(String name) {
            super("The value of local '" + name + "' keeps changing its type", null, false, false);
        }
    }

    void bind(Map<String, Object> locals) {
        map = locals;
    }

    /** Declares what another session has, which ends: as what it did, which nobody may be able to tell any more. */
    void inherit(LocalsBinding other) {
        other.variables.forEach((name, variable) -> {
            if (declarer.declare(variable.type().text(), name)) {
                variables.put(name, variable.anew());
            }
        });
    }

    /** Whether the variable is one of the map's names. */
    boolean isLocal(String name) {
        return variables.containsKey(name);
    }

    /** Names of an unresolved definition, to be declared as soon as the map has them. */
    void want(Collection<String> names) {
        wanted.addAll(names);
    }

    /** Names that the next statement seems to declare: nothing is copied into or out of their variables meanwhile. */
    void suspend(Collection<String> names) {
        suspended.clear();
        suspended.addAll(names);
    }

    /** The session has a variable of its own of this name from now on. */
    void shadow(String name) {
        shadowed.add(name);
        wanted.remove(name);
        letGo(variables.remove(name));
    }

    /** Makes the variables fit the map before a statement that mentions {@code names} is compiled. */
    void prepare(Collection<String> names, Interpreter.CommandRunner runner) throws Throwable {
        Set<String> candidates = new LinkedHashSet<>(variables.keySet());
        candidates.addAll(wanted);
        candidates.addAll(names);
        candidates.removeIf(name -> shadowed.contains(name) || suspended.contains(name) || !isVariableName(name));
        if (candidates.isEmpty()) {
            return;
        }
        LocalValues values = LocalValues.read(map, candidates, runner, application, initialised);
        for (String name : candidates) {
            prepare(name, values, names.contains(name) || wanted.contains(name));
        }
    }

    /**
     * As {@link #prepare}, for a statement that is still being typed: where the map cannot be read from this thread,
     * names stay as they are.
     */
    void prepareEarly(Collection<String> names) {
        if (map instanceof ConcurrentMap) {
            try {
                prepare(names, Callable::call);
            } catch (Throwable e) {
                throw unchecked(e); // the application's map threw it
            }
        }
    }

    /** The map's names, as far as they can be read from this thread and a snippet can use them. */
    List<String> names() {
        return map instanceof ConcurrentMap
                ? map.keySet().stream()
                        .filter(LocalsBinding::isVariableName)
                        .sorted()
                        .toList()
                : List.copyOf(variables.keySet());
    }

    private static boolean isVariableName(String name) {
        return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
    }

    private void prepare(String name, LocalValues values, boolean mentioned) {
        LocalVariable variable = variables.get(name);
        Object value = values.get(name);
        if (!values.has(name)) {
            prepareAbsent(name, variable, mentioned);
        } else if (variable == null || variable.wholeMap()) {
            declare(name, value, values.typeOf(name));
        } else if (value != null && variable.isDoubtful(value, mentioned)) {
            LocalType type = values.typeOf(name);
            if (!variable.isChosen(type, value)) {
                declare(name, value, type);
            }
        }
    }

    private void prepareAbsent(String name, @Nullable LocalVariable variable, boolean mentioned) {
        if (variable != null && !variable.wholeMap()) {
            variables.remove(name);
            variable.letGo(null); // the loader keeps the field: JShell may come back to it
            wanted.add(name);
            declarer.drop(name);
        }
        if (name.equals(WHOLE_MAP) && mentioned && !variables.containsKey(name)) {
            declarer.declare(MAP_TYPE.text(), name);
            variables.put(name, new LocalVariable(name, map, LocalType.byClass(MAP_TYPE), MAP_TYPE, true));
        }
    }

    private void declare(String name, @Nullable Object value, LocalType chosen) {
        NameableType type = chosen.type();
        boolean declared = declarer.declare(type.text(), name);
        while (!declared && !type.equals(NameableType.OBJECT)) {
            type = type.wider(application);
            declared = declarer.declare(type.text(), name);
        }
        if (declared) { // not a name like "var" or "record"
            LocalVariable replaced = variables.put(name, new LocalVariable(name, value, chosen, type, false));
            if (replaced != null && !replaced.holds(value)) {
                letGo(replaced);
            }
        }
        wanted.remove(name);
    }

    private void letGo(@Nullable LocalVariable replaced) {
        if (replaced != null) {
            replaced.letGo(snippets.variable(replaced.name()));
        }
    }

    /** Runs a command between copying in and copying out, on its own thread. */
    @Nullable
    @Suspendable
    Object around(MethodHandle command) {
        failure = null;
        copyIn();
        running = true;
        Throwable thrown = null;
        try {
            return command.invoke();
        } catch (Throwable e) {
            thrown = e;
            throw unchecked(e);
        } finally {
            copyOut();
            running = false;
            report(thrown);
        }
    }

    /** Throws {@code thrown} itself, checked or not, since a command may throw what it likes. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Copies out now if a command is running. */
    void writeBack() {
        if (running) {
            copyOut();
        }
    }

    private void copyIn() {
        for (LocalVariable variable : present()) {
            if (!variable.copyIn(map, snippets.variable(variable.name()))) {
                throw new StaleLocal(variable.name());
            }
        }
    }

    private void copyOut() {
        for (LocalVariable variable : present()) {
            try {
                variable.copyOut(map);
            } catch (RuntimeException e) {
                if (!running) {
                    return; // a map that is locked had this wait, and the command has ended, and copied out by itself
                }
                failure = refusal(variable.name(), e, failure);
            }
        }
    }

    private List<LocalVariable> present() {
        List<LocalVariable> present = new ArrayList<>(variables.values());
        present.removeIf(variable -> suspended.contains(variable.name()));
        return present;
    }

    private void report(@Nullable Throwable thrown) {
        if (failure == null) {
            return;
        }
        if (thrown == null) {
            throw failure;
        }
        thrown.addSuppressed(failure);
    }

    private static String reason(String name, RuntimeException cause) {
        if (cause instanceof UnsupportedOperationException) {
            return "the map of locals is read-only; give the backdoor a mutable map, such as a ConcurrentHashMap";
        }
        if (cause instanceof NullPointerException) {
            return "the map of locals holds no null; locals.remove(\"" + name + "\") takes the name away";
        }
        return "the map of locals refused it (" + TraceFormat.headline(cause) + ")";
    }

    private static IllegalStateException refusal(
            String name, RuntimeException cause, @Nullable IllegalStateException earlier) {
        IllegalStateException refusal = ConsoleError.of("Local '" + name + "' was not written: " + reason(name, cause));
        if (earlier == null) {
            return refusal;
        }
        earlier.addSuppressed(refusal);
        return earlier;
    }
}
