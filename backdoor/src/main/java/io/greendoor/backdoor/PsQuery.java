package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /ps} and {@code /top} are asked for.
 *
 * @param tree whether it is drawn as a tree; null when it was not said
 * @param sort null when it was not said
 * @param words in lower case; each must occur in a row
 */
record PsQuery(
        Set<TaskId.Kind> kinds,
        @Nullable Boolean tree,
        @Nullable Sort sort,
        List<String> words) {

    /** The words that are not looked for, but say something; {@code sort:} is begun only. */
    static final List<String> KEYWORDS = List.of(
            "tree",
            "flat",
            "green",
            "platform",
            "virtual",
            "sort:id",
            "sort:age",
            "sort:name",
            "sort:state",
            "sort:cpu",
            "sort:turns");

    /** What comes first. */
    enum Sort {
        ID,
        AGE,
        NAME,
        STATE,
        CPU,
        TURNS;

        /** Rows that are equal by it are in the order of their IDs. */
        Comparator<TaskRow> comparator() {
            Comparator<TaskRow> byId = Comparator.comparing(
                            (TaskRow row) -> row.id().kind())
                    .thenComparing(row -> row.id().number());
            return switch (this) {
                case ID -> byId;
                case AGE ->
                    Comparator.comparingLong(TaskRow::ageNanos).reversed().thenComparing(byId);
                case NAME ->
                    Comparator.comparing(TaskRow::name, String.CASE_INSENSITIVE_ORDER)
                            .thenComparing(byId);
                case STATE -> Comparator.comparing(TaskRow::state).thenComparing(byId);
                case CPU ->
                    Comparator.comparingLong(TaskRow::cpuNanos).reversed().thenComparing(byId);
                case TURNS ->
                    Comparator.comparingLong(TaskRow::turns).reversed().thenComparing(byId);
            };
        }
    }

    /**
     * Reads a command's words.
     *
     * @param all the kinds that are meant when none is named
     */
    static PsQuery parse(List<String> words, Set<TaskId.Kind> all) {
        EnumSet<TaskId.Kind> kinds = EnumSet.noneOf(TaskId.Kind.class);
        List<String> filter = new ArrayList<>();
        Boolean tree = null;
        Sort sort = null;
        for (String typed : words) {
            String word = typed.toLowerCase(Locale.ROOT);
            switch (word) {
                case "tree", "-t" -> tree = true;
                case "flat" -> tree = false;
                case "green", "virtual", "platform" -> kinds.add(TaskId.Kind.valueOf(word.toUpperCase(Locale.ROOT)));
                default -> {
                    if (word.startsWith("sort:") || word.startsWith("sort=")) {
                        sort = sort(word.substring("sort:".length()));
                    } else {
                        filter.add(notOption(word));
                    }
                }
            }
        }
        return new PsQuery(kinds.isEmpty() ? all : kinds, tree, sort, List.copyOf(filter));
    }

    private static Sort sort(String key) {
        for (Sort each : Sort.values()) {
            if (each.name().equalsIgnoreCase(key)) {
                return each;
            }
        }
        throw new UsageError("cannot sort by \"" + Literals.visible(key)
                + "\": sort:id, sort:age, sort:name, sort:state, sort:cpu or sort:turns");
    }

    private static String notOption(String word) {
        if (word.startsWith("-")) {
            throw new UsageError("there is no option \"" + Literals.visible(word)
                    + "\": -t, tree, flat, green, platform, virtual, sort:KEY, or words to look for");
        }
        return word;
    }

    /** A tree, unless it is looked for something, or sorted, which says that single rows matter. */
    boolean drawsTree() {
        return Objects.requireNonNullElseGet(tree, () -> sort == null && words.isEmpty());
    }

    Comparator<TaskRow> comparator() {
        return (sort == null ? Sort.ID : sort).comparator();
    }
}
