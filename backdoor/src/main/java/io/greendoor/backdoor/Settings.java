package io.greendoor.backdoor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * @param commands the application's own, beside Java
 */
record Settings(
        @Nullable Map<String, Object> locals,
        String banner,
        String prompt,
        String continuation,
        Limits limits,
        @Nullable Path history,
        List<PromptCommand> commands) {

    /** eventlet's greeting and prompts. */
    static Settings of(@Nullable Map<String, Object> locals) {
        return new Settings(locals, defaultBanner(), ">>> ", "... ", Limits.DEFAULT, null, List.of());
    }

    Settings withLocals(Map<String, Object> other) {
        return new Settings(other, banner, prompt, continuation, limits, history, commands);
    }

    Settings withBanner(String other) {
        return new Settings(locals, other, prompt, continuation, limits, history, commands);
    }

    Settings withPrompts(String statement, String rest) {
        return new Settings(locals, banner, statement, rest, limits, history, commands);
    }

    Settings withHistory(Path file) {
        return new Settings(locals, banner, prompt, continuation, limits, file, commands);
    }

    Settings withLimits(Limits other) {
        return new Settings(locals, banner, prompt, continuation, other, history, commands);
    }

    /** With one command more. */
    Settings withCommand(PromptCommand other) {
        List<PromptCommand> all = new ArrayList<>(commands);
        all.add(other);
        return new Settings(locals, banner, prompt, continuation, limits, history, List.copyOf(all));
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
