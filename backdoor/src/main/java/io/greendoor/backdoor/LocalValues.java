package io.greendoor.backdoor;

import io.greendoor.backdoor.LocalType.Basis;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What the map of locals had for some names, at one moment, and as what they are to be declared. */
// The map is read in one go, on the thread that may. All the rest is reflection, and done where the caller is.
//
// What declares a value is looked for in the other values, mentioned or not, as far as they can be had without asking
// the application: an own kind of map might make values when it is asked for them, and a view of the JDK's asks
// such a one. The application may change the map meanwhile: then those do that were read by then.
final class LocalValues {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int MOST_OTHERS = 100;

    /** Those that have their values themselves. */
    private static final Set<Class<?>> PLAIN_MAPS = Set.of(
            HashMap.class, LinkedHashMap.class, TreeMap.class, ConcurrentHashMap.class, ConcurrentSkipListMap.class);

    private final ClassLoader application;
    private final InitialisedClasses initialised;
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final List<Object> others = new ArrayList<>();
    private @Nullable DeclaredTypes declared;

    private LocalValues(ClassLoader application, InitialisedClasses initialised) {
        this.application = application;
        this.initialised = initialised;
    }

    /** Reads them here if any thread may, else through {@code runner}. */
    static LocalValues read(
            Map<String, Object> map,
            Collection<String> names,
            Interpreter.CommandRunner runner,
            ClassLoader application,
            InitialisedClasses initialised)
            throws Throwable {
        LocalValues values = new LocalValues(application, initialised);
        if (map instanceof ConcurrentMap) {
            values.read(map, names);
        } else {
            runner.run(() -> {
                values.read(map, names);
                return null;
            });
        }
        return values;
    }

    private void read(Map<String, Object> map, Collection<String> names) {
        for (String name : names) {
            Object value = map.get(name);
            if (value != null || map.containsKey(name)) {
                values.put(name, value);
            }
        }
        if (PLAIN_MAPS.contains(map.getClass())) {
            readOthers(map.values());
        }
    }

    private void readOthers(Collection<Object> all) {
        try {
            int left = MOST_OTHERS;
            for (Object other : all) {
                add(other);
                left--;
                if (left == 0) {
                    return;
                }
            }
        } catch (RuntimeException e) { // a statement must not fail because of what it does not mention
            LOG.log(Level.DEBUG, "The map of locals was changed while it was read", e);
        }
    }

    private void add(@Nullable Object other) {
        if (other != null) {
            others.add(other);
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Null if that is its value, or it has none. */
    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    /** The most specific type for the value. */
    LocalType typeOf(String name) {
        Object value = values.get(name);
        if (value == null) {
            return LocalType.byClass(NameableType.OBJECT);
        }
        NameableType type = NameableType.of(value.getClass(), application);
        if (!type.leavesArgumentsOpen(value.getClass(), application)) {
            return LocalType.byClass(type);
        }
        NameableType better = declared().typeOf(value, type.type());
        return better == null ? new LocalType(type, Basis.CLASS_IN_PART) : new LocalType(better, Basis.DECLARATION);
    }

    private DeclaredTypes declared() {
        if (declared == null) {
            values.values().forEach(this::add);
            declared = DeclaredTypes.by(others, initialised, application);
        }
        return declared;
    }
}
