package io.greendoor.backdoor;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** What becomes of the session's variables when a statement changes a definition that they depend on. */
// JShell compiles a variable anew whose initialiser or type mentions what has changed, and does not run its initialiser
// again. So it comes back empty; or not at all, if its initialiser does not fit any more. Here it gets its value back
// where that still is of its type. What was made of a class that is another one now is not: such a variable is null
// from then on, and the user is told. The objects themselves go on as they are, for whoever else holds them.
final class Redefinition {
    private final SnippetLoader snippets;
    private final LocalsBinding.Declarer declarer;
    private final Map<String, String> types;
    private final Map<String, Field> homes = new LinkedHashMap<>();

    /** Before a statement. {@code types} are those of the variables that the user has declared, by their names. */
    Redefinition(SnippetLoader snippets, LocalsBinding.Declarer declarer, Map<String, String> types) {
        this.snippets = snippets;
        this.declarer = declarer;
        this.types = types;
        for (String name : types.keySet()) {
            Field home = snippets.variable(name);
            if (home != null) {
                homes.put(name, home);
            }
        }
    }

    /**
     * After it: gives variables their values back where that can be.
     *
     * @return {@code outcome}, with what the user should know
     */
    Outcome settle(Outcome outcome, List<SnippetEvent> events) {
        Set<String> changed = namesOf(events, false);
        changed.addAll(namesOf(events, true));
        Set<String> lost = new TreeSet<>();
        for (SnippetEvent event : events) {
            boolean isDependent = event.causeSnippet() != null && event.previousStatus() == Status.VALID;
            if (isDependent && event.snippet() instanceof VarSnippet variable && homes.containsKey(variable.name())) {
                if (!restore(variable.name(), event.status() == Status.VALID, changed)) {
                    lost.add(variable.name());
                }
            }
        }
        return lost.isEmpty() ? outcome : with(outcome, told(namesOf(events, false), lost));
    }

    private static Outcome with(Outcome outcome, String sideEffect) {
        if (outcome instanceof Outcome.Rejected incomplete) {
            return new Outcome.Rejected(incomplete.message() + "\n" + sideEffect);
        }
        return outcome instanceof Outcome.Nothing ? new Outcome.Told(sideEffect) : outcome;
    }

    private static Set<String> namesOf(List<SnippetEvent> events, boolean dependent) {
        return events.stream()
                .filter(event -> (event.causeSnippet() != null) == dependent)
                .map(SnippetEvent::snippet)
                .filter(TypeDeclSnippet.class::isInstance)
                .map(snippet -> ((TypeDeclSnippet) snippet).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String told(Set<String> changed, Set<String> lost) {
        String cause = changed.isEmpty() ? "What they depend on" : String.join(", ", changed);
        return cause + " was declared anew, so " + String.join(", ", lost)
                + (lost.size() == 1 ? " is null now" : " are null now");
    }

    /** False if it had a value that it cannot have any more. */
    private boolean restore(String name, boolean isValid, Set<String> changed) {
        String type = types.get(name);
        if (type == null || (!isValid && !declarer.declare(type, name))) {
            return false;
        }
        Field before = homes.get(name);
        Field now = snippets.variable(name);
        return before == null || now == null || before.equals(now) || move(before, now, type, changed);
    }

    /**
     * Gives a variable of the type of this text, which has another field now, its value back. False if it had one that
     * it cannot have any more, because its type says something about the classes that have {@code changed}.
     */
    static boolean move(Field before, Field now, String type, Set<String> changed) {
        try {
            Object value = before.get(null);
            boolean fits = before.getType() == now.getType() && !Declarations.mentions(type, changed);
            if (fits) {
                now.set(null, value);
            }
            return fits || value == null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The variable " + now + " is out of reach", e);
        }
    }
}
