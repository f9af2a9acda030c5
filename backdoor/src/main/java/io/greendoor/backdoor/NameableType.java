package io.greendoor.backdoor;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * A type as a snippet may write it: its source text and its class. Found for a value's class by going up to the first
 * supertype that code in another package can name. Of its type arguments are known those that the value's class itself
 * gives to it ({@link TypeArguments}).
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

    /** Whether it has type parameters of which {@code valueClass}, for which it was found, does not say what they are. */
    boolean leavesArgumentsOpen(Class<?> valueClass, ClassLoader loader) {
        return type.getTypeParameters().length > 0
                && !isInner(type)
                && !TypeArguments.areKnown(valueClass, type, loader);
    }

    private static boolean isInner(Class<?> type) {
        return type.getDeclaringClass() != null && !Modifier.isStatic(type.getModifiers());
    }

    /** The next type to try when the compiler does not know this one. */
    NameableType wider(ClassLoader loader) {
        NameableType open = type.isArray() || type.isPrimitive() ? this : new NameableType(sourceText(type), type);
        if (!open.equals(this)) {
            return open; // perhaps only an argument is unknown
        }
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
        Class<?> best = bestSupertype(type, loader);
        if (best == null) {
            return OBJECT;
        }
        String text = isInner(best) ? sourceText(best) : best.getCanonicalName() + TypeArguments.of(type, best, loader);
        return new NameableType(text, best);
    }

    /** Of those that a snippet can name the one that says most; null if only {@code Object} is left. */
    static @Nullable Class<?> bestSupertype(Class<?> type, ClassLoader loader) {
        Class<?> superclass = nearestSuperclass(type, loader);
        Optional<Class<?>> found = bestInterface(type, superclass, loader);
        return found.isPresent() ? found.get() : superclass;
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

    /** Whether a snippet that sees what {@code loader} sees can name the class. */
    static boolean isNameable(Class<?> type, ClassLoader loader) {
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
        return isInner(type)
                ? sourceText(type.getDeclaringClass()) + "." + type.getSimpleName() + TypeArguments.open(type)
                : type.getCanonicalName() + TypeArguments.open(type);
    }
}
