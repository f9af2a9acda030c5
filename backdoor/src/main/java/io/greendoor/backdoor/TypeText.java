package io.greendoor.backdoor;

import java.lang.reflect.Type;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@code type(x)} says: how a class was declared, what it is besides, and where it comes from. */
final class TypeText {
    private static final String INDENT = "    ";

    private TypeText() {}

    /**
     * Of the class of {@code object}, or of the one that a {@link Class} stands for; each line with its end.
     *
     * @param width at which lines are broken
     */
    static String of(@Nullable Object object, int width) {
        if (object == null) {
            return "null\n";
        }
        Class<?> type = object instanceof Class<?> c ? c : object.getClass();
        List<String> lines = new ArrayList<>(List.of(declaration(type)));
        if (!type.isPrimitive() && !type.isArray()) {
            lines.addAll(supertypes(type));
            lines.add(INDENT + "from " + origin(type));
        }
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> Paragraph.append(out, SnippetNames.strip(line), width));
        return out.toString();
    }

    /** {@code public final class java.util.Optional<T>}. */
    static String declaration(Class<?> type) {
        return type.isAnonymousClass()
                ? "an anonymous class " + type.getName()
                : known(type::toGenericString, type.getTypeName());
    }

    private static List<String> supertypes(Class<?> type) {
        List<String> lines = new ArrayList<>();
        Class<?> superclass = type.getSuperclass();
        Type genericSuperclass = superclass == null ? null : known(type::getGenericSuperclass, superclass);
        if (genericSuperclass != null && superclass != Object.class) {
            lines.add(INDENT + "extends " + genericSuperclass.getTypeName());
        }
        Class<?>[] interfaces = type.getInterfaces();
        if (interfaces.length > 0) {
            List<Type> generic = List.of(known(type::getGenericInterfaces, interfaces));
            lines.add(INDENT + (type.isInterface() ? "extends " : "implements ") + names(generic));
        }
        Set<Class<?>> further = new LinkedHashSet<>();
        collect(type, further);
        further.removeAll(Arrays.asList(type, superclass, Object.class));
        Arrays.asList(interfaces).forEach(further::remove);
        if (!further.isEmpty()) {
            lines.add(INDENT + "also " + names(further));
        }
        return lines;
    }

    private static void collect(Class<?> type, Set<Class<?>> all) {
        all.add(type);
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), all);
        }
        for (Class<?> each : type.getInterfaces()) {
            collect(each, all);
        }
    }

    private static String names(Iterable<? extends Type> types) {
        List<String> names = new ArrayList<>();
        types.forEach(type -> names.add(type.getTypeName()));
        return String.join(", ", names);
    }

    /** What reflection says with type arguments, unless a class among them is missing. */
    private static <T> T known(Supplier<T> generic, T erased) {
        try {
            return generic.get();
        } catch (LinkageError | TypeNotPresentException e) {
            return erased;
        }
    }

    /** The module of the JDK, or the jar or folder. */
    private static String origin(Class<?> type) {
        if (SnippetNames.isTyped(type)) {
            return "the prompt";
        }
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null
                || source.getLocation() == null
                || "jrt".equals(source.getLocation().getProtocol())) {
            return type.getModule().isNamed() ? "module " + type.getModule().getName() : "nowhere: made at run time";
        }
        return "file".equals(source.getLocation().getProtocol())
                ? source.getLocation().getPath()
                : source.getLocation().toString();
    }
}
