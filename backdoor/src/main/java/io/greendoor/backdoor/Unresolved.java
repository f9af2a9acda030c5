package io.greendoor.backdoor;

import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/** Says in one sentence what a definition waits for that refers to something undefined. */
final class Unresolved {
    private final JShell shell;

    Unresolved(JShell shell) {
        this.shell = shell;
    }

    /** For a definition that was accepted but cannot be used yet. */
    String created(DeclarationSnippet snippet) {
        return "created " + name(snippet) + ", however, it cannot be " + use(snippet) + " until " + condition(snippet);
    }

    /** For a command that ran into such a definition. */
    String used(DeclarationSnippet snippet) {
        return name(snippet) + " cannot be " + use(snippet) + " until " + condition(snippet);
    }

    private String condition(DeclarationSnippet snippet) {
        String missing = shell.unresolvedDependencies(snippet).distinct().collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            return missing + (missing.contains(", ") ? " are declared" : " is declared");
        }
        Rewriting source = Rewriting.replace(snippet.source(), List.of(), "");
        return "this is corrected:\n"
                + CompileErrors.format(source, shell.diagnostics(snippet).toList());
    }

    private static String name(DeclarationSnippet snippet) {
        if (snippet instanceof MethodSnippet method) {
            return "method " + method.name() + "(" + method.parameterTypes() + ")";
        }
        return kind(snippet) + " " + snippet.name();
    }

    private static String kind(Snippet snippet) {
        if (snippet instanceof VarSnippet) {
            return "variable";
        }
        return switch (snippet.subKind()) {
            case INTERFACE_SUBKIND -> "interface";
            case ENUM_SUBKIND -> "enum";
            case ANNOTATION_TYPE_SUBKIND -> "annotation interface";
            case RECORD_SUBKIND -> "record";
            default -> "class";
        };
    }

    private static String use(Snippet snippet) {
        return snippet instanceof MethodSnippet ? "invoked" : "used";
    }
}
