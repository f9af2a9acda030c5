package io.greendoor.backdoor;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields hold an object, among those of some other objects, and of the objects in these. */
// Looked at are fields of whatever visibility, those of superclasses, too, but not those of the JDK, and of modules
// that are not open. There are so many at most: whatever would be found behind them is not found. Static fields of the
// objects' classes come last, and only when no other field holds what is looked for. What the JDK gives to everybody is
// held by nobody.
//
// Reading a field runs no code of the application's; nor does what is done with its value, which is compared by
// identity. But classes of fields may be loaded, so this is no work for the loop.
final class Holders {
    private static final int MOST_FIELDS = 500;

    /** The fields of the objects that one starts from, and those of their values. */
    static final int LEVELS = 2;

    private final IdentityHashMap<Object, List<Holder>> holders = new IdentityHashMap<>();
    private final Map<Class<?>, Object> classes = new LinkedHashMap<>();
    private final InitialisedClasses initialised;
    private int fieldsLeft = MOST_FIELDS;
    private boolean hasStatics;

    /** A field, and whose; of a static one some object of its class. */
    record Holder(Field field, Object object) {

        boolean isStatic() {
            return Modifier.isStatic(field.getModifiers());
        }
    }

    private Holders(InitialisedClasses initialised) {
        this.initialised = initialised;
    }

    static Holders among(Collection<?> roots, InitialisedClasses initialised) {
        Holders holders = new Holders(initialised);
        holders.collect(roots);
        return holders;
    }

    List<Holder> of(Object value) {
        if (!holders.containsKey(value) && !hasStatics) {
            hasStatics = true;
            collectStatics();
        }
        return holders.getOrDefault(value, List.of());
    }

    private void collect(Collection<?> roots) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Collection<?> level = roots;
        for (int i = 0; i < LEVELS; i++) {
            List<Object> next = new ArrayList<>();
            for (Object object : level) {
                if (seen.add(object)) {
                    collectFields(object, next);
                }
            }
            level = next;
        }
    }

    private void collectFields(Object object, List<Object> values) {
        for (Class<?> c = object.getClass(); c != null && !isJdk(c) && fieldsLeft > 0; c = c.getSuperclass()) {
            classes.putIfAbsent(c, object);
            for (Field field : fieldsOf(c, false)) {
                Object value = read(field, object);
                if (value != null) {
                    values.add(value);
                }
            }
        }
    }

    private void collectStatics() {
        List<Field> fields = classes.keySet().stream()
                .flatMap(each -> fieldsOf(each, true).stream())
                .limit(fieldsLeft)
                .toList();
        initialised.ask(fields);
        for (Field field : fields) {
            if (initialised.contains(field)) {
                read(field, Objects.requireNonNull(classes.get(field.getDeclaringClass())));
            }
        }
    }

    /** The value; null also if that was one field too many. */
    private @Nullable Object read(Field field, Object object) {
        if (fieldsLeft == 0) {
            return null;
        }
        fieldsLeft--;
        Object value = value(field, object);
        if (value != null && !SharedObjects.contains(value)) {
            holders.computeIfAbsent(value, any -> new ArrayList<>(1)).add(new Holder(field, object));
        }
        return value;
    }

    private static List<Field> fieldsOf(Class<?> type, boolean isStatic) {
        try {
            return Arrays.stream(type.getDeclaredFields())
                    .filter(field -> Modifier.isStatic(field.getModifiers()) == isStatic && !field.isSynthetic())
                    .filter(field -> mayTell(field.getType()) && field.trySetAccessible())
                    .toList();
        } catch (LinkageError | TypeNotPresentException e) {
            return List.of(); // a field's class is missing, so nobody can tell what is declared
        }
    }

    /** Not if what is in it neither has type arguments nor fields of the application's. */
    private static boolean mayTell(Class<?> type) {
        boolean isLeaf = isJdk(type) && Modifier.isFinal(type.getModifiers()) && type.getTypeParameters().length == 0;
        return !type.isPrimitive() && !type.isArray() && !isLeaf;
    }

    private static boolean isJdk(Class<?> type) {
        return type.getModule() == Object.class.getModule();
    }

    private static @Nullable Object value(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The field " + field + " is out of reach", e);
        }
    }
}
