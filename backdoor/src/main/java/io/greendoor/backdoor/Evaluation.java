package io.greendoor.backdoor;

import io.greendoor.backdoor.Interpreter.CommandRunner;
import java.lang.invoke.MethodHandle;
import java.util.List;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/** The evaluation of one statement; keeps the real value or throwable that JShell would turn into text. */
// JShell accepts definitions that mention what is not there yet, and a method or class is welcome like that. A variable
// is not: two words that are no Java look like one, and it could not be used anyway.
final class Evaluation implements SnippetControl.Invoker {
    /** How often a command is compiled anew because its locals changed their type before it ran. */
    private static final int ATTEMPTS = 3;

    private final JShell shell;
    private final LocalsBinding locals;
    private final Rewriting source;
    private final StatementShape shape;
    private final CommandRunner runner;
    private @Nullable Object value;
    private @Nullable Throwable thrown;
    private List<SnippetEvent> events = List.of();

    Evaluation(JShell shell, LocalsBinding locals, Rewriting source, StatementShape shape, CommandRunner runner) {
        this.shell = shell;
        this.locals = locals;
        this.source = source;
        this.shape = shape;
        this.runner = runner;
    }

    Outcome evaluate(SnippetControl control) {
        Outcome outcome = attempt(control);
        for (int i = 1; i < ATTEMPTS && thrown instanceof LocalsBinding.StaleLocal; i++) {
            outcome = attempt(control);
        }
        return outcome;
    }

    private Outcome attempt(SnippetControl control) {
        value = null;
        thrown = null;
        try {
            locals.suspend(shape.declared());
            locals.prepare(shape.mentioned(), runner);
        } catch (Throwable e) {
            return new Outcome.Thrown(e); // the application's map or the runner threw
        }
        control.setInvoker(this);
        try {
            events = shell.eval(source.text());
            if (runner.isAbandoned()) {
                takeBack();
                return new Outcome.Thrown(new KeyboardInterrupt());
            }
            return outcome(events);
        } catch (StackOverflowError | InternalError e) {
            // JShell throws InternalError for whatever the compiler dies of; the session goes on without the statement.
            return new Outcome.Rejected("error: the compiler failed on this statement (" + e + ")");
        } finally {
            control.setInvoker(null);
            locals.suspend(List.of());
        }
    }

    private void takeBack() {
        for (SnippetEvent event : events) {
            boolean isDeclared = event.causeSnippet() == null && event.status().isActive();
            if (isDeclared && event.snippet() instanceof PersistentSnippet declared) {
                shell.drop(declared);
            }
        }
    }

    /** What the last attempt has changed. */
    List<SnippetEvent> events() {
        return events;
    }

    @Override
    public void invoke(MethodHandle command) throws ResolutionException {
        if (thrown != null) {
            return; // of "int a = f(), b = g()", f threw
        }
        try {
            value = runner.run(() -> locals.around(command));
        } catch (SPIResolutionException e) {
            throw new ResolutionException(e.id(), e.getStackTrace());
        } catch (Throwable e) {
            thrown = e;
        }
    }

    private Outcome outcome(List<SnippetEvent> events) {
        Outcome outcome = new Outcome.Nothing();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                Outcome each = outcome(event);
                outcome = outcome instanceof Outcome.Nothing ? each : outcome;
            }
        }
        return thrown == null ? outcome : new Outcome.Thrown(thrown);
    }

    private Outcome outcome(SnippetEvent event) {
        Snippet snippet = event.snippet();
        if (event.status() == Status.REJECTED) {
            return rejected(snippet);
        }
        if (event.status() != Status.VALID && snippet instanceof VarSnippet variable) {
            List<String> missing =
                    shell.unresolvedDependencies(variable).distinct().toList();
            Outcome rejected = missing.isEmpty()
                    ? rejected(snippet)
                    : new Outcome.Rejected(CompileErrors.missing(source, missing));
            shell.drop(variable);
            return rejected;
        }
        if (snippet instanceof VarSnippet variable && !isTemporary(variable)) {
            locals.shadow(variable.name());
        }
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            String message = new Unresolved(shell).used(unresolved.getSnippet());
            return new Outcome.Thrown(ConsoleError.of(message));
        }
        if (event.status() != Status.VALID && snippet instanceof DeclarationSnippet definition) {
            locals.want(shape.mentioned());
            return new Outcome.Rejected(new Unresolved(shell).created(definition));
        }
        return result(snippet);
    }

    private Outcome rejected(Snippet snippet) {
        return new Outcome.Rejected(
                CompileErrors.format(source, shell.diagnostics(snippet).toList()));
    }

    private Outcome result(Snippet snippet) {
        Object result = value;
        // What System.out.printf returns is no news.
        if (result == null || shape.isAssignment() || result instanceof RoutedPrintStream) {
            return new Outcome.Nothing();
        }
        if (snippet instanceof ExpressionSnippet expression) {
            return new Outcome.Value(result, expression.typeName());
        }
        if (snippet instanceof VarSnippet variable && isTemporary(variable)) {
            return new Outcome.Value(result, variable.typeName());
        }
        return new Outcome.Nothing();
    }

    /** Whether JShell made it up for an expression's value. */
    private static boolean isTemporary(VarSnippet variable) {
        return variable.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }
}
