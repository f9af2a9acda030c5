package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.lang.System.Logger.Level;
import java.util.List;

/** Runs a door's start-up script in a new session. In the console's task, before the first prompt. */
// It is taken line by line, as what is typed. Each statement is a command like one that is typed, with its limits, and
// Ctrl-C ends the rest; only values are not
// printed. What fails is told to the client, whose prompt comes all the same, and logged for who wrote the script.
final class StartUp {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int SHOWN = 60;

    private final StartupScript script;
    private final Session session;
    private final Limits limits;
    private final Transcript transcript;
    private final SessionOutput output;

    StartUp(StartupScript script, Session session, Limits limits, Transcript transcript, SessionOutput output) {
        this.script = script;
        this.session = session;
        this.limits = limits;
        this.transcript = transcript;
        this.output = output;
    }

    @Suspendable
    void run() {
        String pending = "";
        List<String> lines = read().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            pending += lines.get(i) + "\n";
            boolean isRead = i + 1 == lines.size() || !SessionInput.continues(lines.get(i + 1));
            if (isRead) {
                pending = runWhole(pending);
            }
        }
        if (!pending.isBlank()) {
            run(pending); // unfinished: the compiler says what is missing
        }
    }

    /** Runs the complete statements; returns what is left. */
    @Suspendable
    private String runWhole(String source) {
        String rest = source;
        while (!rest.isBlank()) {
            Interpreter.Analysis analysis = session.analyse(rest);
            if (analysis.state() != Interpreter.State.COMPLETE) {
                return analysis.state() == Interpreter.State.EMPTY ? "" : rest;
            }
            run(analysis.statement());
            rest = analysis.remaining();
        }
        return "";
    }

    @Suspendable
    private void run(String statement) {
        session.supervise(statement, limits, () -> tell(statement, session.evaluate(statement)));
    }

    @Suspendable
    private String read() {
        try {
            return session.offLoop(script.source()::read);
        } catch (IllegalStateException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            failed("cannot be read: " + why);
            return "";
        }
    }

    private void tell(String statement, Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            failed(at(statement));
            transcript.rejected(rejected.message());
        } else if (outcome instanceof Outcome.Thrown thrown) {
            tell(statement, thrown.throwable());
        }
    }

    private void tell(String statement, Throwable thrown) {
        if (thrown instanceof KeyboardInterrupt interrupt) {
            throw interrupt;
        }
        if (!(thrown instanceof SessionExit exit)) {
            failed(at(statement));
            transcript.thrown(thrown);
        } else if (exit.isWanted()) {
            failed("may not end the session: " + exit.getMessage()); // or nobody could come in any more
        } else {
            throw exit;
        }
    }

    private static String at(String statement) {
        return "failed at: " + Literals.shortened(Literals.visible(statement.strip()), SHOWN);
    }

    private void failed(String how) {
        String told = "the start-up script " + script.name() + " " + how;
        LOG.log(Level.WARNING, told);
        output.print(told + "\n");
    }
}
