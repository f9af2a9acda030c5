package io.greendoor.backdoor;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object of the application's, whatever their visibility: those of superclasses first, in the order
 * in which they were written. Reading them runs no code. Left out are those of the JDK, and of modules that are not
 * open.
 */
final class ObjectFields {
    private final Object object;
    private final Map<String, Field> fields;

    private ObjectFields(Object object, Map<String, Field> fields) {
        this.object = object;
        this.fields = fields;
    }

    static ObjectFields of(Object object) {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
            types.add(0, c);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Class<?> type : types) {
            reachable(type).forEach(field -> fields.put(nameIn(fields, field), field));
        }
        return new ObjectFields(object, fields);
    }

    private static String nameIn(Map<String, Field> fields, Field field) {
        String name = field.getName();
        return fields.containsKey(name) ? field.getDeclaringClass().getSimpleName() + "." + name : name;
    }

    private static List<Field> reachable(Class<?> type) {
        if (type.getModule() == Object.class.getModule()) {
            return List.of();
        }
        try {
            return Arrays.stream(type.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                    .filter(Field::trySetAccessible)
                    .toList();
        } catch (LinkageError e) {
            return List.of(); // a field's class is missing: the object is just what it says
        }
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    int size() {
        return fields.size();
    }

    Iterable<String> names() {
        return fields.keySet();
    }

    @Nullable
    Object value(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The field " + field + " is out of reach", e);
        }
    }
}
