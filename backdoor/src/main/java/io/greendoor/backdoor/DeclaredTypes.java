package io.greendoor.backdoor;

import io.greendoor.backdoor.Holders.Holder;
import io.greendoor.backdoor.TypeArguments.Argument;
import java.lang.reflect.Field;
import java.lang.reflect.GenericSignatureFormatError;
import java.lang.reflect.MalformedParameterizedTypeException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What live objects declare of each other: an object's class does not tell its type arguments, but a field that holds
 * it may. {@code private final Map<String, Order> orders} makes of the {@code HashMap} in it a {@code HashMap<String,
 * Order>}.
 */
// Several fields may hold the same object. They need not agree: one that keeps nothing of its type can be everybody's.
// What they do not agree on is not known, and neither is what snippets cannot name: it stays as open as it is by the
// class.
final class DeclaredTypes {
    private final TypeArguments arguments;
    private final Holders holders;

    private DeclaredTypes(Holders holders, ClassLoader loader) {
        this.arguments = new TypeArguments(loader);
        this.holders = holders;
    }

    /** What {@code roots}, and the objects in their fields, declare now. No work for the loop. */
    static DeclaredTypes by(Collection<?> roots, InitialisedClasses initialised, ClassLoader loader) {
        return new DeclaredTypes(Holders.among(roots, initialised), loader);
    }

    /**
     * The type of an object whose class says nothing, or not all, of the arguments of {@code type}.
     *
     * @param type what snippets can name of the object, a class with type parameters
     * @return null if no more is declared
     */
    @Nullable
    NameableType typeOf(Object value, Class<?> type) {
        Map<TypeVariable<?>, Set<Argument>> told = new HashMap<>();
        for (Holder each : holders.of(value)) {
            addTo(told, told(type, value.getClass(), each));
        }
        if (told.isEmpty()) {
            return declaredItself(value, type);
        }
        Map<TypeVariable<?>, Argument> known = agreed(told);
        Map<TypeVariable<?>, Argument> byClass = arguments.search(value.getClass(), Map.of(), type);
        if (byClass.keySet().containsAll(known.keySet())) {
            return null;
        }
        known.putAll(byClass);
        return new NameableType(type.getCanonicalName() + TypeArguments.listed(type, known), type);
    }

    private static void addTo(Map<TypeVariable<?>, Set<Argument>> told, Map<TypeVariable<?>, Argument> more) {
        more.forEach((variable, argument) ->
                told.computeIfAbsent(variable, any -> new LinkedHashSet<>()).add(argument));
    }

    private static Map<TypeVariable<?>, Argument> agreed(Map<TypeVariable<?>, Set<Argument>> told) {
        Map<TypeVariable<?>, Argument> agreed = new HashMap<>();
        told.forEach((variable, candidates) -> {
            List<Argument> exact = candidates.stream().filter(Argument::isExact).toList();
            Collection<Argument> eligible = exact.isEmpty() ? candidates : exact; // some see it as ? extends that type
            if (eligible.size() == 1) {
                agreed.put(variable, eligible.iterator().next());
            }
        });
        return agreed;
    }

    /** What a field says of the arguments of {@code type}, which is the value's class or above. */
    private Map<TypeVariable<?>, Argument> told(Class<?> type, Class<?> valueClass, Holder holder) {
        if (!(genericType(holder.field()) instanceof ParameterizedType declared)) {
            return Map.of();
        }
        Map<TypeVariable<?>, Argument> scope = scopeOf(holder, Holders.LEVELS);
        Map<TypeVariable<?>, Argument> told = new HashMap<>();
        Class<?> raw = TypeArguments.raw(declared);
        if (type.isAssignableFrom(raw)) { // for one, a lambda's class does not say what it gives to its interface
            told.putAll(arguments.search(raw, named(Inference.of(raw, declared), scope), type));
        } else {
            told.putAll(named(Inference.of(type, declared), scope));
        }
        told.putAll(arguments.search(valueClass, named(Inference.of(valueClass, declared), scope), type));
        told.values().removeIf(Argument.ANY::equals);
        return told;
    }

    private Map<TypeVariable<?>, Argument> named(
            Map<TypeVariable<?>, Type> found, Map<TypeVariable<?>, Argument> scope) {
        Map<TypeVariable<?>, Argument> named = new HashMap<>();
        found.forEach((variable, type) -> {
            Argument argument = arguments.named(type, scope);
            if (argument != null) {
                named.put(variable, argument);
            }
        });
        return named;
    }

    /** What is known of the variables that a field's type may mention: they are its object's, which others hold. */
    private Map<TypeVariable<?>, Argument> scopeOf(Holder holder, int levels) {
        Class<?> home = holder.field().getDeclaringClass();
        if (home.getTypeParameters().length == 0 || holder.isStatic()) {
            return Map.of();
        }
        Class<?> type = holder.object().getClass();
        Map<TypeVariable<?>, Set<Argument>> told = new HashMap<>();
        for (Holder each : levels == 0 ? List.<Holder>of() : holders.of(holder.object())) {
            if (genericType(each.field()) instanceof ParameterizedType declared) {
                addTo(told, named(Inference.of(type, declared), scopeOf(each, levels - 1)));
            }
        }
        return arguments.search(type, agreed(told), home);
    }

    private static @Nullable Type genericType(Field field) {
        try {
            return field.getGenericType();
        } catch (TypeNotPresentException
                | MalformedParameterizedTypeException
                | GenericSignatureFormatError
                | NoClassDefFoundError e) {
            return null; // a class that it mentions is missing, or some tool has written nonsense
        }
    }

    /** The one declared type, if all that the object offers otherwise can be called by it as well. */
    private @Nullable NameableType declaredItself(Object value, Class<?> type) {
        Set<NameableType> found = new HashSet<>();
        for (Holder each : holders.of(value)) {
            if (genericType(each.field()) instanceof ParameterizedType declared) {
                Class<?> raw = TypeArguments.raw(declared);
                Map<TypeVariable<?>, Argument> scope = scopeOf(each, Holders.LEVELS);
                String text = arguments.text(declared, scope);
                boolean isTelling = named(Inference.of(raw, declared), scope).size() == raw.getTypeParameters().length;
                if (text != null && isTelling && raw.isAssignableFrom(type) && offersAll(raw, type)) {
                    found.add(new NameableType(text, raw));
                }
            }
        }
        return found.size() == 1 ? found.iterator().next() : null;
    }

    private static boolean offersAll(Class<?> raw, Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .allMatch(method -> offers(raw, method));
    }

    private static boolean offers(Class<?> raw, Method wanted) {
        return Arrays.stream(raw.getMethods())
                .anyMatch(method -> method.getName().equals(wanted.getName())
                        && Arrays.equals(method.getParameterTypes(), wanted.getParameterTypes()));
    }
}
