package io.greendoor.backdoor;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a declared type says of the type variables of a class below it: {@code Map<String, Order>} says of {@code
 * HashMap} that its {@code K} is {@code String}, and its {@code V} is {@code Order}.
 */
// Goes up from the class to the declared type, and on the way back compares what each class gives to its supertype
// with what is known of that: where one gives a variable, the variable is found. One that is found to be two things, or
// is inside of a wildcard, is not known.
final class Inference {
    private final Map<TypeVariable<?>, Type> found = new HashMap<>();
    private final Set<TypeVariable<?>> ambiguous = new HashSet<>();

    private Inference() {}

    /** What was found, in terms of the variables that {@code declared} mentions; nothing if it is not above. */
    static Map<TypeVariable<?>, Type> of(Class<?> type, ParameterizedType declared) {
        Inference inference = new Inference();
        inference.infer(type, declared);
        inference.found.keySet().removeAll(inference.ambiguous);
        return inference.found;
    }

    private void infer(Class<?> type, ParameterizedType declared) {
        Class<?> wanted = (Class<?>) declared.getRawType();
        if (type == wanted) {
            TypeVariable<?>[] parameters = type.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                found.put(parameters[i], declared.getActualTypeArguments()[i]);
            }
            return;
        }
        for (Type each : TypeArguments.supertypes(type)) {
            if (each instanceof ParameterizedType above && wanted.isAssignableFrom(TypeArguments.raw(above))) {
                compare(above, of(TypeArguments.raw(above), declared));
                return;
            }
        }
    }

    private void compare(ParameterizedType given, Map<TypeVariable<?>, Type> known) {
        TypeVariable<?>[] parameters = TypeArguments.raw(given).getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            Type argument = known.get(parameters[i]);
            Type pattern = given.getActualTypeArguments()[i];
            if (pattern instanceof TypeVariable<?> variable && argument != null) {
                put(variable, argument); // here, at the top, it may be a wildcard
            } else {
                compare(pattern, argument);
            }
        }
    }

    private void compare(Type pattern, @Nullable Type known) {
        if (known == null || known instanceof WildcardType) {
            return;
        }
        if (pattern instanceof TypeVariable<?> variable) {
            put(variable, known);
        } else if (pattern instanceof GenericArrayType array) {
            compare(array.getGenericComponentType(), component(known));
        } else if (pattern instanceof ParameterizedType p
                && known instanceof ParameterizedType k
                && p.getRawType().equals(k.getRawType())) {
            Type[] inside = p.getActualTypeArguments();
            for (int i = 0; i < inside.length; i++) {
                compare(inside[i], k.getActualTypeArguments()[i]);
            }
        }
    }

    private static @Nullable Type component(Type array) {
        return array instanceof GenericArrayType generic
                ? generic.getGenericComponentType()
                : array instanceof Class<?> c ? c.getComponentType() : null;
    }

    private void put(TypeVariable<?> variable, Type type) {
        Type before = found.putIfAbsent(variable, type);
        if (before != null && !before.equals(type)) {
            ambiguous.add(variable);
        }
    }
}
