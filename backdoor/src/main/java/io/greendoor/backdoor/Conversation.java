package io.greendoor.backdoor;

import io.greendoor.greenlet.GreenletExit;
import io.greendoor.scheduler.Suspendable;

/** What is said at the prompt, line by line, in the form that the client asks for. Runs in the console's task. */
final class Conversation {

    /** More than commands leave behind. Whoever cannot wait at the prompt at all must not go round for ever. */
    private static final int MOST_LATE_IN_A_ROW = 100;

    private static final String UNFINISHED = "\nerror: this statement is unfinished, and its piece or script ends here";

    private final Session session;
    private final Settings settings;
    private final SessionInput input;
    private final SessionOutput output;
    private final Answers answers;
    private Transcript transcript;
    private boolean startedUp;
    private boolean running; // whether something was begun that nothing was told of yet
    private String unfinished = "";
    private boolean pieceEnds; // and was not told yet
    private int lateInARow;

    Conversation(Session session, Settings settings, SessionInput input, SessionOutput output) {
        this.session = session;
        this.settings = settings;
        this.input = input;
        this.output = output;
        this.answers = new Answers(session);
        this.transcript = TextTranscript.interactive(output, settings, session.window()::coloured);
    }

    /**
     * Talks until the input ends. Throws {@link SessionExit} when a command, or the client's going away, ends it
     * before.
     */
    @Suspendable
    void run() {
        try {
            begin();
            while (goesOn()) {
                // until it does not
            }
            transcript.endOfInput();
        } catch (SessionExit end) {
            transcript.ended(end.isWanted() ? null : end.getMessage());
            throw end;
        } catch (GreenletExit killed) {
            transcript.ended("killed");
            throw killed;
        }
    }

