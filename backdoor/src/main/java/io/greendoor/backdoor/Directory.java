package io.greendoor.backdoor;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that {@code dir(x)} lists: public methods and fields that the prompt can reach. Those of a class that is
 * not public are reached through its public superclasses and interfaces.
 */
final class Directory {
    private final boolean ofClass;
    private final Set<String> names = new TreeSet<>();

    private Directory(boolean ofClass) {
        this.ofClass = ofClass;
    }

    /** The names of an object's members, or of a class's own if the object is a class; sorted, none of Object's. */
    static List<String> names(Object object) {
        Objects.requireNonNull(object, "dir of null");
        boolean ofClass = object instanceof Class<?>;
        Directory directory = new Directory(ofClass);
        directory.collect(ofClass ? (Class<?>) object : object.getClass());
        return List.copyOf(directory.names);
    }

    private void collect(Class<?> type) {
        if (type.isArray()) {
            names.add("length");
        }
        Set<Class<?>> types = new LinkedHashSet<>();
        collectTypes(type, types);
        for (Class<?> each : types) {
            if (each != Object.class && !each.isArray() && NameableType.isPublicEverywhere(each)) {
                Arrays.stream(each.getMethods())
                        .filter(method -> isListed(method, type))
                        .forEach(method -> names.add(method.getName()));
                Arrays.stream(each.getFields()).map(Field::getName).forEach(names::add);
            }
        }
    }

    private static void collectTypes(Class<?> type, Set<Class<?>> types) {
        for (Class<?> c = type; c != null && types.add(c); c = c.getSuperclass()) {
            for (Class<?> each : c.getInterfaces()) {
                collectTypes(each, types);
            }
        }
    }

    private boolean isListed(Method method, Class<?> type) {
        // Static methods of an interface are called on its own name only, never on what implements it.
        boolean foreignStatic = Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass().isInterface()
                && !(ofClass && method.getDeclaringClass() == type);
        return !method.isSynthetic() && !foreignStatic && !isObjects(method);
    }

    private static boolean isObjects(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(each -> each.getName().equals(method.getName())
                        && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
    }
}
