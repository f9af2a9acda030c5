package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A line of the table of what becomes of calls from other threads.
 *
 * @param methods those it shows, like {@code Event.send(Object)}
 * @param scene lays it out, on the owner's thread
 */
record CrossThreadRow(List<String> methods, Scene scene) {

    private static final Duration MOMENT = Duration.ofNanos(200_000);

    static CrossThreadRow row(String methods, Scene scene) {
        return new CrossThreadRow(Arrays.asList(methods.split("; ")), scene);
    }

    @FunctionalInterface
    interface Scene {
        @Suspendable
        Play lay() throws Exception;
    }

    /** What the other thread does, and what the owner sees of it. */
    static final class Play {
        private final Callable<?> call;
        private Task whileItWaits;
        private Task then;
        private Object expected;
        private Class<? extends Throwable> refusal;

        private Play(Callable<?> call) {
            this.call = call;
        }

        /** The other thread's. */
        static Play call(Callable<?> call) {
            return new Play(call);
        }

        /** The other thread's, without a result. */
        static Play run(Task task) {
            return new Play(() -> {
                task.run();
                return null;
            });
        }

        /** The owner's, when the other thread's loop is at rest. */
        Play whileItWaits(Task task) {
            whileItWaits = task;
            return this;
        }

        /** What the call returns. */
        Play returns(Object result) {
            expected = result;
            return this;
        }

        /** The owner's, when the call has returned. */
        Play then(Task task) {
            then = task;
            return this;
        }

        /** The call throws this, by a message that names both threads. */
        Play isRefusedBy(Class<? extends Throwable> type) {
            refusal = type;
            return this;
        }
    }

    /** Plays it, on the owner's thread. */
    @Suspendable
    void play(Caller caller, String owner) throws Exception {
        Play play = scene.lay();
        CompletableFuture<Scheduler> loop = new CompletableFuture<>();
        CompletableFuture<Object> result = new CompletableFuture<>();
        caller.start(() -> {
            try {
                if (play.whileItWaits != null) { // else a plain thread comes without ever having had a loop
                    loop.complete(Scheduler.current());
                }
                result.complete(play.call.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        if (play.whileItWaits != null) {
            awaitTrue(() -> result.isDone() || (loop.isDone() && loop.join().holder() == null), "it does not wait");
            assertTrue(!result.isDone(), () -> "it did not wait, and " + outcome(result));
            play.whileItWaits.run();
        }
        awaitTrue(result::isDone, "it did not return");
        if (play.refusal == null) {
            Throwable thrown = failure(result);
            assertNull(thrown, () -> "threw " + thrown);
            assertEquals(play.expected, result.join());
        } else {
            assertRefused(play.refusal, failure(result), owner);
        }
        if (play.then != null) {
            play.then.run();
        }
    }

    private static void assertRefused(Class<? extends Throwable> type, Throwable thrown, String owner) {
        assertTrue(type.isInstance(thrown), () -> "threw " + thrown);
        String message = thrown.getMessage();
        assertTrue(message.contains('"' + owner + '"') && message.contains('"' + Caller.NAME + '"'), message);
    }

    private static Object outcome(CompletableFuture<Object> result) {
        Throwable thrown = failure(result);
        return thrown == null ? "returned " + result.join() : "threw " + thrown;
    }

    private static Throwable failure(CompletableFuture<Object> result) {
        return result.handle((value, thrown) -> thrown).join();
    }

    /** Lets the loop run until it is true. */
    @Suspendable
    private static void awaitTrue(BooleanSupplier condition, String otherwise) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(5), otherwise + " within 5 s");
            Eventlet.sleep(MOMENT);
        }
    }

    @Override
    public String toString() {
        return String.join("; ", methods);
    }
}
