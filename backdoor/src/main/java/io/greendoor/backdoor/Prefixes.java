package io.greendoor.backdoor;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may stand before a statement and says how to run it: {@code /unlimited STATEMENT}. No statement of Java's begins
 * like that.
 *
 * @param kinds which ones there are
 * @param end where they end, in what was typed
 */
record Prefixes(Set<Kind> kinds, int end) {

    /** What they ask for. */
    enum Kind {
        /** No budgets. */
        UNLIMITED,
        /** The time that it takes. */
        TIME,
        /** To be run beside the prompt. */
        ASIDE;

        String typed() {
            return "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code /aside kill 1} is a command, not a statement. */
    private static final Pattern ONE =
            Pattern.compile("\\s*/(unlimited|time|aside(?!\\s+kill(\\s+\\d*)?\\s*$))(?=\\s+\\S)");

    /** Those that a text begins with. One with nothing behind it is none. */
    static Prefixes of(String source) {
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        Matcher matcher = ONE.matcher(source);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            kinds.add(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)));
            end = matcher.end();
        }
        return new Prefixes(kinds, end);
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    boolean ask(Kind kind) {
        return kinds.contains(kind);
    }

    /** What was typed, with blanks in their place: a compiler counts columns. */
    String strip(String source) {
        return source.substring(0, end).replaceAll("\\S", " ") + source.substring(end);
    }

    /** They, before a statement. */
    String before(String statement) {
        return isEmpty() ? statement : this + " " + statement.stripLeading();
    }

    @Override
    public String toString() {
        return kinds.stream().map(Kind::typed).collect(Collectors.joining(" "));
    }
}
