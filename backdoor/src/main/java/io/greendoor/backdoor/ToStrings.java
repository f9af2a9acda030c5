package io.greendoor.backdoor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whose {@code toString} a value has, and what a record is made of. Remembers classes, for the time that one value is looked at. */
final class ToStrings {
    private final Map<Class<?>, Method> found = new HashMap<>();
    private final Map<Class<?>, List<Method>> accessors = new HashMap<>();

    /** Whether it was written for the JDK, that of {@link Object} included. */
    boolean isJdks(Object value) {
        Method method = of(value.getClass());
        return method != null && method.getDeclaringClass().getModule() == Object.class.getModule();
    }

    /** Whether a record has the one that its compiler made: those are final, and what people write hardly ever is. */
    boolean isCompilers(Object value) {
        Method method = of(value.getClass());
        return method != null && Modifier.isFinal(method.getModifiers());
    }

    private @Nullable Method of(Class<?> type) {
        try {
            return found.computeIfAbsent(type, ToStrings::find);
        } catch (LinkageError e) {
            return null; // a class named in one of its methods is missing: the value is just what it says
        }
    }

    private static Method find(Class<?> type) {
        try {
            return type.getMethod("toString");
        } catch (NoSuchMethodException e) {
            throw new AssertionError("each class has it from Object", e);
        }
    }

    /** The accessors of a record's components, in order; none if one is out of reach. */
    List<Method> accessors(Object value) {
        return accessors.computeIfAbsent(value.getClass(), ToStrings::findAccessors);
    }

    private static List<Method> findAccessors(Class<?> type) {
        try {
            List<Method> accessors = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
            return accessors.stream().allMatch(Method::trySetAccessible) ? accessors : List.of();
        } catch (LinkageError | TypeNotPresentException e) {
            return List.of(); // a component's class is missing: the record is just what it says
        }
    }
}
