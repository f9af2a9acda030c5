package io.greendoor.backdoor;

import io.greendoor.backdoor.Tokens.Token;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** An {@link Interpreter} on the JDK's own: JShell compiles, everything else about a command is done here. */
// JShell is made for running snippets elsewhere and seeing them as text. Here they run in this JVM, on a thread that
// the caller chooses, and yield objects. One statement goes
//
//   Tokens, Underscores     what names are mentioned; _ becomes a ValueVariable
//   NumberedValues          as do __, _1, _2, ..., under their own names, where they are mentioned
//   LocalsBinding           mentioned locals become variables of JShell, so that the statement compiles
//   JShell                  parses, compiles, hands class files to
//   SnippetControl          which loads them through SnippetLoader (SnippetTransformer: exits, checkpoints), and
//                           passes the compiled command to
//   Evaluation              which runs it between copying locals in and out, through the caller's CommandRunner, and
//                           makes an Outcome of what came of it
//
// What the compiler knows of the application is ApplicationClasses' affair.
//
// All of it runs on the calling thread, but for the command with its copying. The session's variables are static
// fields of classes of one loader; with the interpreter they become unreachable together.
//
// JShell keeps the value of each expression in a variable $1, $2, ...; they are dropped at once, because a long session
// would otherwise hold every object it ever printed. Those that a number still leads to are in PrintedValues.
final class JShellInterpreter implements Interpreter {
    /** The imports of jshell's default start-up. */
    static final List<String> JSHELL_IMPORTS = List.of(
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.function.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import java.util.stream.*;");

    /** Making another costs about as much as the classes of so many statements have until then. */
    private static final int WORN_CLASSES = 200;

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final String EXIT_OWNER = "io.greendoor.backdoor.PromptFunctions";

    /** One command of each costly kind: arithmetic, a lambda with generics, strings. */
    private static final List<String> WARM_UP =
            List.of("1 + 1", "java.util.stream.Stream.of(\"a\").map(s -> s + 1).toList()");

    private final ApplicationClasses classes;
    private final List<String> imports;
    private final SnippetLoader loader;
    private final SnippetControl control;
    private final JShell shell;
    private final LocalsBinding.Declarer declarer;
    private final LocalsBinding locals;
    private final ValueVariable last;
    private volatile PrintedValues printed = new PrintedValues();
    private final NumberedValues numbered;
    private final Completeness completeness;
    private final JavaCompletion completion;
    private volatile Declarations declared = Declarations.NONE; // as of the last statement
    private final CompilerFiles files;

    private JShellInterpreter(
            ApplicationClasses classes, List<String> imports, CompilerFiles files, InitialisedClasses initialised) {
        this.files = files;
        this.classes = classes;
        ClassLoader application = classes.loader();
        this.imports = imports;
        this.loader =
                new SnippetLoader(application, new SnippetTransformer(EXIT_OWNER, SnippetLoader.CHECKPOINT_HOLDER));
        this.control = new SnippetControl(loader);
        this.shell = JShell.builder()
                .executionEngine(new SnippetControl.Provider(control), Map.of())
                .compilerOptions(compilerOptions(classes))
                .fileManager(unused -> new ApplicationFiles(files, classes))
                .build();
        this.declarer = new ShellDeclarer(shell);
        this.locals = new LocalsBinding(application, loader, declarer, initialised);
        this.last = new ValueVariable(ValueVariable.LAST, application, loader, declarer);
        this.numbered = new NumberedValues(
                this::printedValues, locals, name -> new ValueVariable(name, application, loader, declarer));
        this.completeness = new Completeness(shell.sourceCodeAnalysis());
        this.completion = new JavaCompletion(shell.sourceCodeAnalysis(), locals::names, classes);
    }

    private static String[] compilerOptions(ApplicationClasses classes) {
        List<String> options = new ArrayList<>(classes.compilerOptions());
        options.add("-XDstringConcat=inline"); // without invokedynamic, whose first use would hold the loop
        options.add("-XDinternStringTable"); // from JDK 22 on compilers then share the text of names: some 7,000 each
        return options.toArray(new String[0]);
    }

    /**
     * Makes an interpreter ahead of its session; takes up to a second the first time.
     *
     * @param classes what snippets see
     * @param imports whole import declarations that {@link #warmUp} evaluates
     * @param files are released when it is closed
     * @param initialised what is known of the application's static fields
     */
    static JShellInterpreter create(
            ApplicationClasses classes, List<String> imports, CompilerFiles files, InitialisedClasses initialised) {
        return new JShellInterpreter(classes, List.copyOf(imports), files, initialised);
    }

    /** Evaluates the imports and some commands that leave nothing behind, so that a session's first command is fast. */
    void warmUp() {
        for (String each : imports) {
            if (shell.eval(each).stream().anyMatch(event -> event.status() != Status.VALID)) {
                LOG.log(Level.WARNING, "The prompt''s compiler does not know what is named here: {0}", each);
            }
        }
        for (String command : WARM_UP) {
            analyse(command);
            shell.eval(command);
            releaseTemporaries();
        }
        loader.leftNothing();
    }

    /** Where its code passes. */
    Checkpoint checkpoint() {
        return loader.checkpoint();
    }

    /** Gives the session its locals; the map stays the caller's, and is read and written with every command. */
    void bind(Map<String, Object> map) {
        locals.bind(map);
    }

    @Override
    public Analysis analyse(String source) {
        return completeness.of(source);
    }

    @Override
    public Outcome eval(String statement, CommandRunner runner) {
        return eval(statement, UnaryOperator.identity(), runner);
    }

    /** As {@link #eval}, for a statement that is to run in a task of its own: its beginning is all that is waited for. */
    Outcome evalAside(String statement, CommandRunner runner) {
        AsideSource source;
        try {
            source = AsideSource.of(statement);
        } catch (UsageError refusal) {
            return new Outcome.Rejected(refusal.line());
        }
        return eval(source.statement(), typed -> typed.between(source.before(), source.after()), runner);
    }

    private Outcome eval(String statement, UnaryOperator<Rewriting> wrapper, CommandRunner runner) {
        List<Token> tokens = Tokens.of(statement);
        StatementShape shape = StatementShape.of(tokens);
        if (shape.isTooDeep()) {
            return new Outcome.Rejected("error: brackets are nested too deeply");
        }
        if (shape.hasTooLongConstants()) {
            return new Outcome.Rejected(
                    "error: the strings of a statement may have 65535 bytes in all; read long data from a file");
        }
        List<Token> underscores = Underscores.lastValueTokens(tokens);
        if (!underscores.isEmpty() && !last.exists()) {
            return new Outcome.Rejected("error: _ is the last value printed, and nothing has been printed yet");
        }
        if (!underscores.isEmpty()) {
            last.declare();
        }
        Rewriting source = wrapper.apply(Rewriting.replace(statement, underscores, ValueVariable.LAST));
        numbered.declare(shape, variables().keySet());
        return eval(new Evaluation(shell, locals, source, shape, runner), shape);
    }

    private Outcome eval(Evaluation evaluation, StatementShape shape) {
        Redefinition redefinition = new Redefinition(loader, declarer, variables());
        Outcome outcome = redefinition.settle(evaluation.evaluate(control), evaluation.events());
        releaseTemporaries();
        numbered.release(shape);
        declared = Declarations.of(shell, this::isOwn);
        if (outcome instanceof Outcome.Value value) {
            last.set(value.value(), value.type());
        }
        return outcome instanceof Outcome.Rejected rejected ? numbered.explain(rejected, shape) : outcome;
    }

    /** The values of this session's commands that were printed; whoever prints them adds them. From any thread. */
    PrintedValues printedValues() {
        return printed;
    }

    @Override
    public Assistant.Completions complete(String source, int cursor) {
        return completion.complete(prepared(source), cursor);
    }

    @Override
    public List<String> explain(String source, int cursor) {
        return completion.explain(prepared(source), cursor);
    }

    /** What is being typed, with the names that it mentions declared. */
    private Rewriting prepared(String source) {
        List<Token> tokens = Tokens.of(source);
        List<Token> underscores = last.exists() ? Underscores.lastValueTokens(tokens) : List.of();
        if (!underscores.isEmpty()) {
            last.declare();
        }
        StatementShape shape = StatementShape.of(tokens);
        numbered.declare(shape, variables().keySet());
        locals.prepareEarly(shape.mentioned());
        return Rewriting.replace(source, underscores, ValueVariable.LAST);
    }

    @Override
    public void writeBack() {
        locals.writeBack();
    }

    @Override
    public Map<String, String> variables() {
        return declared.variables();
    }

    /** The methods that were declared, each as its signature. */
    List<String> methods() {
        return shell.methods()
                .map(each -> {
                    String result = each.signature().substring(each.signature().indexOf(')') + 1);
                    return result + " " + each.name() + "(" + each.parameterTypes() + ")";
                })
                .toList();
    }

    /** The types that were declared, each with its kind. */
    List<String> types() {
        return shell.types()
                .map(each -> each.subKind()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace("_subkind", "")
                                .replace('_', ' ') + " " + each.name())
                .toList();
    }

    /** The imports, those that each session begins with and its own. */
    List<String> imports() {
        return shell.imports()
                .map(each -> each.source().replace(";", "").strip())
                .toList();
    }

    /** Whether the user has declared the variable. */
    private boolean isOwn(VarSnippet variable) {
        return variable.subKind() != SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                && !variable.name().equals(ValueVariable.LAST)
                && !numbered.isDeclared(variable.name())
                && !locals.isLocal(variable.name());
    }

    /**
     * Whether it has got slow with all that it has evaluated, and another one that {@link #succeed succeeds} it would do
     * the same: where nothing was declared but imports, and no code is left that could find its variables of old.
     */
    // JShell keeps the class of each statement, and each of its compilers goes through all of them for the next.
    boolean isWorn() {
        return loader.size() > WORN_CLASSES && !loader.leavesCode() && declared.areImportsOnly();
    }

    /** Goes on where a {@link #isWorn worn} one is; if false, that cannot be, and this one is not to be used. */
    boolean succeed(JShellInterpreter worn) {
        if (classes != worn.classes) {
            return false; // a name could be another class
        }
        try {
            adopt(worn);
            locals.inherit(worn.locals);
            declared = Declarations.of(shell, this::isOwn);
            return declared.imports().equals(worn.declared.imports());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a session keeps its interpreter, slow as it is", e);
            return false;
        }
    }

    /**
     * Declares what {@code predecessor} had, which is busy and is left alone.
     *
     * @return the variables whose values are lost, because they are of classes that were typed
     */
    List<String> inherit(JShellInterpreter predecessor, CommandRunner runner) {
        Declarations had = predecessor.declared;
        adopt(predecessor);
        had.definitions().forEach(each -> eval(each, runner));
        List<String> lost = new ArrayList<>();
        had.variables().forEach((name, type) -> {
            eval(type + " " + name + ";", runner);
            Field before = predecessor.loader.variable(name);
            Field now = loader.variable(name);
            if (before == null || now == null || !Redefinition.move(before, now, type, had.types())) {
                lost.add(name);
            }
        });
        return lost;
    }

    private void adopt(JShellInterpreter other) {
        printed = other.printed; // the same, for whoever is just adding one
        last.inherit(other.last);
        other.declared.imports().stream()
                .filter(each -> !imports.contains(each))
                .forEach(shell::eval);
    }

    /** What a variable holds; null, too, if there is none. In the console's task, between commands. */
    @Nullable
    Object variable(String name) {
        Field field = loader.variable(name);
        try {
            return field == null ? null : field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the variable " + name + " is out of reach", e);
        }
    }

    @Override
    public void close() {
        shell.close();
        files.release();
    }

    private void releaseTemporaries() {
        List<VarSnippet> temporaries = shell.variables()
                .filter(variable -> variable.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .toList();
        for (VarSnippet temporary : temporaries) {
            loader.forget(temporary.name());
            shell.drop(temporary);
        }
    }
}
