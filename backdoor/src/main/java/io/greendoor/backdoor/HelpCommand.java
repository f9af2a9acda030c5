package io.greendoor.backdoor;

import java.util.List;
import java.util.function.Supplier;

/** {@code /help}: what commands there are, and how each is called. */
record HelpCommand(Supplier<Commands> commands) implements PromptCommand {

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String summary() {
        return "this list; how a command is called";
    }

    @Override
    public String usage() {
        return "/help [COMMAND]";
    }

    @Override
    public boolean runsOffLoop() {
        return true;
    }

    @Override
    public void run(Invocation call) {
        String name = call.argument().startsWith("/") ? call.argument().substring(1) : call.argument();
        if (name.isEmpty()) {
            call.out().print(list());
        } else {
            PromptCommand command = commands.get().named(name);
            call.out().println(command.usage().stripTrailing() + "\n" + command.summary());
        }
    }

    private String list() {
        StringBuilder text =
                new StringBuilder("Beside Java, there are these commands; /help NAME says how each is called:\n");
        for (PromptCommand each : commands.get().all()) {
            text.append(String.format("  %-12s %s%n", "/" + each.name(), each.summary())
                    .replace("\r", ""));
        }
        return text.append("A name may be shortened. help alone says what else the prompt understands.\n")
                .toString();
    }

    @Override
    public List<String> complete(List<String> words) {
        return words.size() > 1 ? List.of() : commands.get().namesLike("");
    }
}
