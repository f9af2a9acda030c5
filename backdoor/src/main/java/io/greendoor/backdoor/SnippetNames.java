package io.greendoor.backdoor;

import java.util.regex.Pattern;

/** The names of the classes that JShell wraps around what was typed, which the user should not meet. */
final class SnippetNames {
    private static final Pattern WRAPPER = Pattern.compile("(REPL\\.)?\\$JShell\\$\\d+[A-Z]*[.$]?");

    private SnippetNames() {}

    /** The text with types, variables and methods named as they were typed. */
    static String strip(String text) {
        return WRAPPER.matcher(text).replaceAll("");
    }
}
