package io.greendoor.backdoor;

import java.util.List;

/** The commands about who else is at the door. */
// They run off the loop, so that they answer while that is held; what they ask of a session, it does on its loop.
final class DoorCommands {

    private static final int LONGEST_STATEMENT = 40;

    private final Session session;
    private final SessionList sessions;

    private DoorCommands(Session session, SessionList sessions) {
        this.session = session;
        this.sessions = sessions;
    }

    static List<PromptCommand> of(Session session, SessionList sessions) {
        DoorCommands commands = new DoorCommands(session, sessions);
        return List.of(
                new OffLoopCommand("sessions", "who is at this door", "/sessions", commands::list),
                new OffLoopCommand(
                        "kick",
                        "ends another session, telling its client",
                        "/kick NUMBER\nThe number is the one that /sessions shows.",
                        commands::kick));
    }

    private void list(PromptCommand.Invocation call) {
        TextTable table = new TextTable(List.of("", "client", "open for", "idle for", "runs"));
        for (Session each : sessions.all()) {
            String mark = each == session ? "*" : "";
            table.add(List.of(
                    new TextTable.Cell(each.number() + mark, false),
                    cell(each.visit().client()),
                    cell(Durations.format(each.visit().age())),
                    cell(each == session ? "" : Durations.format(each.visit().idle())),
                    cell(Literals.shortened(each.visit().running(), LONGEST_STATEMENT))));
        }
        call.out().print(table.text(call.width()));
    }

    private static TextTable.Cell cell(String text) {
        return new TextTable.Cell(Literals.visible(text), false);
    }

    private void kick(PromptCommand.Invocation call) {
        if (call.argument().isEmpty()) {
            throw new UsageError("say whom: /kick NUMBER, as /sessions shows it");
        }
        int number = Arguments.positive(call.argument());
        Session victim = sessions.get(number);
        if (victim == null) {
            throw new UsageError("there is no session " + number + "; /sessions shows those that there are");
        }
        if (victim == session) {
            throw new UsageError("session " + number + " is this one: exit() ends it");
        }
        victim.kick("\nthis session is ended by " + session.visit().client() + "\n");
        call.out().println("session " + number + " of " + victim.visit().client() + " is ended");
    }
}
