package io.greendoor.backdoor;

import java.util.regex.Pattern;

/** The names of the classes that JShell wraps around what was typed, which the user should not meet. */
final class SnippetNames {
    private static final Pattern WRAPPER = Pattern.compile("(REPL\\.)?\\$JShell\\$\\d+[A-Z]*[.$]?");

    private static final Pattern WRAPPER_CLASS = Pattern.compile("REPL\\.\\$JShell\\$\\d+[A-Z]*");

    private SnippetNames() {}

    /** Whether a class is one of those wrapped around what was typed. */
    static boolean isWrapper(Class<?> type) {
        return WRAPPER_CLASS.matcher(type.getName()).matches();
    }

    /** Whether a class was typed, or made by what was. */
    static boolean isTyped(Class<?> type) {
        return type.getName().startsWith("REPL.$JShell$");
    }

    /** The text with types, variables and methods named as they were typed. */
    static String strip(String text) {
        return WRAPPER.matcher(text).replaceAll("");
    }
}
