package io.greendoor.backdoor;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The type arguments that a class gives to one of its supertypes, as source code. */
// This goes up, from a class to its supertypes; Inference goes down. An argument is one of three things, each with a
// text of its own:
//
//   known      class Orders extends ArrayList<Order>     com.acme.Order
//   unnamed    the same, where Order is private          ? extends what can be named of it, or ?
//   open       new ArrayList<Order>()                    Object where any type fits, so that both adding and iterating
//                                                        compile, and ? where the parameter has a bound
final class TypeArguments {
    private final ClassLoader loader;

    TypeArguments(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * What is known about the argument for a type variable; where nothing is, it is open.
     *
     * @param isExact whether it is a type, which may be part of another one, and no wildcard
     */
    record Argument(String text, boolean isExact) {
        static final Argument ANY = new Argument("?", false);
    }

    /** {@code <…>} with what is known of them to {@code type} itself, or nothing if {@code supertype} has none. */
    static String of(Class<?> type, Class<?> supertype, ClassLoader loader) {
        Map<TypeVariable<?>, Argument> known = new TypeArguments(loader).search(type, Map.of(), supertype);
        return listed(supertype, known);
    }

    /** All open. */
    static String open(Class<?> type) {
        return listed(type, Map.of());
    }

    /** Whether the class says of each parameter of its supertype what it is, or that it cannot be named. */
    static boolean areKnown(Class<?> type, Class<?> supertype, ClassLoader loader) {
        return new TypeArguments(loader)
                .search(type, Map.of(), supertype)
                .keySet()
                .containsAll(List.of(supertype.getTypeParameters()));
    }

    /** {@code <…>} with what is known, the others open, or nothing if {@code type} has none. */
    static String listed(Class<?> type, Map<TypeVariable<?>, Argument> known) {
        if (type.getTypeParameters().length == 0) {
            return "";
        }
        StringJoiner arguments = new StringJoiner(", ", "<", ">");
        for (TypeVariable<?> parameter : type.getTypeParameters()) {
            Argument argument = known.get(parameter);
            arguments.add(argument == null ? open(type, parameter) : argument.text);
        }
        return arguments.toString();
    }

    private static String open(Class<?> type, TypeVariable<?> parameter) {
        Type[] bounds = parameter.getBounds();
        // A Class<Object> could not even be compared with String.class.
        boolean anyFits = bounds.length == 1 && bounds[0] == Object.class && type != Class.class;
        return anyFits ? "Object" : "?";
    }

    /** Goes up from {@code type} to {@code wanted}, with what is known of the variables of the class where it is. */
    Map<TypeVariable<?>, Argument> search(Class<?> type, Map<TypeVariable<?>, Argument> known, Class<?> wanted) {
        if (type == wanted) {
            return known;
        }
        for (Type each : supertypes(type)) {
            Class<?> raw = raw(each);
            if (wanted.isAssignableFrom(raw)) {
                return search(raw, each instanceof ParameterizedType p ? arguments(p, known) : Map.of(), wanted);
            }
        }
        return Map.of();
    }

    /** The class of a supertype. */
    static Class<?> raw(Type supertype) {
        return supertype instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) supertype;
    }

    static List<Type> supertypes(Class<?> type) {
        List<Type> supertypes = new ArrayList<>();
        if (type.getGenericSuperclass() != null) {
            supertypes.add(type.getGenericSuperclass());
        }
        supertypes.addAll(List.of(type.getGenericInterfaces()));
        return supertypes;
    }

