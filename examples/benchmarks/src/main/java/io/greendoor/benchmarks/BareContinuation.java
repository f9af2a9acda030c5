package io.greendoor.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The JDK's own continuation with nothing around it: the floor for anybody who leaves and enters a stack on the JVM.
 * JDK 21 or newer, with {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
// By method handles because this compiles for Java 17, which has no such class. They are static and final, so the JIT
// compiles straight through them: a peer compiled against the class itself takes the same time.
final class BareContinuation {

    private static final MethodHandle CREATE;
    private static final MethodHandle RESUME;
    private static final MethodHandle SUSPEND;

    static {
        try {
            Class<?> type = Class.forName("jdk.internal.vm.Continuation");
            Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Object scope = scopeType.getConstructor(String.class).newInstance("benchmark");
            CREATE = MethodHandles.insertArguments(
                            lookup.findConstructor(type, MethodType.methodType(void.class, scopeType, Runnable.class)),
                            0,
                            scope)
                    .asType(MethodType.methodType(Object.class, Runnable.class));
            RESUME = lookup.findVirtual(type, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            SUSPEND = MethodHandles.insertArguments(
                    lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scopeType)), 0, scope);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "bare continuations need JDK 21 or newer and --add-exports java.base/jdk.internal.vm=ALL-UNNAMED",
                    e);
        }
    }

    private final Object continuation;

    BareContinuation(Runnable body) {
        try {
            continuation = (Object) CREATE.invokeExact(body);
        } catch (Throwable thrown) {
            throw Unexpected.thrown(thrown);
        }
    }

    /** Runs the body until it suspends or ends. */
    void resume() {
        try {
            RESUME.invokeExact(continuation);
        } catch (Throwable thrown) {
            throw Unexpected.thrown(thrown);
        }
    }

    /** Goes back to whoever resumed the continuation that calls. */
    static void suspend() {
        try {
            boolean unused = (boolean) SUSPEND.invokeExact();
        } catch (Throwable thrown) {
            throw Unexpected.thrown(thrown);
        }
    }
}
