package io.greendoor.greenlet;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs each test on a platform thread of its own, so that it has a root greenlet and a loop nobody has used. */
final class FreshLoop implements InvocationInterceptor {
    static final String THREAD_NAME = "fresh-loop";

    // Below the 20 s of the classes' @Timeout: this failure shows where the test hangs, that one cannot.
    private static final Duration BOUND = Duration.ofSeconds(18);

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        runOnFreshThread(invocation);
    }

    /** A test with parameters of its own. */
    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        runOnFreshThread(invocation);
    }

    private static void runOnFreshThread(Invocation<Void> invocation) throws Throwable {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> proceed(invocation, failure), THREAD_NAME);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(BOUND.toMillis());
        } catch (InterruptedException timeout) {
            throw hung(thread, timeout);
        }
        if (thread.isAlive()) {
            throw hung(thread, null);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static void proceed(Invocation<Void> invocation, AtomicReference<Throwable> failure) {
        try {
            invocation.proceed();
        } catch (Throwable thrown) {
            failure.set(thrown);
        }
    }

    private static AssertionError hung(Thread thread, InterruptedException timeout) {
        Throwable place = new Throwable("where " + thread.getName() + " is");
        place.setStackTrace(thread.getStackTrace());
        thread.interrupt();
        AssertionError failure = new AssertionError("the test did not end", place);
        if (timeout != null) {
            failure.addSuppressed(timeout);
        }
        return failure;
    }
}
