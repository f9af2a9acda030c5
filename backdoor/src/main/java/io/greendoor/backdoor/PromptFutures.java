package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Deferred;
import io.greendoor.scheduler.Job;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What can be called at the prompt, by its bare name, about things that are not done yet.
 *
 * <p>{@code await(x)} waits, as the session's task, while all others go on; it returns the result, or throws what the
 * thing failed with. Ctrl-C ends the wait, and leaves alone what was waited for.
 *
 * <p>{@code aside(x)} does not wait: the thing gets a number, and its end is told above the prompt. {@code /aside}
 * lists what was put aside, {@code await(1)} waits for the first of it.
 */
public final class PromptFutures {

    private PromptFutures() {}

    /** Waits for a stage. */
    @Suspendable
    public static <T> @Nullable T await(CompletionStage<T> stage) {
        return new Pending.OfStage<>(stage).await();
    }

    /** Waits for a future that tells when it is done. */
    @Suspendable
    public static <T> @Nullable T await(CompletableFuture<T> future) {
        return new Pending.OfStage<>(future).await();
    }

    /** Waits for a future; unless it is a {@link CompletableFuture}, it keeps a thread of the pool busy meanwhile. */
    @Suspendable
    public static <T> @Nullable T await(Future<T> future) {
        return future instanceof CompletableFuture<T> tells ? await(tells) : new Pending.OfFuture<>(future).await();
    }

    /** Waits for a coroutine's result. */
    @Suspendable
    public static <T> @Nullable T await(Deferred<T> deferred) {
        return new Pending.OfDeferred<>(deferred).await();
    }

    /** Waits for a coroutine's end. */
    @Suspendable
    public static void await(Job job) {
        new Pending.OfJob(job).await();
    }

    /** Waits for a green thread's result. */
    @Suspendable
    public static <T> @Nullable T await(GreenThread<T> thread) {
        return new Pending.OfThread<>(thread).await();
    }

    /** Waits for an event. */
    @Suspendable
    public static <T> @Nullable T await(Event<T> event) {
        return new Pending.OfEvent<>(event).await();
    }

    /**
     * Waits for what was put aside in this session.
     *
     * @param number as it was told
     */
    @Suspendable
    public static @Nullable Object await(int number) {
        return session("await(" + number + ")").asides().await(number);
    }

    /** Puts a stage aside. */
    public static void aside(CompletionStage<?> stage) {
        put(new Pending.OfStage<>(stage), stage);
    }

    /** Puts a future aside. */
    public static void aside(CompletableFuture<?> future) {
        put(new Pending.OfStage<>(future), future);
    }

    /** Puts a future aside. */
    public static void aside(Future<?> future) {
        put(
                future instanceof CompletableFuture<?> tells
                        ? new Pending.OfStage<>(tells)
                        : new Pending.OfFuture<>(future),
                future);
    }

    /** Puts a coroutine with a result aside. */
    public static void aside(Deferred<?> deferred) {
        put(new Pending.OfDeferred<>(deferred), deferred);
    }

    /** Puts a coroutine aside. */
    public static void aside(Job job) {
        put(new Pending.OfJob(job), job);
    }

    /** Puts a green thread aside. */
    public static void aside(GreenThread<?> thread) {
        put(new Pending.OfThread<>(thread), thread);
    }

    /** Puts an event aside. */
    public static void aside(Event<?> event) {
        put(new Pending.OfEvent<>(event), event);
    }

    /** Runs code with a result in a task of its own. */
    public static void aside(Callable<?> code) {
        putCode(new Pending.OfCode<>(code), code);
    }

    /** Runs code in a task of its own. */
    public static void aside(Task code) {
        putCode(new Pending.OfTask(code), code);
    }

    private static void put(Pending<?> pending, Object what) {
        session("aside(x)").asides().put(typed(what), pending, false);
    }

    private static void putCode(Pending<?> pending, Object what) {
        session("aside(x)").asides().put(typed(what), pending, true);
    }

    /** What somebody would know it by. */
    private static String typed(Object what) {
        String running = session("aside(x)").visit().running();
        return running.isEmpty()
                ? what.getClass().getSimpleName()
                : running.strip().replaceFirst("\\s*;$", "");
    }

    private static Session session(String function) {
        Session session = Session.current();
        if (session == null) {
            throw new IllegalStateException(
                    function + " is about a session at the prompt, and the calling task has none");
        }
        return session;
    }
}
