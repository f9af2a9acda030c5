package io.greendoor.backdoor;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A call of a command, and what that printed. */
final class CommandCall implements PromptCommand.Invocation {

    private final String argument;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private CommandCall(String argument) {
        this.argument = argument;
    }

    /** What the command of a line like {@code ps sort:age} prints. */
    static String answer(List<PromptCommand> commands, String line) throws Exception {
        CommandCall call = of(line);
        command(commands, line).run(call);
        return call.printed();
    }

    /** That of a line like {@code ps sort:age}. */
    static CommandCall of(String line) {
        int blank = line.indexOf(' ');
        return new CommandCall(blank < 0 ? "" : line.substring(blank + 1).strip());
    }

    /** The one that a line calls. */
    static PromptCommand command(List<PromptCommand> commands, String line) {
        return new Commands(commands).named(line.split(" ", 2)[0]);
    }

    /** So far. */
    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String argument() {
        return argument;
    }

    @Override
    public List<String> words() {
        return CommandLine.words(argument);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public int width() {
        return 120;
    }

    @Override
    public Map<String, Object> locals() {
        return Map.of();
    }
}
