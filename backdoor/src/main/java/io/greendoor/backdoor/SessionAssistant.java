package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers the editor's questions by the session's interpreter, on its worker, and within a bound. */
final class SessionAssistant implements Assistant {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int PATIENCE_MILLIS = 5_000; // the first interpreter may still be in the making
    private static final int LATE_PATIENCE_MILLIS = 200;

    private final Workbench workbench;
    private final Supplier<Commands> commands;
    private final Preferences preferences;

    SessionAssistant(Workbench workbench, Supplier<Commands> commands, Preferences preferences) {
        this.workbench = workbench;
        this.commands = commands;
        this.preferences = preferences;
    }

    @Override
    public boolean isWhole(String source) {
        return ask(interpreter -> isWhole(interpreter, source), true);
    }

    @Override
    public boolean wantsColours() {
        return preferences.colours;
    }

    private static boolean isWhole(Interpreter interpreter, String source) {
        String rest = Prefixes.of(source).strip(source) + "\n"; // what the console is about to ask, too
        while (!rest.isBlank()) {
            Interpreter.Analysis analysis = interpreter.analyse(rest);
            if (analysis.state() != Interpreter.State.COMPLETE) {
                return analysis.state() == Interpreter.State.EMPTY;
            }
            rest = analysis.remaining();
        }
        return true;
    }

    @Override
    public Completions complete(String source, int cursor) {
        if (CommandCompletion.isMeant(source)) {
            return new CommandCompletion(commands.get()).complete(source, cursor);
        }
        String stripped = Prefixes.of(source).strip(source);
        return ask(interpreter -> interpreter.complete(stripped, cursor), Completions.NONE);
    }

    @Override
    public List<String> explain(String source, int cursor) {
        if (CommandCompletion.isMeant(source)) {
            return new CommandCompletion(commands.get()).explain(source);
        }
        String stripped = Prefixes.of(source).strip(source);
        return ask(interpreter -> interpreter.explain(stripped, cursor), List.of());
    }

    private <T> T ask(Function<JShellInterpreter, T> question, T otherwise) {
        if (workbench.isRunning()) {
            return otherwise; // the command may go on for ever
        }
        Future<T> answer = workbench.submit(question);
        try {
            int patience = workbench.isLate() ? LATE_PATIENCE_MILLIS : PATIENCE_MILLIS;
            return answer.get(patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CancellationException e) {
            LOG.log(Level.DEBUG, "no answer to the line editor", e);
        } catch (TimeoutException busy) {
            answer.cancel(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the editor's own affair
        }
        return otherwise;
    }
}
