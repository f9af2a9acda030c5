package io.greendoor.backdoor;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One property of the application's objects: {@code getX()}, a boolean's {@code isX()}, or a public field.
 */
final class Getter {
    private final String name;
    private final @Nullable Method method;
    private final @Nullable Field field;

    private Getter(String name, @Nullable Method method, @Nullable Field field) {
        this.name = name;
        this.method = method;
        this.field = field;
    }

    /** The properties of a class, in the order of its fields, as far as they have some; none of a class of the JDK's. */
    static List<Getter> of(Class<?> type) {
        Map<String, Getter> found = new LinkedHashMap<>();
        if (isJdks(type)) {
            return List.of();
        }
        try {
            for (Method method : type.getMethods()) {
                String name = propertyOf(method);
                if (name != null && method.trySetAccessible()) {
                    found.putIfAbsent(name, new Getter(name, method, null));
                }
            }
            for (Field field : type.getFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                    found.putIfAbsent(field.getName(), new Getter(field.getName(), null, field));
                }
            }
            return sorted(found, type);
        } catch (LinkageError e) {
            return List.of(); // a class named in one of its methods is missing: it is shown by its toString
        }
    }

    private static boolean isJdks(Class<?> type) {
        String module = type.getModule().getName();
        return type.getClassLoader() == null || (module != null && module.startsWith("java."));
    }

    private static @Nullable String propertyOf(Method method) {
        boolean isProperty = method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && (!method.isSynthetic() || method.isBridge()) // the way to a superclass that is not public
                && !isJdks(method.getDeclaringClass());
        String name = method.getName();
        Class<?> type = method.getReturnType();
        if (isProperty && name.length() > 3 && name.startsWith("get") && type != void.class) {
            return decapitalized(name.substring(3));
        }
        boolean isBoolean = type == boolean.class || type == Boolean.class;
        return isProperty && name.length() > 2 && name.startsWith("is") && isBoolean
                ? decapitalized(name.substring(2))
                : null;
    }

    private static String decapitalized(String name) {
        boolean isAcronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return isAcronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Methods come in no order; fields in that of the source. */
    private static List<Getter> sorted(Map<String, Getter> found, Class<?> type) {
        List<String> order = new ArrayList<>();
        for (Class<?> c = type; c != null && !isJdks(c); c = c.getSuperclass()) {
            List<String> own = new ArrayList<>();
            for (Field field : c.getDeclaredFields()) {
                own.add(field.getName());
            }
            order.addAll(0, own);
        }
        found.keySet().stream().sorted().forEach(order::add);
        return order.stream()
                .distinct()
                .filter(found::containsKey)
                .map(found::get)
                .toList();
    }

    String name() {
        return name;
    }

    /** The value, or a {@link UserText.Failure}. */
    @Nullable
    Object get(Object object) {
        if (method != null) {
            return UserText.call(method, object);
        }
        try {
            return field == null ? null : field.get(object);
        } catch (IllegalAccessException e) {
            return new UserText.Failure(UserText.headline(e));
        }
    }
}
