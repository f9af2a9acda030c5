package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /env} and {@code /props}: what the process was told from outside. */
final class SettingsCommands {

    private static final int MOST = 500;
    private static final int VALUE_WIDTH = 1000;

    PromptCommand env() {
        return command("env", "environment variables", System::getenv);
    }

    PromptCommand props() {
        return command("props", "system properties", SettingsCommands::properties);
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        System.getProperties()
                .stringPropertyNames()
                .forEach(name -> properties.put(name, System.getProperty(name, "")));
        return properties;
    }

    private static PromptCommand command(String name, String what, Supplier<Map<String, String>> source) {
        String usage = """
                /NAME [-a] [WORD ...]
                  lists the WHAT, by name; what looks like a secret (password, secret, token, key, credential) is ********
                  WORD  only those that mention it, and each other one, in name or value
                  -a    shows secrets, too""".replace("NAME", name).replace("WHAT", what);
        return new OffLoopCommand(
                name,
                "lists the " + what,
                usage,
                call -> list(call, name, source.get()),
                words -> List.copyOf(new TreeMap<>(source.get()).keySet()));
    }

    private static void list(PromptCommand.Invocation call, String name, Map<String, String> settings) {
        List<String> words = new ArrayList<>(call.words());
        boolean all = words.removeIf("-a"::equals);
        List<String> lines = new ArrayList<>();
        new TreeMap<>(settings).forEach((key, value) -> {
            String shown = all ? value : Secrets.masked(key, value);
            String text = (key + "=" + shown).toLowerCase(Locale.ROOT);
            if (words.stream().allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)))) {
                lines.add(Literals.visible(key) + "=" + Literals.visible(Literals.cut(shown, VALUE_WIDTH)));
            }
        });
        lines.stream().limit(MOST).forEach(call.out()::println);
        call.out().print(Listing.more(lines.size() - MOST, "name what you look for, as in /" + name + " java"));
        if (lines.isEmpty()) {
            call.out().println(words.isEmpty() ? "there are none" : "none mentions that");
        }
    }
}
