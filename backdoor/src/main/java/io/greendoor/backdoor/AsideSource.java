package io.greendoor.backdoor;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the body of a lambda, which is put aside.
 *
 * @param statement as it was typed, without the semicolon of an expression
 * @param before what stands before it
 * @param after what stands behind it
 */
record AsideSource(String statement, String before, String after) {

    private static final String CALL = "aside(() -> ";

    /**
     * That of a statement, which is parsed. Off the loop.
     *
     * @throws UsageError when it declares something, which only its lambda would know
     */
    static AsideSource of(String statement) {
        String expression = statement.stripTrailing().replaceFirst("\\s*;$", "");
        if (parse("class A { Object a = (" + expression + "\n); }") != null) {
            return new AsideSource(expression, CALL, ")");
        }
        ClassTree block = parse("class A { void a() {" + statement + "\n} }");
        boolean declares = block == null
                ? statement.stripLeading().startsWith("import ") || parse("class A {" + statement + "\n}") != null
                : block.getMembers().stream().anyMatch(AsideSource::declares);
        if (declares) {
            throw new UsageError(
                    "a declaration is done at once: there is nothing to put aside; type it without /aside");
        }
        return new AsideSource(statement, CALL + "{ ", "\n})");
    }

    private static boolean declares(Tree member) {
        if (!(member instanceof MethodTree method) || method.getBody() == null) {
            return true;
        }
        for (StatementTree each : method.getBody().getStatements()) {
            if (each instanceof VariableTree || each instanceof ClassTree) {
                return true;
            }
        }
        return false;
    }

    /** The class; null when that is no Java. */
    private static @Nullable ClassTree parse(String source) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "JShell needs it too");
        List<Diagnostic<?>> errors = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(errors::add, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, errors::add, List.of("-proc:none"), null, List.of(new SourceText(source)));
            Tree parsed = task.parse().iterator().next().getTypeDecls().get(0);
            return errors.isEmpty() && parsed instanceof ClassTree type ? type : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
