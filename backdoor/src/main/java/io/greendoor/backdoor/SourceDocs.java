package io.greendoor.backdoor;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The documentation comments of one source file, by class and member. The file is only parsed, which takes
 * milliseconds; what cannot be parsed has none.
 */
final class SourceDocs {
    private final Map<String, String> comments = new HashMap<>();

    private SourceDocs() {}

    /** Reads the comments out of the text of a source file. */
    static SourceDocs parse(String source) throws IOException {
        SourceDocs docs = new SourceDocs();
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "JShell needs it too");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostic -> {}, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, diagnostic -> {}, List.of("-proc:none"), null, List.of(new SourceText(source)));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                docs.new Collector(trees).scan(unit, "");
            }
        }
        return docs;
    }

    /** The comment of a class as the file nests it, {@code Outer.Inner}; null if it has none. */
    @Nullable
    String ofClass(String name) {
        return comments.get(name);
    }

    /** The comment of a member: a method as {@link Signatures#bare} has it, or a field's name; null if it has none. */
    @Nullable
    String ofMember(String className, String member) {
        return comments.get(className + "#" + member);
    }

    private void put(String name, @Nullable String comment) {
        if (comment != null) {
            comments.put(name, comment);
        }
    }

    private final class Collector extends TreePathScanner<@Nullable Void, String> {
        private final DocTrees trees;

        Collector(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, String outer) {
            String name = (outer.isEmpty() ? "" : outer + ".") + tree.getSimpleName();
            put(name, trees.getDocComment(getCurrentPath()));
            return super.visitClass(tree, name);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, String owner) {
            String parameters = tree.getParameters().stream()
                    .map(parameter -> bare(parameter.getType().toString()))
                    .collect(Collectors.joining(",", "(", ")"));
            put(owner + "#" + tree.getName() + parameters, trees.getDocComment(getCurrentPath()));
            return null; // what is declared inside is nobody's to call
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, String owner) {
            put(owner + "#" + tree.getName(), trees.getDocComment(getCurrentPath()));
            return null;
        }
    }

    /** A parameter's type as written, as {@link TypeNames#bare} writes it. */
    private static String bare(String type) {
        String bare = type.replaceAll("@[\\w.]+(\\([^)]*\\))?\\s*", "").replace("...", "[]");
        String previous = "";
        while (!bare.equals(previous)) {
            previous = bare;
            bare = bare.replaceAll("<[^<>]*>", "");
        }
        return bare.replaceAll("\\s+", "").replaceAll("(\\w+\\.)+", "");
    }
}
