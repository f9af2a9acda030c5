package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** An interpreter whose commands run where they are typed, and what it answers as text. */
final class Prompt implements AutoCloseable {
    final JShellInterpreter interpreter;
    private final ValueFormat format = ValueFormat.printed();
    Interpreter.CommandRunner runner = Callable::call;

    Prompt() {
        this(new ConcurrentHashMap<>());
    }

    Prompt(Map<String, Object> locals) {
        this(Prompt.class.getClassLoader(), locals);
    }

    Prompt(ClassLoader application, Map<String, Object> locals) {
        interpreter = JShellInterpreter.create(
                ApplicationClasses.of(application),
                JShellInterpreter.JSHELL_IMPORTS,
                new CompilerFiles(),
                new InitialisedClasses());
        interpreter.warmUp();
        interpreter.bind(locals);
    }

    Outcome eval(String statement) {
        return interpreter.eval(statement, runner);
    }

    /** The printed value, nothing, the compiler's message, or the throwable's string. */
    String type(String statement) {
        return text(eval(statement));
    }

    /** What {@link #type} answers. */
    String text(Outcome outcome) {
        if (outcome instanceof Outcome.Value value) {
            return format.format(value.value());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return rejected.message();
        }
        if (outcome instanceof Outcome.Told told) {
            return told.message();
        }
        return outcome instanceof Outcome.Thrown thrown ? thrown.throwable().toString() : "";
    }

    /** Types a text line by line, and answers what each statement was answered. */
    List<String> typeAll(String text) {
        List<String> answers = new ArrayList<>();
        String pending = "";
        for (String line : text.split("\n")) {
            pending = pending.isEmpty() ? line : pending + "\n" + line;
            Interpreter.Analysis analysis = interpreter.analyse(pending);
            while (analysis.state() == Interpreter.State.COMPLETE) {
                answers.add(type(analysis.statement()));
                analysis = interpreter.analyse(analysis.remaining());
            }
            pending = analysis.remaining();
        }
        return answers;
    }

    Throwable thrownBy(String statement) {
        return ((Outcome.Thrown) eval(statement)).throwable();
    }

    @Override
    public void close() {
        interpreter.close();
    }
}
