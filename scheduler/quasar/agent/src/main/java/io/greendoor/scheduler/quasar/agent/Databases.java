package io.greendoor.scheduler.quasar.agent;

import co.paralleluniverse.fibers.instrument.MethodDatabase;
import co.paralleluniverse.fibers.instrument.QuasarInstrumentor;
import java.lang.reflect.Field;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Quasar knows of the classes of each class loader. Takes the place of Quasar's own map, whose values hold their keys (by
 * a {@link java.util.ServiceLoader}): no loader would ever be collected, and each session at the prompt has one.
 */
final class Databases extends WeakHashMap<ClassLoader, MethodDatabase> {

    private final QuasarInstrumentor quasar;

    private Databases(QuasarInstrumentor quasar) {
        this.quasar = quasar;
    }

    /** Makes Quasar use such a map, and with it our classifier. */
    static void install(QuasarInstrumentor quasar) {
        try {
            Field field = QuasarInstrumentor.class.getDeclaredField("dbForClassloader");
            field.setAccessible(true);
            field.set(quasar, new Databases(quasar));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is another Quasar than the agent was written for", e);
        }
    }

    /** Quasar asks this before it makes one itself, so that is never needed. Called with Quasar's lock held. */
    @Override
    public boolean containsKey(@Nullable Object key) {
        if (key instanceof ClassLoader loader && !super.containsKey(loader)) {
            put(loader, new MethodDatabase(quasar, loader, new MarkClassifier()));
        }
        return super.containsKey(key);
    }
}
