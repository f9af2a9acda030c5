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
 * @param imports import declarations, beyond those that every session has
 * @param startup what a session runs before its first prompt; null: nothing
 */
record Settings(
        @Nullable Map<String, Object> locals,
        String banner,
        String prompt,
        String continuation,
        Limits limits,
        @Nullable Path history,
        List<PromptCommand> commands,
        List<String> imports,
        @Nullable StartupScript startup) {

    /** eventlet's greeting and prompts. */
    static Settings of(@Nullable Map<String, Object> locals) {
        return new Settings(locals, defaultBanner(), ">>> ", "... ", Limits.DEFAULT, null, List.of(), List.of(), null);
    }

    Settings withLocals(Map<String, Object> other) {
        return new Settings(other, banner, prompt, continuation, limits, history, commands, imports, startup);
    }

    Settings withBanner(String other) {
        return new Settings(locals, other, prompt, continuation, limits, history, commands, imports, startup);
    }

    Settings withPrompts(String statement, String rest) {
        return new Settings(locals, banner, statement, rest, limits, history, commands, imports, startup);
    }

    Settings withHistory(Path file) {
        return new Settings(locals, banner, prompt, continuation, limits, file, commands, imports, startup);
    }

    Settings withLimits(Limits other) {
        return new Settings(locals, banner, prompt, continuation, other, history, commands, imports, startup);
    }

    /** With one command more. */
    Settings withCommand(PromptCommand other) {
        List<PromptCommand> all = new ArrayList<>(commands);
        all.add(other);
        return new Settings(locals, banner, prompt, continuation, limits, history, List.copyOf(all), imports, startup);
    }

    Settings withImports(List<String> others) {
        return new Settings(locals, banner, prompt, continuation, limits, history, commands, others, startup);
    }

    Settings withStartup(StartupScript script) {
        return new Settings(locals, banner, prompt, continuation, limits, history, commands, imports, script);
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
