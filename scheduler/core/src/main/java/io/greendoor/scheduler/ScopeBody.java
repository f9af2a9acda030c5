package io.greendoor.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * What runs in a scope.
 *
 * @param <T> its result
 */
@FunctionalInterface
public interface ScopeBody<T> {

    /**
     * Runs; it may launch children in {@code scope}, which the scope waits for.
     *
     * @throws Exception anything: it cancels the children and is thrown by the scope
     */
    @Suspendable
    @Nullable
    T run(CoroutineScope scope) throws Exception;
}
