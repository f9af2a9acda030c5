package io.greendoor.backdoor;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the prompt can call of an object, or of the class that a {@link Class} stands for: public methods and fields,
 * and constructors, without what every {@link Object} has. Those of a class that is not public are reached through its
 * public superclasses and interfaces.
 */
final class Members {
    private final Class<?> type;
    private final boolean ofClass;
    private final List<Class<?>> reachable = new ArrayList<>();
    private @Nullable LinkageError missing;

    private Members(Class<?> type, boolean ofClass) {
        this.type = type;
        this.ofClass = ofClass;
    }

    static Members of(Object object) {
        Objects.requireNonNull(object, "members of null");
        boolean ofClass = object instanceof Class<?>;
        Members members = new Members(ofClass ? (Class<?>) object : object.getClass(), ofClass);
        Set<Class<?>> types = new LinkedHashSet<>();
        collectTypes(members.type, types);
        types.stream()
                .filter(each -> each != Object.class && !each.isArray() && NameableType.isPublicEverywhere(each))
                .forEach(members.reachable::add);
        return members;
    }

    private static void collectTypes(Class<?> type, Set<Class<?>> types) {
        for (Class<?> c = type; c != null && types.add(c); c = c.getSuperclass()) {
            for (Class<?> each : c.getInterfaces()) {
                collectTypes(each, types);
            }
        }
    }

    Class<?> type() {
        return type;
    }

    /** The types by which the members are reached, nearest first. */
    List<Class<?>> reachable() {
        return reachable;
    }

    /** In the order of their parameters' number; none of a class that cannot be named or is abstract. */
    List<Constructor<?>> constructors() {
        boolean canBeMade = reachable.contains(type) && !Modifier.isAbstract(type.getModifiers());
        List<Constructor<?>> constructors =
                new ArrayList<>(canBeMade ? known(type, Class::getConstructors) : List.of());
        constructors.sort(Comparator.comparing(Constructor::getParameterCount));
        return constructors;
    }

    /** By name; of several with the same parameters only the most derived. */
    List<Method> methods() {
        Map<String, Method> methods = new LinkedHashMap<>();
        Set<String> overridden = new HashSet<>();
        for (Class<?> each : reachable) {
            List<Method> all = known(each, Class::getMethods);
            List<Method> bridges =
                    all.stream().filter(method -> isBridge(method, all)).toList();
            for (Method method : all) {
                String signature = signature(method);
                if (!overridden.contains(signature) && !bridges.contains(method)) {
                    methods.putIfAbsent(signature, method);
                }
            }
            bridges.forEach(bridge -> overridden.add(signature(bridge)));
        }
        return methods.values().stream()
                .filter(this::isListed)
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
                .toList();
    }

    /**
     * Whether the compiler made the method to override, by its erased types, what another one of the same class
     * overrides. Those that it makes of the methods of a hidden superclass are the ones to call.
     */
    private static boolean isBridge(Method method, List<Method> all) {
        return method.isBridge()
                && all.stream()
                        .anyMatch(other -> !other.isBridge()
                                && other.getDeclaringClass() == method.getDeclaringClass()
                                && other.getName().equals(method.getName())
                                && other.getParameterCount() == method.getParameterCount());
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    /** By name. */
    List<Field> fields() {
        return reachable.stream()
                .flatMap(each -> known(each, Class::getFields).stream())
                .distinct()
                .sorted(Comparator.comparing(Field::getName))
                .toList();
    }

    /** What reflection says, unless a class that one of the members names is missing. */
    private <M> List<M> known(Class<?> from, Function<Class<?>, M[]> members) {
        try {
            return List.of(members.apply(from));
        } catch (LinkageError e) {
            missing = e;
            return List.of();
        }
    }

    /** Why members are missing from what was asked for before; null if none are. */
    @Nullable
    LinkageError missing() {
        return missing;
    }

    private boolean isListed(Method method) {
        // Static methods of an interface are called on its own name only, never on what implements it.
        boolean foreignStatic = Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass().isInterface()
                && !(ofClass && method.getDeclaringClass() == type);
        return (!method.isSynthetic() || method.isBridge()) && !foreignStatic && !isObjects(method);
    }

    private static boolean isObjects(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(each -> each.getName().equals(method.getName())
                        && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
    }
}
