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
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * What a session has declared, as of a statement's end: any thread may read it, also while the compiler is busy.
 *
 * @param variables name to type, in order of declaration
 * @param types the names of classes and other types
 * @param definitions the sources of types and methods, in order of declaration
 * @param imports the sources of imports, in order of declaration
 */
record Declarations(Map<String, String> variables, Set<String> types, List<String> definitions, List<String> imports) {
    static final Declarations NONE = new Declarations(Map.of(), Set.of(), List.of(), List.of());

    /** Those in {@code shell}, with variables as {@code isOwn} says. */
    static Declarations of(JShell shell, Predicate<VarSnippet> isOwn) {
        Map<String, String> variables = new LinkedHashMap<>();
        Set<String> types = new LinkedHashSet<>();
        List<String> definitions = new ArrayList<>();
        List<String> imports = new ArrayList<>();
        shell.snippets()
                .filter(each ->
                        each instanceof PersistentSnippet && shell.status(each).isActive())
                .forEach(each -> {
                    if (each instanceof VarSnippet variable) {
                        if (isOwn.test(variable)) {
                            variables.put(variable.name(), variable.typeName());
                        }
                    } else if (each instanceof ImportSnippet) {
                        imports.add(each.source());
                    } else if (each instanceof TypeDeclSnippet || each instanceof MethodSnippet) {
                        definitions.add(each.source());
                    }
                    if (each instanceof TypeDeclSnippet type) {
                        types.add(type.name());
                    }
                });
        return new Declarations(
                Collections.unmodifiableMap(variables),
                Collections.unmodifiableSet(types),
                List.copyOf(definitions),
                List.copyOf(imports));
    }

    /** Whether there are imports at most. */
    boolean areImportsOnly() {
        return variables.isEmpty() && definitions.isEmpty();
    }

    /** Whether a value of this type may hold objects of a class that was typed. */
    static boolean mentions(String type, Set<String> names) {
        return Tokens.of(type).stream().anyMatch(token -> names.contains(token.text()));
    }
}
