package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session's interpreter, and the thread that it compiles on. Taken only when there is something to do: many connect
 * without typing anything, and an interpreter is dear.
 */
// The interpreter is used on the worker, one thing after the other, so nothing of it needs a lock. Which one it is, and
// which worker, may be asked on any thread, and is guarded by this object's monitor.
//
// Nothing stops the compiler. If a use was abandoned (Ctrl-C), the worker goes on until it is done with it, which may
// be never. The next use waits for it a moment only; then the session gets another interpreter with another worker, on
// which what was declared is declared once more, with the values of variables (JShellInterpreter.inherit). The late one
// is let go of when it is done.
//
// An interpreter gets slower with each statement. So one that nothing depends on, as that of somebody who asks for the
// same figures again and again, is replaced by a fresh one now and then, if there is one at once.
final class Workbench implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final String client;
    private final Interpreters interpreters;
    private final Map<String, Object> locals;
    private final Consumer<Checkpoint> onCheckpoint;
    private final Consumer<String> tell;
    private final Executor starter;
    private Worker worker; // as is the next, guarded by this
    private boolean closed;
    private long ranNanos; // as is the next, the console's task only
    private @Nullable JShellInterpreter irreplaceable;
    private volatile boolean running;
    private volatile @Nullable CompletableFuture<?> abandoned; // what a worker does though nobody waits for it any more
    private @Nullable CompletableFuture<JShellInterpreter> interpreter; // once the client has typed something

    /**
     * Makes that of one session.
     *
     * @param client who it is, for the thread's name
     * @param onCheckpoint is told of each interpreter's checkpoint before its first command
     * @param tell prints to the client
     * @param starter starts its threads
     */
    Workbench(
            String client,
            Interpreters interpreters,
            Map<String, Object> locals,
            Consumer<Checkpoint> onCheckpoint,
            Consumer<String> tell,
            Executor starter) {
        this.client = client;
        this.interpreters = interpreters;
        this.locals = locals;
        this.onCheckpoint = onCheckpoint;
        this.tell = tell;
        this.starter = starter;
        this.worker = newWorker();
    }

    private Worker newWorker() {
        return new Worker("greendoor-interpreter-" + client, starter);
    }

    synchronized Worker worker() {
        return worker;
    }

    /** Whether it still works for what was abandoned. From any thread. */
    boolean isLate() {
        CompletableFuture<?> late = abandoned;
        return late != null && !late.isDone();
    }

    /** Whether the worker waits for a command that runs on the loop. From any thread. */
    boolean isRunning() {
        return running;
    }

    /** Something to do with the interpreter, on the worker. */
    @FunctionalInterface
    private interface Use<T> {
        T of(JShellInterpreter interpreter, Interpreter.CommandRunner loop) throws Exception;
    }

    /** Uses the interpreter on the worker, while the console's task waits. */
    @Suspendable
    private <T> T use(Use<T> use) {
        takeOver();
        renew();
        CompletableFuture<JShellInterpreter> taken = interpreter();
        return onWorker(loop -> use.of(taken.get(), loop));
    }

    @Suspendable
    private <T> T onWorker(OffLoop.Work<T> work) {
        OffLoop<T> exchange = OffLoop.start(worker(), work);
        try {
            return exchange.await();
        } catch (Throwable thrown) {
            abandoned = exchange.end();
            throw thrown;
        }
    }

    /** Goes on with another interpreter if this one does not get done with what was abandoned. */
    @Suspendable
    private void takeOver() {
        CompletableFuture<?> late = abandoned;
        JShellInterpreter predecessor = ifMade();
        if (late == null || predecessor == null || endsSoon(late)) {
            return;
        }
        Worker other = newWorker();
        CompletableFuture<JShellInterpreter> successor = bound(interpreters.take(other));
        List<String> lost;
        try {
            lost = OffLoop.start(other, loop -> successor.get().inherit(predecessor, loop))
                    .await();
        } catch (Throwable interrupted) { // all stays as it was
            other.execute(() -> Interpreters.free(successor));
            other.shutdown();
            throw interrupted;
        }
        replace(successor, other);
        tell.accept("The compiler is still busy with the interrupted command, so another one goes on, "
                + (lost.isEmpty()
                        ? "with all that was declared.\n"
                        : "with what was declared; but " + String.join(", ", lost)
                                + ", of classes declared here, lost the value.\n"));
    }

    /** Goes on with a fresh interpreter where only the time that it takes tells the difference. */
    @Suspendable
    private void renew() {
        JShellInterpreter worn = ifMade();
        if (worn == null || worn == irreplaceable || isLate() || !worn.isWorn()) {
            return;
        }
        CompletableFuture<JShellInterpreter> fresh = interpreters.takeIfMade();
        if (fresh == null) {
            return;
        }
        CompletableFuture<JShellInterpreter> successor = bound(fresh);
        boolean succeeds = false;
        try {
            succeeds = onWorker(loop -> successor.get().succeed(worn));
            irreplaceable = succeeds ? null : worn;
        } finally {
            if (!succeeds) { // or interrupted
                worker().execute(() -> Interpreters.free(successor));
            }
        }
        if (succeeds) {
            replace(successor, worker());
        }
    }

    @Suspendable
    private static boolean endsSoon(CompletableFuture<?> late) {
        Event<Boolean> ended = new Event<>();
        CompletableFuture<?> told = late.whenComplete((result, thrown) -> ended.send(true));
        return told.isDone() || Timeout.silently(PATIENCE, ended::await);
    }

    /** The interpreter, which may be in the making. From any thread. */
    synchronized CompletableFuture<JShellInterpreter> interpreter() {
        CompletableFuture<JShellInterpreter> taken = interpreter;
        if (taken == null) {
            taken = bound(interpreters.take(worker));
            interpreter = taken;
        }
        return taken;
    }

    private CompletableFuture<JShellInterpreter> bound(CompletableFuture<JShellInterpreter> fresh) {
        return fresh.thenApply(made -> {
            made.bind(locals);
            onCheckpoint.accept(made.checkpoint());
            return made;
        });
    }

    /** The other one is freed when its worker is done. */
    private synchronized void replace(CompletableFuture<JShellInterpreter> successor, Worker its) {
        reset();
        if (its != worker) {
            worker.shutdown();
            worker = its;
        }
        interpreter = successor;
        abandoned = null;
    }

    /** Null as long as there is none that could be used at once. From any thread. */
    synchronized @Nullable JShellInterpreter ifMade() {
        CompletableFuture<JShellInterpreter> taken = interpreter;
        return taken != null && taken.isDone() && !taken.isCompletedExceptionally() ? taken.join() : null;
    }

    /** Parses on the worker, while the console's task waits. */
    @Suspendable
    Interpreter.Analysis analyse(String source) {
        return use((made, loop) -> made.analyse(source));
    }

    /** Evaluates one statement: compiles it on the worker, and runs it here, in the console's task. */
    @Suspendable
    Outcome evaluate(String statement) {
        return use((made, loop) -> made.eval(statement, new Timed(loop)));
    }

    /** Counts the time of what it runs. */
    private final class Timed implements Interpreter.CommandRunner {
        private final Interpreter.CommandRunner loop;

        Timed(Interpreter.CommandRunner loop) {
            this.loop = loop;
        }

        @Override
        public @Nullable Object run(Callable<@Nullable Object> command) throws Throwable {
            running = true;
            try {
                return loop.run(() -> timed(command));
            } finally {
                running = false;
            }
        }

        @Override
        public boolean isAbandoned() {
            return loop.isAbandoned();
        }
    }

    /** As {@link #evaluate}, but what was typed runs in a task of its own. */
    @Suspendable
    Outcome evaluateAside(String statement) {
        return use((made, loop) -> made.evalAside(statement, new Timed(loop)));
    }

    @Suspendable
    private @Nullable Object timed(Callable<@Nullable Object> command) throws Exception {
        long begun = System.nanoTime();
        try {
            return command.call();
        } finally {
            ranNanos += System.nanoTime() - begun;
        }
    }

    /** How long its commands ran, with what they waited, all in all. In the console's task. */
    long ranNanos() {
        return ranNanos;
    }

    /** Asks the interpreter, on the worker, while the console's task waits. */
    @Suspendable
    <T> T ask(Function<JShellInterpreter, T> question) {
        return use((made, loop) -> question.apply(made));
    }

    /**
     * Asks the interpreter, on the worker, without waiting; cancelled once the session has ended. From any thread.
     */
    synchronized <T> Future<T> submit(Function<JShellInterpreter, T> question) {
        if (closed) {
            return CompletableFuture.failedFuture(new CancellationException("the session has ended"));
        }
        CompletableFuture<JShellInterpreter> taken = interpreter(); // the worker may have to make it first
        FutureTask<T> answer = new FutureTask<>(() -> question.apply(taken.get()));
        worker.execute(answer);
        return answer;
    }

    /** Copies what the running command has assigned so far to the application's names. In its task. */
    void writeBack() {
        JShellInterpreter made = ifMade();
        if (made != null) {
            made.writeBack();
        }
    }

    /** The variables declared in the session, name to type. From any thread. */
    Map<String, String> variables() {
        JShellInterpreter made = ifMade();
        return made == null ? Map.of() : made.variables();
    }

    /** What a variable holds that was declared in the session; null, too, if there is none. In the console's task. */
    @Nullable
    Object variable(String name) {
        JShellInterpreter made = ifMade();
        return made == null ? null : made.variable(name);
    }

    /** The values that its commands yielded, as far as they are kept. From any thread. */
    PrintedValues printedValues() {
        JShellInterpreter made = ifMade();
        return made == null ? new PrintedValues() : made.printedValues();
    }

    /** Lets go of all that was declared, and begins anew. From any thread. */
    synchronized void reset() {
        CompletableFuture<JShellInterpreter> taken = interpreter;
        interpreter = null; // tasks that the session started hold the session, and must not hold that
        if (taken != null) {
            worker.execute(() -> Interpreters.free(taken));
        }
        if (isLate()) {
            worker.shutdown(); // ends when it is done
            worker = newWorker();
            abandoned = null;
        }
    }

    /** Lets go of it all. */
    @Override
    public synchronized void close() {
        closed = true;
        reset();
        worker.shutdown();
    }
}
