package io.greendoor.backdoor;

import java.util.List;

/** How a command that is being typed could go on. Off the loop. */
record CommandCompletion(Commands commands) {

    /** Whether what is typed is to be a command beside Java. */
    static boolean isMeant(String source) {
        return CommandLine.isOne(source);
    }

    Assistant.Completions complete(String source, int cursor) {
        String typed = source.substring(0, cursor);
        int slash = typed.indexOf('/');
        List<String> words = words(typed.substring(slash + 1));
        String last = words.get(words.size() - 1);
        if (words.size() == 1) {
            List<String> names =
                    commands.namesLike(last).stream().map(name -> "/" + name).toList();
            return new Assistant.Completions(slash, names);
        }
        PromptCommand command = commands.find(words.get(0));
        if (command == null) {
            return Assistant.Completions.NONE;
        }
        List<String> fitting = command.complete(words.subList(1, words.size())).stream()
                .filter(each -> each.startsWith(last))
                .toList();
        return new Assistant.Completions(cursor - last.length(), fitting);
    }

    /** How it is called. */
    List<String> explain(String source) {
        String name = words(source.strip().substring(1)).get(0);
        PromptCommand command = commands.find(name);
        return command == null ? List.of() : command.usage().lines().toList();
    }

    /** All words; the last one is empty behind a blank. */
    private static List<String> words(String text) {
        return List.of(text.split("\\s+", -1));
    }
}
