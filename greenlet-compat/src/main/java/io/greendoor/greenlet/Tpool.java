package io.greendoor.greenlet;

import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.SpinLock;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.TaskLocal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what would hold the loop on threads of its own: eventlet's {@code tpool}. All methods may be called from any
 * thread.
 */
public final class Tpool {

    private static final int DEFAULT_THREADS = 20;

    private static final SpinLock LOCK = new SpinLock();
    private static int threads = DEFAULT_THREADS; // as is the next, guarded by LOCK
    private static @Nullable WorkerPool pool;

    private Tpool() {}

    /**
     * Runs {@code task} on a thread of the pool, while only the calling task waits. Called on such a thread, or when
     * the pool is to have none, it runs it right there.
     *
     * <p>If something is thrown into the waiting task, the job is abandoned: it runs to its end, and its result is
     * dropped.
     *
     * @return what it returned; whatever it throws is thrown here, as the very same object
     */
    @Suspendable
    public static <T> @Nullable T execute(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        if (WorkerPool.runsCaller() || pool() == null) {
            return callHere(task);
        }
        Callable<T> job = TaskLocal.capturing(task);
        return Coroutines.suspendCancellable(waiter -> submit(() -> {
            T result;
            try {
                result = job.call();
            } catch (Throwable thrown) {
                waiter.resumeWithException(thrown);
                return;
            }
            waiter.resume(result);
        }));
    }

    private static void submit(Runnable job) {
        for (WorkerPool pool = pool(); pool != null; pool = pool()) {
            try {
                pool.execute(job);
                return;
            } catch (RejectedExecutionException ended) {
                forget(pool); // somebody has ended it a moment ago: the next one takes the job
            }
        }
        job.run();
    }

    private static <T> @Nullable T callHere(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw Sneaky.raise(e);
        }
    }

    /**
     * Wraps an object so that each call of a method of {@code type} goes through {@link #execute}; those of {@link
     * Object} do not. What the target throws is thrown as the very same object; but the JDK's proxies wrap a checked
     * exception that the method does not declare by {@link java.lang.reflect.UndeclaredThrowableException}.
     *
     * @throws IllegalArgumentException when {@code type} is not an interface
     */
    public static <I> I proxy(Class<I> type, I target) {
        Objects.requireNonNull(target, "target");
        if (!type.isInterface()) {
            throw new IllegalArgumentException("a proxy is for an interface, and " + type.getName() + " is none");
        }
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
                return isEqualsWithProxy(method, args) ? args[0] == proxy : call(method, target, args);
            }
            return execute(() -> call(method, target, args));
        }));
    }

    private static boolean isEqualsWithProxy(Method method, @Nullable Object @Nullable [] args) {
        return method.getName().equals("equals")
                && args != null
                && args[0] != null
                && Proxy.isProxyClass(args[0].getClass());
    }

    private static @Nullable Object call(Method method, Object target, @Nullable Object @Nullable [] args) {
        try {
            method.trySetAccessible(); // a public interface may be implemented, or declared, by what is not
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw Sneaky.raise(Objects.requireNonNull(e.getCause()));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("cannot call " + method, e);
        }
    }

    /**
     * Sets how many threads the pool has from its next start on; it starts at the first job, and again after {@link
     * #killAll}.
     *
     * @param count 20 by default; 0: jobs run where they are asked for
     */
    public static void setThreads(int count) {
        LOCK.lock();
        try {
            if (count < 0) {
                throw new IllegalArgumentException("a thread pool must have 0 threads or more, not " + count);
            }
            threads = count;
        } finally {
            LOCK.unlock();
        }
    }

    /**
     * Ends the pool's threads when they have done the jobs that were asked for, and waits for that. Does nothing when
     * it is idle.
     */
    @Suspendable
    public static void killAll() {
        WorkerPool ending = takePool();
        if (ending != null) {
            ending.shutdown();
            ending.awaitEnd();
        }
    }

    private static @Nullable WorkerPool takePool() {
        LOCK.lock();
        try {
            WorkerPool taken = pool;
            pool = null;
            return taken;
        } finally {
            LOCK.unlock();
        }
    }

    private static void forget(WorkerPool ended) {
        LOCK.lock();
        try {
            if (pool == ended) {
                pool = null;
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static @Nullable WorkerPool pool() {
        LOCK.lock();
        try {
            if (pool == null && threads > 0) {
                pool = new WorkerPool(threads);
            }
            return pool;
        } finally {
            LOCK.unlock();
        }
    }
}
