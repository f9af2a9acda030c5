package io.greendoor.backdoor;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One name of the locals map, declared as a variable of the session. */
final class LocalVariable {
    private final String name;
    private final Class<?> valueClass;
    private final NameableType type;
    private final boolean wholeMap;
    private @Nullable Field field;
    private @Nullable Object seen;

    /** {@code valueClass} is what {@code type} was chosen for; {@code wholeMap} if the value is the map itself. */
    LocalVariable(String name, Class<?> valueClass, NameableType type, boolean wholeMap) {
        this.name = name;
        this.valueClass = valueClass;
        this.type = type;
        this.wholeMap = wholeMap;
    }

    String name() {
        return name;
    }

    boolean wholeMap() {
        return wholeMap;
    }

    NameableType type() {
        return type;
    }

    boolean chosenFor(Class<?> candidate) {
        return candidate == valueClass;
    }

    /**
     * Gives the variable its present value. A value that a task of the session assigned between two commands stays, to
     * be written with this command's, unless the application has put another one since.
     *
     * @return false if the map's value is of a type that the variable cannot hold
     */
    boolean copyIn(Map<String, Object> map, @Nullable Field home) {
        boolean sameHome = home != null && home.equals(field);
        field = home;
        Object value = wholeMap ? map : map.get(name);
        if (sameHome && value == seen && isAssigned()) {
            return true;
        }
        if (!type.fits(value)) {
            return false;
        }
        set(value);
        seen = value;
        return true;
    }

    /** Writes the value to the map if the variable was assigned; the map may refuse by any exception. */
    void copyOut(Map<String, Object> map) {
        if (field == null || !isAssigned()) {
            return;
        }
        Object value = get();
        seen = value;
        if (!wholeMap) {
            put(map, value);
        }
    }

    private boolean isAssigned() {
        return get() != seen;
    }

    @SuppressWarnings("NullAway") // many maps take null, and those that do not say so by an exception
    private void put(Map<String, Object> map, @Nullable Object value) {
        map.put(name, value);
    }

    private @Nullable Object get() {
        try {
            return Objects.requireNonNull(field).get(null);
        } catch (IllegalAccessException e) {
            throw outOfReach(e);
        }
    }

    private void set(@Nullable Object value) {
        try {
            Objects.requireNonNull(field, name).set(null, value);
        } catch (IllegalAccessException e) {
            throw outOfReach(e);
        }
    }

    private IllegalStateException outOfReach(IllegalAccessException cause) {
        return new IllegalStateException("The variable of local '" + name + "' is out of reach", cause);
    }
}
