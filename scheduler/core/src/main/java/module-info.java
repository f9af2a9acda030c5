/**
 * A cooperative scheduler: one event loop per thread, and stackful coroutines that run on it one at a time.
 *
 * <p>Start at {@link io.greendoor.scheduler.Scheduler}; how anything waits is
 * {@link io.greendoor.scheduler.Coroutines#suspendCancellable}; how control moves is
 * {@link io.greendoor.scheduler.Coroutine}; what carries a call stack is {@link io.greendoor.scheduler.spi.Engine}.
 */
module io.greendoor.scheduler {
    requires static transitive org.jspecify;

    exports io.greendoor.scheduler;
    exports io.greendoor.scheduler.spi;

    uses io.greendoor.scheduler.spi.Engine;
}
