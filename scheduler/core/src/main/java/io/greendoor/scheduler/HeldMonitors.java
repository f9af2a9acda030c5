package io.greendoor.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Keeps the monitors that a loop's thread holds from the virtual threads that it carries. */
// From JDK 24 on a virtual thread may unmount inside `synchronized`. It then takes along the list of what its carrier
// has locked, all of it, because the JDK's own carriers lock nothing while they carry. A loop's thread may: its program
// waits inside `synchronized`, or writes to a socket's stream through a buffer of the JDK's. The first task to suspend
// would take the program's monitors along: nobody would hold them any more, and the JVM may crash.
//
// So, before the thread carries tasks, a continuation that has no other use suspends on it, and takes them along; and
// when it goes on, before the thread's own frames do, it brings them back. Meanwhile they are held as those of a
// suspended virtual thread are.
final class HeldMonitors {

    /** Null when they can be kept, or need not be; else why not and what to add. */
    static final @Nullable String OBSTACLE;

    private static final int FIRST_JDK_TO_MOVE_THEM = 24;
    private static final @Nullable MethodHandle CREATE;
    private static final @Nullable MethodHandle RUN;
    private static final @Nullable MethodHandle YIELD;

    static {
        MethodHandle create = null;
        MethodHandle run = null;
        MethodHandle yield = null;
        String obstacle = null;
        if (Runtime.version().feature() >= FIRST_JDK_TO_MOVE_THEM && VirtualThreads.OBSTACLE == null) {
            try {
                VirtualThreads.openInternals();
                Class<?> type = Class.forName("jdk.internal.vm.Continuation");
                Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
                Object scope = scopeType.getConstructor(String.class).newInstance("greendoor");
                MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
                create = lookup.findConstructor(type, MethodType.methodType(void.class, scopeType, Runnable.class))
                        .bindTo(scope)
                        .asType(MethodType.methodType(Object.class, Runnable.class));
                run = lookup.findVirtual(type, "run", MethodType.methodType(void.class))
                        .asType(MethodType.methodType(void.class, Object.class));
                yield = lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scopeType))
                        .bindTo(scope);
            } catch (ReflectiveOperationException | RuntimeException e) {
                obstacle = "the engine \"loom\" does not know the continuations of Java "
                        + Runtime.version().feature() + " (" + e + "): use the engine \"thread\"";
            }
        }
        CREATE = create;
        RUN = run;
        YIELD = yield;
        OBSTACLE = obstacle;
    }

    private HeldMonitors() {}

    /**
     * Takes the calling thread's aside.
     *
     * @return what {@link #giveBack} needs; null when there is nothing to do in this JVM
     */
    static @Nullable Object takeAside() {
        if (CREATE == null || RUN == null) {
            return null;
        }
        try {
            Object taken = (Object) CREATE.invokeExact((Runnable) HeldMonitors::suspend);
            RUN.invokeExact(taken);
            return taken;
        } catch (RuntimeException | Error e) {
            throw e; // a full stack, for one
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot take the thread's monitors aside", impossible);
        }
    }

    private static void suspend() {
        if (YIELD == null) {
            throw new IllegalStateException(OBSTACLE);
        }
        try {
            boolean ignored = (boolean) YIELD.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot suspend a continuation", impossible);
        }
    }

    /** Gives them back, to the thread that they were taken from. */
    static void giveBack(Object taken) {
        if (RUN == null) {
            throw new IllegalStateException(OBSTACLE);
        }
        try {
            RUN.invokeExact(taken);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("cannot give the thread its monitors back", impossible);
        }
    }
}
