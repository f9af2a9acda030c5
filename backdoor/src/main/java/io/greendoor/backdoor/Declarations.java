package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * What a session has declared, as of a statement's end: any thread may read it, also while the compiler is busy.
 *
 * @param variables name to type, in order of declaration
 * @param types the names of classes and other types
 * @param sources of types, methods and imports, in order of declaration
 */
record Declarations(Map<String, String> variables, Set<String> types, List<String> sources) {
    static final Declarations NONE = new Declarations(Map.of(), Set.of(), List.of());

    /** Those in {@code shell}, with variables as {@code isOwn} says. */
    static Declarations of(JShell shell, Predicate<VarSnippet> isOwn) {
        Map<String, String> variables = new LinkedHashMap<>();
        Set<String> types = new LinkedHashSet<>();
        List<String> sources = new ArrayList<>();
        shell.snippets()
                .filter(each ->
                        each instanceof PersistentSnippet && shell.status(each).isActive())
                .forEach(each -> {
                    if (each instanceof VarSnippet variable) {
                        if (isOwn.test(variable)) {
                            variables.put(variable.name(), variable.typeName());
                        }
                    } else if (isDefinition(each)) {
                        sources.add(each.source());
                    }
                    if (each instanceof TypeDeclSnippet type) {
                        types.add(type.name());
                    }
                });
        return new Declarations(
                Collections.unmodifiableMap(variables), Collections.unmodifiableSet(types), List.copyOf(sources));
    }

    private static boolean isDefinition(Snippet snippet) {
        return snippet instanceof TypeDeclSnippet
                || snippet instanceof MethodSnippet
                || snippet instanceof ImportSnippet;
    }

    /** Whether a value of this type may hold objects of a class that was typed. */
    static boolean mentions(String type, Set<String> names) {
        return Tokens.of(type).stream().anyMatch(token -> names.contains(token.text()));
    }
}
