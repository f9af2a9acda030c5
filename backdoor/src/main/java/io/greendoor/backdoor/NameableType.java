package io.greendoor.backdoor;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A type as a snippet may write it: its source text and its class. Found for a value's class by going up to the first
 * supertype that code in another package can name. Type arguments are unknown at run time; they become {@code Object}
 * where any type fits, so that both adding and iterating compile, and {@code ?} where the parameter has a bound.
 */
record NameableType(String text, Class<?> type) {
    static final NameableType OBJECT = new NameableType("java.lang.Object", Object.class);

    /** Superclasses that say less about an object than the interfaces beside them. */
    private static final Set<Class<?>> EMPTY_BASES = Set.of(Object.class, Record.class, Enum.class, Proxy.class);

    /** The most specific type for values of {@code type} that a snippet can name, seeing what {@code loader} sees. */
    static NameableType of(Class<?> type, ClassLoader loader) {
        if (type.isArray()) {
            NameableType component = of(type.getComponentType(), loader);
            return new NameableType(component.text + "[]", component.type.arrayType());
        }
        if (type.isPrimitive()) {
            return new NameableType(type.getName(), type);
        }
        if (isNameable(type, loader)) {
            return new NameableType(sourceText(type), type);
        }
        return supertypeOf(type, loader);
    }

    /** The next type to try when the compiler does not know this one. */
    NameableType wider(ClassLoader loader) {
        return type.isArray() || type.isPrimitive() ? OBJECT : supertypeOf(type, loader);
    }

    boolean fits(@Nullable Object value) {
        return value == null || type.isInstance(value);
    }

    /**
     * Whether code in any package may name the class: public itself and around, its package exported to all; or typed
     * at the prompt.
     */
    static boolean isPublicEverywhere(Class<?> type) {
        for (Class<?> c = type; c != null && !SnippetNames.isWrapper(c); c = c.getEnclosingClass()) {
            if (!Modifier.isPublic(c.getModifiers())) {
                return false;
            }
        }
        return type.getModule().isExported(type.getPackageName());
    }

    private static NameableType supertypeOf(Class<?> type, ClassLoader loader) {
        Class<?> superclass = nearestSuperclass(type, loader);
        Optional<Class<?>> found = bestInterface(type, superclass, loader);
        Class<?> best = found.isPresent() ? found.get() : superclass;
        return best == null ? OBJECT : new NameableType(sourceText(best), best);
    }

    private static @Nullable Class<?> nearestSuperclass(Class<?> type, ClassLoader loader) {
        for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
            if (!EMPTY_BASES.contains(c) && isNameable(c, loader)) {
                return c;
            }
        }
        return null;
    }

    /**
     * The interface to prefer to {@code superclass}: any if there is no superclass, else one that covers all that the
     * superclass implements and more, as List does for the AbstractCollection above the lists of {@code List.of}.
     */
    private static Optional<Class<?>> bestInterface(Class<?> type, @Nullable Class<?> superclass, ClassLoader loader) {
        List<Class<?>> candidates = interfacesOf(type);
        candidates.removeIf(c -> c.getMethods().length == 0 || !isNameable(c, loader));
        List<Class<?>> all = List.copyOf(candidates);
        candidates.removeIf(c -> all.stream().anyMatch(other -> other != c && c.isAssignableFrom(other)));
        candidates.sort((a, b) -> Boolean.compare(isJdk(a), isJdk(b)));
        if (superclass == null) {
            return candidates.stream().findFirst();
        }
        List<Class<?>> known = interfacesOf(superclass);
        known.removeIf(c -> c.getMethods().length == 0);
        return candidates.stream()
                .filter(c -> !known.isEmpty() && !known.contains(c))
                .filter(c -> known.stream().allMatch(k -> k.isAssignableFrom(c)))
                .findFirst();
    }

    /** All interfaces, nearest first. */
    private static List<Class<?>> interfacesOf(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            collectInterfaces(c, found);
        }
        return new ArrayList<>(found);
    }

    private static void collectInterfaces(Class<?> type, Set<Class<?>> found) {
        List<Class<?>> direct = List.of(type.getInterfaces());
        found.addAll(direct);
        direct.forEach(each -> collectInterfaces(each, found));
    }

    private static boolean isJdk(Class<?> type) {
        return type.getModule() == Object.class.getModule();
    }

    private static boolean isNameable(Class<?> type, ClassLoader loader) {
        String name = type.getCanonicalName();
        return name != null
                && !type.isHidden()
                && !type.isSynthetic()
                && !Proxy.isProxyClass(type)
                && !type.getPackageName().isEmpty()
                && SourceVersion.isName(name)
                && isPublicEverywhere(type)
                && isSeenBy(loader, type);
    }

    private static boolean isSeenBy(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the question is answered: a snippet cannot find it by its name
        }
    }

    private static String sourceText(Class<?> type) {
        Class<?> enclosing = type.getDeclaringClass();
        if (enclosing == null || Modifier.isStatic(type.getModifiers())) {
            return type.getCanonicalName() + typeArguments(type);
        }
        return sourceText(enclosing) + "." + type.getSimpleName() + typeArguments(type);
    }

    private static String typeArguments(Class<?> type) {
        if (type.getTypeParameters().length == 0) {
            return "";
        }
        StringJoiner arguments = new StringJoiner(", ", "<", ">");
        for (TypeVariable<?> parameter : type.getTypeParameters()) {
            Type[] bounds = parameter.getBounds();
            // A Class<Object> could not even be compared with String.class.
            boolean open = bounds.length == 1 && bounds[0] == Object.class && type != Class.class;
            arguments.add(open ? "Object" : "?");
        }
        return arguments.toString();
    }
}
