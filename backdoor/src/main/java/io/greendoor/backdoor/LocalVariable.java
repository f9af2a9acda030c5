package io.greendoor.backdoor;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One name of the locals map, declared as a variable of the session. */
// The session's variable is all that holds the value, until the next command or until it is let go. What the type was
// chosen for is only compared with, and must not be kept alive for that.
final class LocalVariable {
    private final String name;
    private final LocalType chosen;
    private final NameableType type;
    private final boolean wholeMap;
    private WeakReference<Object> judged; // the value that the type was chosen for, or its class
    private @Nullable Field field;
    private @Nullable Object seen;

    /**
     * @param judged the value that {@code chosen} was chosen for
     * @param type what it was declared as, in the end
     * @param wholeMap if the value is the map itself
     */
    LocalVariable(String name, @Nullable Object judged, LocalType chosen, NameableType type, boolean wholeMap) {
        this.name = name;
        this.chosen = chosen;
        this.judged = token(judged);
        this.type = type;
        this.wholeMap = wholeMap;
    }

    /** The same for another session, which has to copy the value in. */
    LocalVariable anew() {
        LocalVariable anew = new LocalVariable(name, null, chosen, type, wholeMap);
        anew.judged = judged;
        return anew;
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

    /**
     * Whether another type might fit the value better. One that is not mentioned keeps its type if the value can be
     * held; but not if the arguments were known, or unknown, of another object.
     */
    boolean isDoubtful(Object value, boolean mentioned) {
        if (!type.fits(value)) {
            return true;
        }
        return switch (chosen.basis()) {
            case CLASS -> mentioned && isOther(value);
            case CLASS_IN_PART -> mentioned || isOther(value); // a field may declare it by now
            case DECLARATION -> isOther(value);
        };
    }

    private boolean isOther(Object value) {
        return !judged.refersTo(chosen.basis() == LocalType.Basis.CLASS ? value.getClass() : value);
    }

    private WeakReference<Object> token(@Nullable Object value) {
        if (value != null && chosen.basis() == LocalType.Basis.CLASS) {
            return new WeakReference<>(value.getClass());
        }
        return new WeakReference<>(value);
    }

    /** Whether this is the type to declare it as for the value, too. */
    boolean isChosen(LocalType candidate, Object value) {
        boolean isSame = candidate.equals(chosen);
        judged = isSame ? token(value) : judged;
        return isSame;
    }

    /**
     * Gives the variable its present value. A value that a task of the session assigned between two commands stays, to
     * be written with this command's, unless the application has put another one since.
     *
     * @return false if the map's value is of a type that the variable cannot hold
     */
    boolean copyIn(Map<String, Object> map, @Nullable Field home) {
        boolean sameHome = home != null && home.equals(field);
        Object value = wholeMap ? map : map.get(name);
        if (sameHome && value == seen && isAssigned()) {
            return true;
        }
        if (!type.fits(value)) {
            return false;
        }
        letGo(home);
        field = home;
        set(value);
        seen = value;
        return true;
    }

    /** Writes the value to the map if the variable was assigned; the map may refuse by any exception. */
    void copyOut(Map<String, Object> map) {
        if (field == null || !isAssigned()) {
            return;
        }
        Object written = copyOutNow(map);
        while (field != null && seen != written) { // the map had this wait, and a later value was written before
            written = copyOutNow(map);
        }
    }

    private @Nullable Object copyOutNow(Map<String, Object> map) {
        Object value = get();
        seen = value;
        if (chosen.basis() == LocalType.Basis.DECLARATION) {
            judged = token(value); // by the compiler, which knew the type arguments
        }
        if (!wholeMap) {
            put(map, value);
        }
        return value;
    }

    /** Empties the session's variable, unless it lives in {@code home} now; nobody is to use it any more. */
    void letGo(@Nullable Field home) {
        if (field != null && !field.equals(home)) {
            set(null);
            field = null;
        }
    }

    /** Whether that is its value right now. */
    boolean holds(@Nullable Object value) {
        return field != null && get() == value;
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
