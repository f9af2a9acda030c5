package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that is a command beside Java: a slash, the command's name, and an argument.
 *
 * @param name without the slash; empty when only that was typed
 * @param argument without blanks around it
 */
record CommandLine(String name, String argument) {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"?|(\\S+)");

    /** Whether it is one. No statement of Java's begins with a slash, only comments do. */
    static boolean isOne(String line) {
        String typed = line.strip();
        return typed.startsWith("/")
                && !typed.startsWith("//")
                && !typed.startsWith("/*")
                && Prefixes.of(typed).isEmpty();
    }

    static CommandLine of(String line) {
        String typed = line.strip().substring(1);
        int end = 0;
        while (end < typed.length() && !Character.isWhitespace(typed.charAt(end))) {
            end++;
        }
        return new CommandLine(typed.substring(0, end), typed.substring(end).strip());
    }

    /** The argument's words; those in double quotes may have blanks. */
    List<String> words() {
        return words(argument);
    }

    static List<String> words(String argument) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(argument);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }
}
