package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Which static fields can be read without waiting for their class to be initialised. From any thread. */
// Only classes that have objects are asked about, so nobody's initialisation is begun here. But it may go on: a static
// block, or the constructor of an enum's constant, may be what runs the server. Who then reads a static field waits
// until that is over, and cannot be interrupted; and the JVM does not tell whether it is so. So a thread of its own
// reads one field of each class that is new. If it does not come back, the classes that it did not get to are not read
// until it does; it ends with that initialisation. The sessions of a door share what is known, and who asks while
// another does waits for that as well; or each of them would leave such a thread behind.
final class InitialisedClasses {
    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final long PATIENCE_MILLIS = 50;

    private final Set<Class<?>> asked = Collections.newSetFromMap(new WeakHashMap<>()); // guarded by this
    private final Set<Class<?>> initialised =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Whether the field can be read, which has been asked about. */
    boolean contains(Field field) {
        return initialised.contains(field.getDeclaringClass());
    }

    /** Finds out about the classes of some static fields. */
    synchronized void ask(Collection<Field> fields) {
        Map<Class<?>, Field> fresh = new LinkedHashMap<>();
        for (Field field : fields) {
            if (asked.add(field.getDeclaringClass())) {
                fresh.put(field.getDeclaringClass(), field);
            }
        }
        if (!fresh.isEmpty()) {
            Thread reader = new Thread(null, () -> fresh.values().forEach(this::read), "greendoor-statics", 0, false);
            reader.setDaemon(true);
            reader.start();
            await(reader);
        }
    }

    private static void await(Thread reader) {
        try {
            reader.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // for whoever interrupts: here it only ends the patience
        }
    }

    private void read(Field field) {
        try {
            field.get(null);
            initialised.add(field.getDeclaringClass());
        } catch (LinkageError e) {
            LOG.log(Level.DEBUG, "The static fields of a class that failed are not read", e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The field " + field + " is out of reach", e);
        }
    }
}
