package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commands about what was typed and declared, in the manner of the {@code jshell} tool. */
// All of them run in the console's task; those that ask the interpreter wait for its worker.
final class SessionCommands {

    private static final int LISTED = 100;

    private final Session session;

    private SessionCommands(Session session) {
        this.session = session;
    }

    static List<PromptCommand> of(Session session) {
        SessionCommands commands = new SessionCommands(session);
        List<PromptCommand> all = new ArrayList<>();
        all.add(new HelpCommand(session::commands));
        all.add(new BuiltIn(
                "vars", "the names that there are, their types and values", "/vars [BEGINNING]", commands::vars));
        all.add(new BuiltIn("methods", "the methods that were declared here", "/methods", commands::methods));
        all.add(new BuiltIn(
                "types",
                "the classes, records, interfaces and enums that were declared here",
                "/types",
                commands::types));
        all.add(new BuiltIn("imports", "what is imported", "/imports", commands::imports));
        all.add(new BuiltIn("list", "the statements of this session, by number", """
                /list [N]
                The last N of them (100 without). /3 runs the third again, /-1 or /! the last one.""", commands::list));
        all.add(new BuiltIn("history", "the lines that were entered", "/history [N]", commands::history));
        all.add(new BuiltIn("reset", "forgets what was declared here, and begins anew", """
                /reset
                Variables, methods, types, imports and printed values of this session go; the application's names stay.""", commands::reset));
        all.add(new BuiltIn(
                "exit", "ends this session; the application goes on", "/exit", call -> PromptFunctions.exit()));
        all.add(new SetCommand(session.preferences()));
        all.add(new AsideCommand(session.asides()));
        all.add(prefix(Prefixes.Kind.TIME, "runs a statement and tells how long it took"));
        all.add(prefix(Prefixes.Kind.UNLIMITED, "runs a statement without budgets for time, output and memory"));
        return all;
    }

    /** So that it is in the list; with a statement behind it, it is no command. */
    private static PromptCommand prefix(Prefixes.Kind kind, String summary) {
        String usage = kind.typed() + " STATEMENT";
        return new BuiltIn(kind.typed().substring(1), summary, usage, call -> {
            throw new UsageError("there is no statement behind it: " + usage);
        });
    }

    @Suspendable
    private void vars(PromptCommand.Invocation call) {
        Map<String, Object> locals = session.locals();
        TextTable table = new TextTable(List.of("name", "type", "value"));
        new TreeMap<>(session.names()).forEach((name, type) -> {
            if (name.startsWith(call.argument())) {
                Object value = locals.containsKey(name)
                        ? locals.get(name)
                        : session.workbench().variable(name);
                String brief = ValueFormat.brief(value, call.width());
                table.add(List.of(cell(name), cell(type), cell(brief)));
            }
        });
        call.out().print(table.text(call.width()));
    }

    private static TextTable.Cell cell(String text) {
        return new TextTable.Cell(text, false);
    }

    @Suspendable
    private void methods(PromptCommand.Invocation call) {
        print(call, session.workbench().ask(JShellInterpreter::methods), "no method was declared here");
    }

    @Suspendable
    private void types(PromptCommand.Invocation call) {
        print(call, session.workbench().ask(JShellInterpreter::types), "no type was declared here");
    }

    @Suspendable
    private void imports(PromptCommand.Invocation call) {
        print(call, session.workbench().ask(JShellInterpreter::imports), "nothing is imported");
    }

    private static void print(PromptCommand.Invocation call, List<String> lines, String otherwise) {
        call.out().println(lines.isEmpty() ? otherwise : String.join("\n", lines));
    }

    private void list(PromptCommand.Invocation call) {
        Map<Integer, String> all = session.snippets().all();
        int most = count(call);
        List<String> lines = new ArrayList<>();
        all.forEach(
                (number, source) -> lines.add(String.format("%4d : %s", number, source.replace("\n", "\n       "))));
        print(call, last(lines, most), "nothing was evaluated yet");
    }

    private void history(PromptCommand.Invocation call) {
        print(call, last(session.history().all(), count(call)), "nothing was entered yet");
    }

    private static List<String> last(List<String> lines, int most) {
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static int count(PromptCommand.Invocation call) {
        return call.argument().isEmpty() ? LISTED : Arguments.positive(call.argument());
    }

    private void reset(PromptCommand.Invocation call) {
        session.reset();
        call.out().println("all that was declared here is forgotten");
    }
}
