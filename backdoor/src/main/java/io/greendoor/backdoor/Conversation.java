package io.greendoor.backdoor;

import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Suspendable;
import org.jspecify.annotations.Nullable;

/** What is said at the prompt, line by line: eventlet's transcript. Runs in the console's task. */
final class Conversation {

    private static final String INTERRUPTED = "\nKeyboardInterrupt\n";

    /** More than commands leave behind. Whoever cannot wait at the prompt at all must not go round for ever. */
    private static final int MOST_LATE_IN_A_ROW = 100;

    private final Session session;
    private final Settings settings;
    private final SessionInput input;
    private final SessionOutput output;
    private final ValueFormat values = ValueFormat.printed();
    private String unfinished = "";
    private int lateInARow;

    Conversation(Session session, Settings settings, SessionInput input, SessionOutput output) {
        this.session = session;
        this.settings = settings;
        this.input = input;
        this.output = output;
    }

    /**
     * Talks until the input ends. Throws {@link SessionExit} when a command, or the client's going away, ends it
     * before.
     */
    @Suspendable
    void run() {
        boolean interrupted = greet();
        output.print(settings.banner() + (interrupted ? INTERRUPTED : ""));
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = turn();
                lateInARow = 0;
            } catch (KeyboardInterrupt interrupt) {
                unfinished = "";
                output.print(INTERRUPTED);
            } catch (SessionExit | GreenletExit end) {
                throw end;
            } catch (Throwable late) { // of a command that is over: a timeout that it left behind, for one
                if (++lateInARow > MOST_LATE_IN_A_ROW) {
                    throw new SessionExit("its prompt fails again and again: " + late);
                }
                output.print("\n");
                print(late);
            }
        }
        output.print("\nnow exiting InteractiveConsole...\n");
    }

    /** Waits until it is known what the client speaks; true if it interrupted that. */
    @Suspendable
    private boolean greet() {
        try {
            session.greet();
            return false;
        } catch (KeyboardInterrupt early) { // is told after the banner, as one at the prompt is
            return true;
        }
    }

    /** Prompts, reads a line and does what it says; false at the end of the input. */
    @Suspendable
    private boolean turn() {
        session.prompting(!unfinished.isEmpty());
        SessionInput.Line line =
                session.prompter().statement(unfinished.isEmpty() ? settings.prompt() : settings.continuation());
        if (input.isHttp()) {
            throw new SessionExit("the client speaks HTTP");
        }
        if (line == null) {
            return false;
        }
        take(line);
        if (session.isGone()) {
            throw new SessionExit("the client is gone");
        }
        return true;
    }

    @Suspendable
    private void take(SessionInput.Line line) {
        if (line.isTooLong()) {
            unfinished = "";
            output.print("error: a line of more than " + (SessionInput.MAX_LINE_BYTES >> 20)
                    + " MiB was refused, and nothing of it was run: put long data into a file and read that\n");
            return;
        }
        session.entered(line.text());
        String word = line.text().strip();
        String answer = unfinished.isEmpty() ? Words.answer(word) : null;
        if (answer != null && !session.names().containsKey(word)) {
            output.print(answer);
        } else if (unfinished.isEmpty() && CommandLine.isOne(line.text())) {
            command(CommandLine.of(line.text()));
        } else {
            runStatements(unfinished + line.text() + "\n" + restOfPaste());
        }
    }

    private String restOfPaste() {
        StringBuilder rest = new StringBuilder();
        for (SessionInput.Line next = input.nextOfPaste(); next != null; next = input.nextOfPaste()) {
            rest.append(next.text()).append('\n');
        }
        return rest.toString();
    }

    /** Runs each complete statement of {@code source}; keeps the rest for the lines to come. */
    @Suspendable
    private void runStatements(String source) {
        unfinished = "";
        Prefixes prefixes = Prefixes.of(source);
        String rest = prefixes.strip(source);
        while (!rest.isBlank()) {
            Interpreter.Analysis analysis = session.analyse(rest);
            switch (analysis.state()) {
                case EMPTY -> rest = "";
                case INCOMPLETE -> {
                    unfinished = prefixes.before(rest);
                    return;
                }
                case COMPLETE -> {
                    run(analysis.statement(), prefixes);
                    rest = analysis.remaining();
                }
            }
        }
    }

    /** Carries out a command beside Java; a number runs a statement again. */
    @Suspendable
    private void command(CommandLine line) {
        if (Rerun.isMeant(line)) {
            runAgain(line);
        } else {
            session.supervise("/" + line.name(), settings.limits(), () -> session.perform(line));
        }
    }

    @Suspendable
    private void runAgain(CommandLine line) {
        try {
            String source = Rerun.source(line, session.snippets());
            output.print(source);
            runStatements(source);
        } catch (UsageError none) {
            output.print("error: " + none.getMessage() + "\n");
        }
    }

    @Suspendable
    private void run(String statement, Prefixes prefixes) {
        Limits limits =
                prefixes.ask(Prefixes.Kind.UNLIMITED) ? settings.limits().withoutBudgets() : settings.limits();
        Stopwatch watch = new Stopwatch(session.workbench());
        session.supervise(statement, limits, () -> evaluate(statement));
        if (prefixes.ask(Prefixes.Kind.TIME) || session.preferences().time) {
            output.print(watch.text());
        }
    }

    @Suspendable
    private void evaluate(String statement) {
        Outcome outcome = session.evaluate(statement);
        if (outcome instanceof Outcome.Value value) {
            session.keep(value);
            print(value.value());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            output.print(printable(rejected.message()) + "\n");
        } else if (outcome instanceof Outcome.Thrown thrown) {
            print(thrown.throwable());
        }
    }

    /** Without what would make a terminal do things: an arrow key that was typed is in the excerpt of the source. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
    }

    /**
     * Prints a value. Its {@code toString} is a part of the command, and may fail, wait or end the session like any
     * other.
     */
    @Suspendable
    private void print(@Nullable Object value) {
        String text;
        try {
            text = values.format(value, session.width());
        } catch (Throwable thrown) {
            print(thrown);
            return;
        }
        output.print(text + "\n");
    }

    private void print(Throwable thrown) {
        if (thrown instanceof SessionExit exit) {
            throw exit;
        }
        if (thrown instanceof KeyboardInterrupt interrupt) {
            throw interrupt;
        }
        String trace = TraceFormat.format(thrown);
        output.print(trace.endsWith("\n") ? trace : trace + "\n");
    }
}
