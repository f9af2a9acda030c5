package io.greendoor.backdoor;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The commands of a session, by name. A name may be shortened as long as it is one command's only. Immutable. */
final class Commands {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    private static final int FAR = 3;
    private static final int LISTED = 5;

    /** What cannot be undone is not done by a slip. */
    private static final Set<String> IN_FULL = Set.of("kick", "kill", "reset");

    private final Map<String, PromptCommand> byName = new TreeMap<>();

    /** Of two with the same name the later one is taken: an application may replace what is built in. */
    Commands(Collection<? extends PromptCommand> commands) {
        for (PromptCommand each : commands) {
            byName.put(requireName(each.name()), each);
        }
    }

    /** The name itself if it can be typed as one. */
    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a command is named by a letter, then letters, digits and hyphens, not \"" + name
                            + "\"; the slash is only typed");
        }
        return name;
    }

    /** Sorted by their names. */
    List<PromptCommand> all() {
        return List.copyOf(byName.values());
    }

    /** The names, sorted, that begin like that. */
    List<String> namesLike(String beginning) {
        return byName.keySet().stream()
                .filter(name -> name.startsWith(beginning))
                .toList();
    }

    /**
     * The command that is meant.
     *
     * @throws UsageError when there is none, or more than one
     */
    PromptCommand named(String typed) {
        PromptCommand found = find(typed);
        if (found != null) {
            return found;
        }
        List<String> like = namesLike(typed);
        if (typed.isEmpty() || like.size() > LISTED) {
            throw new UsageError("/" + typed + " is no command by itself; /help lists them all");
        }
        if (like.size() == 1) {
            throw new UsageError("/" + like.get(0) + " cannot be undone: type it in full");
        }
        if (like.isEmpty() && Form.of("/" + typed) != Form.INTERACTIVE) {
            throw new UsageError("/" + typed + " is for the first line of a connection, and this is a later one:"
                    + " connect once more, and begin with it");
        }
        if (like.isEmpty()) {
            String nearest = nearest(typed);
            throw new UsageError("there is no command /" + typed
                    + (nearest == null ? "" : "; did you mean /" + nearest + "?") + "; /help lists them all");
        }
        throw new UsageError("/" + typed + " could be "
                + like.stream().map(each -> "/" + each).collect(Collectors.joining(" or ")) + ": type one letter more");
    }

    /** The command that is meant; null when there is none, or more than one. */
    @Nullable
    PromptCommand find(String typed) {
        PromptCommand exact = byName.get(typed);
        List<String> like = namesLike(typed);
        return exact == null && like.size() == 1 && !IN_FULL.contains(like.get(0)) ? byName.get(like.get(0)) : exact;
    }

    private @Nullable String nearest(String typed) {
        return byName.keySet().stream()
                .filter(name -> distance(typed, name) < Math.min(FAR, typed.length()))
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .orElse(null);
    }

    /** How many letters were left out, added, or typed wrong (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[b.length()];
    }
}
