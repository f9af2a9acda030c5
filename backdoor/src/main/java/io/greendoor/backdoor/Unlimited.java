package io.greendoor.backdoor;

/** The prefix that lifts a command's budgets: {@code /unlimited STATEMENT}. No statement of Java's begins like that. */
final class Unlimited {

    static final String PREFIX = "/unlimited";

    private Unlimited() {}

    /** Whether what was typed begins with it. */
    static boolean isAsked(String source) {
        String typed = source.stripLeading();
        return typed.startsWith(PREFIX)
                && (typed.length() == PREFIX.length() || Character.isWhitespace(typed.charAt(PREFIX.length())));
    }

    /** What was typed, with blanks in its place: a compiler counts columns. */
    static String strip(String source) {
        if (!isAsked(source)) {
            return source;
        }
        int start = source.length() - source.stripLeading().length();
        int end = start + PREFIX.length();
        return source.substring(0, start) + " ".repeat(PREFIX.length()) + source.substring(end);
    }
}
