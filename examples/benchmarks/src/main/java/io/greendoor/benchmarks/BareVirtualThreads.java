package io.greendoor.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/**
 * Virtual threads on the simplest scheduler there can be: a queue, drained by the thread that made it. No fairness, no
 * timers, no sockets, no other threads. JDK 21 or newer, with {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
final class BareVirtualThreads implements Executor {

    private static final MethodHandle CREATE;

    static {
        try {
            Method method = Class.forName("java.lang.ThreadBuilders")
                    .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
            method.setAccessible(true);
            CREATE = MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads with a scheduler need JDK 21 or newer", e);
        }
    }

    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();

    @Override
    public void execute(Runnable step) {
        steps.add(step);
    }

    /** Starts a virtual thread, which then runs in {@link #drain}. */
    Thread start(Runnable body) {
        try {
            Thread thread = (Thread) CREATE.invokeExact((Executor) this, (String) null, 0, body);
            thread.start();
            return thread;
        } catch (Throwable thrown) {
            throw Unexpected.thrown(thrown);
        }
    }

    /** Runs every thread that can run, until none can. */
    void drain() {
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            step.run();
        }
    }
}
