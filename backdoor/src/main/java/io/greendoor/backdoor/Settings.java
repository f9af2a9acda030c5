package io.greendoor.backdoor;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the sessions of one door are.
 *
 * @param locals the names that commands see; null: each session has a map of its own
 * @param banner what a client is greeted with, with its line ends
 * @param prompt the prompt for a statement
 * @param continuation the prompt for the rest of one
 * @param limits of each command
 * @param history where what is entered at terminals is kept; null: nowhere
 */
record Settings(
        @Nullable Map<String, Object> locals,
        String banner,
        String prompt,
        String continuation,
        Limits limits,
        @Nullable Path history) {

    /** eventlet's greeting and prompts. */
    static Settings of(@Nullable Map<String, Object> locals) {
        return new Settings(locals, defaultBanner(), ">>> ", "... ", Limits.DEFAULT, null);
    }

    Settings withLocals(Map<String, Object> other) {
        return new Settings(other, banner, prompt, continuation, limits, history);
    }

    Settings withBanner(String other) {
        return new Settings(locals, other, prompt, continuation, limits, history);
    }

    Settings withPrompts(String statement, String rest) {
        return new Settings(locals, banner, statement, rest, limits, history);
    }

    Settings withHistory(Path file) {
        return new Settings(locals, banner, prompt, continuation, limits, file);
    }

    Settings withLimits(Limits other) {
        return new Settings(locals, banner, prompt, continuation, other, history);
    }

    /** The locals of a new session. */
    Map<String, Object> sessionLocals() {
        return locals == null ? new ConcurrentHashMap<>() : locals;
    }

    private static String defaultBanner() {
        return "Java " + System.getProperty("java.version") + " (" + build() + ", " + System.getProperty("java.vm.name")
                + ") on "
                + System.getProperty("os.name") + "\n"
                + "Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n"
                + "(InteractiveConsole)\n";
    }

    private static String build() {
        String vendor = System.getProperty("java.vendor.version");
        return vendor == null ? System.getProperty("java.runtime.version") : vendor;
    }
}