    @Suspendable
    private void begin() {
        boolean interrupted = greet();
        use(input.takeForm(), false);
        if (interrupted) {
            transcript.interrupted();
        }
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

    private void use(Form form, boolean late) {
        transcript = switch (form) {
            case INTERACTIVE -> TextTranscript.interactive(output, settings, session.window()::coloured);
            case QUIET -> TextTranscript.quiet(output);
            case JSON -> new JsonTranscript(output, late);
        };
        session.use(transcript);
        transcript.begin();
    }

    /** A turn, and whatever it throws; false at the end of the input. */
    @Suspendable
    private boolean goesOn() {
        try {
            boolean goesOn = turn();
            lateInARow = 0;
            return goesOn;
        } catch (KeyboardInterrupt interrupt) {
            unfinished = "";
            transcript.interrupted();
        } catch (SessionExit | GreenletExit end) {
            throw end;
        } catch (Throwable late) { // of a command that is over: a timeout that it left behind, for one
            if (++lateInARow > MOST_LATE_IN_A_ROW) {
                throw new SessionExit("its prompt fails again and again: " + late);
            }
            if (!transcript.isScript()) {
                output.print("\n"); // it stands behind the prompt
            }
            answers.tell(late, transcript);
        }
        done(false);
        endPiece();
        return true;
    }

    private void endPiece() {
        if (pieceEnds) {
            pieceEnds = false;
            input.passEndOfPiece();
            transcript.endOfPiece();
        }
    }

    private void done(boolean well) {
        if (running) {
            running = false;
            transcript.done(well);
        }
    }

    /** Prompts, reads a line and does what it says; false at the end of the input. */
    @Suspendable
    private boolean turn() {
        startUp();
        session.prompting(!unfinished.isEmpty());
        SessionInput.Line line =
                session.prompter().statement(unfinished.isEmpty() ? transcript.prompt() : transcript.continuation());
        if (input.isHttp()) {
            throw new SessionExit("the client speaks HTTP");
        }
        if (line == null) {
            judgeUnfinished();
            return false;
        }
        take(line);
        if (session.isGone()) {
            throw new SessionExit("the client is gone");
        }
        return true;
    }

    /** Once, and as a part of the first turn: whatever comes of it, the prompt is next. */
    @Suspendable
    private void startUp() {
        StartupScript script = settings.startup();
        if (script != null && !startedUp) {
            startedUp = true;
            new StartUp(script, session, settings.limits(), transcript, output).run();
        }
    }

    /** What a script leaves unfinished is wrong, or the beginning of what could also go on, and runs. */
    @Suspendable
    private void judgeUnfinished() {
        String rest = unfinished;
        unfinished = "";
        if (!rest.isEmpty() && transcript.isScript()) {
            Prefixes prefixes = Prefixes.of(rest);
            String statement = prefixes.strip(rest);
            boolean isPart = session.analyse(statement).state() == Interpreter.State.INCOMPLETE;
            run(statement, prefixes, isPart ? UNFINISHED : "");
        }
    }

    /** What is judged there is still of that piece, whose end is passed after it. */
    @Suspendable
    private void takeEndOfPiece() {
        pieceEnds = true;
        judgeUnfinished();
        endPiece();
    }

    @Suspendable
    private void take(SessionInput.Line line) {
        if (line.isTooLong()) {
            unfinished = "";
            reject("a line of more than " + (PartialLine.MAX_BYTES >> 20)
                    + " MiB was refused, and nothing of it was run: put long data into a file and read that");
            return;
        }
        if (line.isTakenBack()) {
            unfinished = "";
            return;
        }
        if (line.isEndOfPiece()) {
            takeEndOfPiece();
            return;
        }
        if (line.isRequest()) {
            answerIn(Form.of(line.text()));
            return;
        }
        session.entered(line.text());
        String word = line.text().strip();
        String answer = unfinished.isEmpty() ? Words.answer(word) : null;
        if (answer != null && !session.names().containsKey(word)) {
            running = true;
            output.print(answer);
            done(true);
        } else if (unfinished.isEmpty() && CommandLine.isOne(line.text())) {
            command(CommandLine.of(line.text()));
        } else {
            runStatements(unfinished + line.text() + "\n" + restOfPaste());
        }
    }

    private void answerIn(Form asked) {
        if (asked == Form.JSON && session.window().isTerminal()) {
            transcript.rejected("error: /json is for programs, and this client has a terminal");
        } else {
            use(asked, true);
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
        if (!prefixes.isEmpty() && CommandLine.isOne(rest)) {
            reject(prefixes + " is for Java, and /" + CommandLine.of(rest).name() + " is a command: type it by itself");
            return;
        }
        while (!rest.isBlank()) {
            Interpreter.Analysis analysis = session.analyse(rest);
            switch (analysis.state()) {
                case EMPTY -> rest = "";
                case INCOMPLETE, EXTENDABLE -> {
                    unfinished = prefixes.before(rest);
                    return;
                }
                case COMPLETE -> {
                    run(analysis.statement(), prefixes, "");
                    rest = analysis.remaining();
                }
            }
        }
    }

    /** Carries out a command beside Java; a number runs a statement again. */
    @Suspendable
    private void command(CommandLine line) {
        running = true;
        if (Rerun.isMeant(line)) {
            runAgain(line);
        } else {
            session.supervise("/" + line.name(), settings.limits(), () -> done(session.perform(line)));
        }
    }

    @Suspendable
    private void runAgain(CommandLine line) {
        try {
            String source = Rerun.source(line, session.snippets());
            output.print(source);
            runStatements(source);
        } catch (UsageError none) {
            reject(String.valueOf(none.getMessage()));
        }
    }

    private void reject(String why) {
        running = true;
        transcript.rejected("error: " + why);
        done(false);
    }

    /**
     * Runs a statement.
     *
     * @param remark what else to say if it does not compile
     */
    @Suspendable
    private void run(String statement, Prefixes prefixes, String remark) {
        Limits limits =
                prefixes.ask(Prefixes.Kind.UNLIMITED) ? settings.limits().withoutBudgets() : settings.limits();
        Stopwatch watch = new Stopwatch(session.workbench());
        running = true;
        session.supervise(statement, limits, () -> evaluate(statement, prefixes, remark, watch));
    }

    @Suspendable
    private void evaluate(String statement, Prefixes prefixes, String remark, Stopwatch watch) {
        boolean aside = prefixes.ask(Prefixes.Kind.ASIDE);
        Outcome outcome = aside ? session.evaluateAside(statement) : session.evaluate(statement);
        output.makeRoom();
        boolean well = answers.tell(outcome.withRemark(remark), transcript);
        if (prefixes.ask(Prefixes.Kind.TIME) || session.preferences().time) {
            output.print(watch.text());
        }
        done(well);
    }
}
