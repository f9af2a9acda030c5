package io.greendoor.backdoor;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Types as source code writes them where their packages are imported. */
final class TypeNames {

    private TypeNames() {}

    /** {@code Map.Entry<String, ? extends List<T>>[]}. */
    static String simple(Type type) {
        if (type instanceof Class<?> c) {
            return simple(c);
        }
        if (type instanceof ParameterizedType parameterized) {
            return simple(parameterized.getRawType()) + listed(parameterized.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            return simple(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard(wildcard);
        }
        return type.getTypeName();
    }

    private static String simple(Class<?> type) {
        if (type.isArray()) {
            return simple(type.getComponentType()) + "[]";
        }
        Class<?> enclosing = type.getDeclaringClass();
        boolean isNested = enclosing != null && !SnippetNames.isWrapper(enclosing);
        return (isNested ? simple(enclosing) + "." : "") + type.getSimpleName();
    }

    private static String wildcard(WildcardType wildcard) {
        if (wildcard.getLowerBounds().length > 0) {
            return "? super " + simple(wildcard.getLowerBounds()[0]);
        }
        Type bound = wildcard.getUpperBounds()[0];
        return bound == Object.class ? "?" : "? extends " + simple(bound);
    }

    /** Type parameters with their bounds and a blank, empty if there are none. */
    static String parameters(TypeVariable<?>[] variables) {
        return variables.length == 0 ? "" : join(variables, TypeNames::parameter) + " ";
    }

    private static String parameter(TypeVariable<?> variable) {
        String bounds = Arrays.stream(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .map(TypeNames::simple)
                .collect(Collectors.joining(" & "));
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String listed(Type[] arguments) {
        return arguments.length == 0 ? "" : join(arguments, TypeNames::simple);
    }

    private static <T> String join(T[] elements, Function<T, String> text) {
        return Arrays.stream(elements).map(text).collect(Collectors.joining(", ", "<", ">"));
    }

    /** As documentation tells parameters apart: without packages, outer classes and type arguments. */
    static String bare(Type type) {
        if (type instanceof Class<?> c) {
            return c.isArray() ? bare(c.getComponentType()) + "[]" : c.getSimpleName();
        }
        if (type instanceof ParameterizedType parameterized) {
            return bare(parameterized.getRawType());
        }
        return type instanceof GenericArrayType array
                ? bare(array.getGenericComponentType()) + "[]"
                : type.getTypeName();
    }
}
