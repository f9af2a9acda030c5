package io.greendoor.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK keeps to itself about virtual threads, reached by method handles so that this compiles for Java 17.
 *
 * <p>The handles are static and final because only then does the JIT compile through them.
 */
final class VirtualThreads {

    /** Null when virtual threads with a scheduler of their own can be made here, else why not and what to add. */
    static final @Nullable String OBSTACLE;

    private static final @Nullable Class<?> TYPE;
    private static final @Nullable MethodHandle CREATE;
    private static final @Nullable MethodHandle SCHEDULER;
    private static final @Nullable MethodHandle STEP;
    private static final @Nullable Executor DEFAULT_SCHEDULER;
    private static final @Nullable Set<?> TRACKED;

    static {
        Class<?> type = null;
        MethodHandle create = null;
        MethodHandle scheduler = null;
        MethodHandle step = null;
        Executor defaultScheduler = null;
        Set<?> tracked = null;
        String obstacle = null;
        try {
            type = Class.forName("java.lang.VirtualThread");
            create = creator();
            scheduler = getter(type, "scheduler", Object.class);
            step = getter(type, "runContinuation", Runnable.class);
            defaultScheduler = defaultScheduler(type);
            tracked = trackedThreads();
        } catch (ClassNotFoundException e) {
            obstacle = "the engine \"loom\" needs JDK 21 or newer, and this is Java "
                    + Runtime.version().feature() + ": run on a newer JDK, or use the engine \"thread\"";
        } catch (ReflectiveOperationException e) {
            obstacle = "the engine \"loom\" does not know the virtual threads of Java "
                    + Runtime.version().feature() + " (" + e + "): use the engine \"thread\"";
        } catch (RuntimeException e) {
            obstacle = "the engine \"loom\" may not reach java.lang: add --add-opens java.base/java.lang="
                    + moduleName() + " to the command line, or use the engine \"thread\"";
        }
        TYPE = type;
        CREATE = create;
        SCHEDULER = scheduler;
        STEP = step;
        DEFAULT_SCHEDULER = defaultScheduler;
        TRACKED = tracked;
        OBSTACLE = obstacle;
    }

    private VirtualThreads() {}

    /** Whether this JDK has any. */
    static boolean exist() {
        return TYPE != null;
    }

    static boolean isVirtual(Thread thread) {
        return thread.getClass() == TYPE;
    }

    /** The executor that a virtual thread was made with; the JDK's own for those of the JDK's scheduler. */
    static @Nullable Object schedulerOf(Thread virtual) {
        if (SCHEDULER == null) {
            return null;
        }
        try {
            return (Object) SCHEDULER.invokeExact(virtual);
        } catch (RuntimeException | Error e) {
            throw e; // a full stack, for one
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot read a virtual thread's scheduler", impossible);
        }
    }

    /** The one thing that a virtual thread ever asks its scheduler to run. */
    static Runnable stepOf(Thread virtual) {
        if (STEP == null) {
            throw new IllegalStateException(OBSTACLE);
        }
        try {
            return (Runnable) STEP.invokeExact(virtual);
        } catch (RuntimeException | Error e) {
            throw e; // a full stack, for one
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot read a virtual thread's step", impossible);
        }
    }

    /** Runs a step of a virtual thread where the JDK runs those that nobody made a scheduler for. */
    static void runByDefaultScheduler(Runnable step) {
        if (DEFAULT_SCHEDULER == null) {
            throw new IllegalStateException(OBSTACLE);
        }
        DEFAULT_SCHEDULER.execute(step);
    }

    /** A virtual thread that has not started, and asks {@code scheduler} to run each of its steps. */
    static Thread create(Executor scheduler, Runnable body) {
        if (CREATE == null) {
            throw new IllegalStateException(OBSTACLE);
        }
        try {
            return (Thread) CREATE.invokeExact(scheduler, (String) null, 0, body);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot create a virtual thread", impossible);
        }
    }

    /**
     * Starts it, and takes it out of the set in which the JDK keeps started virtual threads for its thread dumps: a
     * suspended task that nobody can reach any more must be collectable.
     */
    static void start(Thread virtual) {
        virtual.start();
        if (TRACKED != null) {
            TRACKED.remove(virtual);
        }
    }

    private static MethodHandle creator() throws ReflectiveOperationException {
        Method method = Class.forName("java.lang.ThreadBuilders")
                .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
    }

    private static MethodHandle getter(Class<?> type, String name, Class<?> result)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return MethodHandles.lookup().unreflectGetter(field).asType(MethodType.methodType(result, Thread.class));
    }

    private static Executor defaultScheduler(Class<?> type) throws ReflectiveOperationException {
        Field field = type.getDeclaredField("DEFAULT_SCHEDULER");
        field.setAccessible(true);
        return (Executor) field.get(null);
    }

    /** The set of started virtual threads; null where the JDK keeps none ({@code -Djdk.trackAllThreads=false}). */
    private static @Nullable Set<?> trackedThreads() throws ReflectiveOperationException {
        try {
            openInternals();
            Field field = Class.forName("jdk.internal.vm.ThreadContainers$RootContainer$TrackingRootContainer")
                    .getDeclaredField("VTHREADS");
            field.setAccessible(true);
            return (Set<?>) field.get(null);
        } catch (ClassNotFoundException | NoSuchFieldException | NoSuchMethodException otherJdk) {
            return null; // then its threads are collectable only with -Djdk.trackAllThreads=false
        }
    }

    /** Opens the JDK's package of continuations to this module, which {@code java.lang} is open to. */
    static void openInternals() throws ReflectiveOperationException {
        Method open = Module.class.getDeclaredMethod("implAddOpens", String.class, Module.class);
        open.setAccessible(true);
        open.invoke(Object.class.getModule(), "jdk.internal.vm", VirtualThreads.class.getModule());
    }

    private static String moduleName() {
        Module module = VirtualThreads.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }
}
