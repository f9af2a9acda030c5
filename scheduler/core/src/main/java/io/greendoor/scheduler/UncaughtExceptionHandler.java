package io.greendoor.scheduler;

/**
 * Is told what a task died of that nobody catches or awaits: the part of Kotlin's {@code CoroutineExceptionHandler} that is
 * inherited with the context. Set it as {@link #LOCAL} of a task, for the tasks that it makes.
 */
@FunctionalInterface
public interface UncaughtExceptionHandler {

    /** The current task's handler. Without one, or when it does not care, the exception is logged. */
    TaskLocal<UncaughtExceptionHandler> LOCAL = new TaskLocal<>();

    /**
     * A task has died. Called on its loop, before anybody else runs there, in a task of its own: it may take locks and
     * wait.
     *
     * @return whether it was taken care of; false: it is logged
     */
    @Suspendable
    boolean handle(Throwable thrown);
}
