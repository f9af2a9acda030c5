package io.greendoor.scheduler.quasar.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Around Quasar's transformer: remembers, for {@link MarkClassifier}, the class that is being transformed.
 */
final class Transformer implements ClassFileTransformer {

    /**
     * Quasar's classes are published as its agent leaves them, this agent's never wait, and at the bottom of a fiber the engine's
     * Carrier turns a return into what Quasar expects.
     */
    private static final List<String> OURS = List.of(
            "co/paralleluniverse/", "io/greendoor/scheduler/quasar/agent/", "io/greendoor/scheduler/quasar/Carrier");

    private static final ThreadLocal<@Nullable LoadedClass> CURRENT = new ThreadLocal<>();

    private final ClassFileTransformer quasar;

    /**
     * A class on its way into the JVM.
     *
     * @param loader who defines it; null for the JDK's own
     * @param name its internal name
     * @param file its class file
     */
    record LoadedClass(@Nullable ClassLoader loader, String name, ByteBuffer file) {}

    Transformer(ClassFileTransformer quasar) {
        this.quasar = quasar;
    }

    /** The class that the calling thread transforms. */
    static @Nullable LoadedClass current() {
        return CURRENT.get();
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes)
            throws IllegalClassFormatException {
        if (name == null || OURS.stream().anyMatch(name::startsWith) || isProxy(name)) {
            return null;
        }
        LoadedClass outer = CURRENT.get();
        CURRENT.set(new LoadedClass(loader, name, ByteBuffer.wrap(bytes)));
        try {
            return quasar.transform(loader, name, redefined, domain, bytes);
        } finally {
            CURRENT.set(outer);
        }
    }

    /**
     * A {@link java.lang.reflect.Proxy}'s methods only pass a call on, and may do so again: the engine knows them by that, whatever
     * package they are in, and counts no state of theirs.
     */
    private static boolean isProxy(String name) {
        return name.startsWith("$Proxy", name.lastIndexOf('/') + 1);
    }
}