    private Map<TypeVariable<?>, Argument> arguments(ParameterizedType type, Map<TypeVariable<?>, Argument> known) {
        Map<TypeVariable<?>, Argument> arguments = new HashMap<>();
        TypeVariable<?>[] parameters = ((Class<?>) type.getRawType()).getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            Argument argument = argument(type.getActualTypeArguments()[i], known);
            if (argument != null) {
                arguments.put(parameters[i], argument);
            }
        }
        return arguments;
    }

    /** As far as it can be named as it stands: not what is only known to be something. */
    @Nullable
    Argument named(Type type, Map<TypeVariable<?>, Argument> known) {
        if (type instanceof TypeVariable<?> variable) {
            Argument argument = known.get(variable);
            return Argument.ANY.equals(argument) ? null : argument;
        }
        String text = text(type, known);
        return text == null || text.equals("?") ? null : new Argument(text, !(type instanceof WildcardType));
    }

    private @Nullable Argument argument(Type type, Map<TypeVariable<?>, Argument> known) {
        if (type instanceof TypeVariable<?> variable) {
            return known.get(variable);
        }
        if (isOpen(type, known)) {
            return null;
        }
        String text = text(type, known);
        if (text != null) {
            return new Argument(text, true);
        }
        return type instanceof Class<?> unnamed && !unnamed.isArray() ? wildcard(unnamed) : Argument.ANY;
    }

    private Argument wildcard(Class<?> unnamed) {
        Class<?> bound = NameableType.bestSupertype(unnamed, loader);
        if (bound == null
                || bound.getTypeParameters().length > 0) { // whose arguments might lead back to this very class
            return Argument.ANY;
        }
        return new Argument("? extends " + bound.getCanonicalName(), false);
    }

    /** Whether it depends on a variable of which nothing is known. */
    private static boolean isOpen(Type type, Map<TypeVariable<?>, Argument> known) {
        if (type instanceof TypeVariable<?> variable) {
            return !known.containsKey(variable);
        }
        return partsOf(type).stream().anyMatch(part -> isOpen(part, known));
    }

    private static List<Type> partsOf(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return List.of(parameterized.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            return List.of(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            List<Type> bounds = new ArrayList<>(List.of(wildcard.getUpperBounds()));
            bounds.addAll(List.of(wildcard.getLowerBounds()));
            return bounds;
        }
        return List.of();
    }

    /** The very type, or null if a snippet cannot name it. */
    @Nullable
    String text(Type type, Map<TypeVariable<?>, Argument> known) {
        if (type instanceof Class<?> c) {
            return text(c);
        }
        if (type instanceof TypeVariable<?> variable) {
            Argument argument = known.get(variable);
            return argument == null || !argument.isExact ? null : argument.text;
        }
        if (type instanceof GenericArrayType array) {
            String component = text(array.getGenericComponentType(), known);
            return component == null ? null : component + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            return text(wildcard, known);
        }
        return type instanceof ParameterizedType parameterized ? text(parameterized, known) : null;
    }

    private @Nullable String text(Class<?> type) {
        if (type.isArray()) {
            String component = text(type.getComponentType());
            return component == null ? null : component + "[]";
        }
        return type.isPrimitive() || NameableType.isNameable(type, loader) ? type.getCanonicalName() : null;
    }

    private @Nullable String text(WildcardType wildcard, Map<TypeVariable<?>, Argument> known) {
        if (wildcard.getLowerBounds().length > 0) {
            String bound = text(wildcard.getLowerBounds()[0], known);
            return bound == null ? null : "? super " + bound;
        }
        if (wildcard.getUpperBounds()[0] == Object.class) {
            return "?";
        }
        String bound = text(wildcard.getUpperBounds()[0], known);
        return bound == null ? null : "? extends " + bound;
    }

    private @Nullable String text(ParameterizedType type, Map<TypeVariable<?>, Argument> known) {
        Class<?> raw = (Class<?>) type.getRawType();
        boolean isInner = raw.getDeclaringClass() != null && !Modifier.isStatic(raw.getModifiers());
        String name = text(raw);
        if (name == null || isInner) { // an inner class has arguments of the class around it as well
            return null;
        }
        StringJoiner arguments = new StringJoiner(", ", "<", ">");
        for (Type each : type.getActualTypeArguments()) {
            String argument = text(each, known);
            if (argument == null) {
                return null;
            }
            arguments.add(argument);
        }
        return name + arguments;
    }
}
