package io.greendoor.backdoor;

import io.greendoor.scheduler.Suspendable;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session's interpreter, and the thread that it compiles on. Taken only when there is something to do: many connect
 * without typing anything, and an interpreter is dear.
 */
// The interpreter is used on the worker, one thing after the other, so nothing of it needs a lock. Which one it is may
// be asked on any thread, and is guarded by this object's monitor.
final class Workbench implements AutoCloseable {

    private final Interpreters interpreters;
    private final Map<String, Object> locals;
    private final Consumer<Checkpoint> onCheckpoint;
    private final ThreadPoolExecutor worker;
    private long ranNanos; // the console's task only
    private @Nullable CompletableFuture<JShellInterpreter> interpreter; // once the client has typed something

    /**
     * Makes that of one session.
     *
     * @param client who it is, for the thread's name
     * @param onCheckpoint is told of each interpreter's checkpoint before its first command
     */
    Workbench(String client, Interpreters interpreters, Map<String, Object> locals, Consumer<Checkpoint> onCheckpoint) {
        this.interpreters = interpreters;
        this.locals = locals;
        this.onCheckpoint = onCheckpoint;
        this.worker = Interpreters.worker("greendoor-interpreter-" + client);
    }

    ThreadPoolExecutor worker() {
        return worker;
    }

    /** The interpreter, which may be in the making. From any thread. */
    synchronized CompletableFuture<JShellInterpreter> interpreter() {
        CompletableFuture<JShellInterpreter> taken = interpreter;
        if (taken == null) {
            taken = interpreters.take(worker).thenApply(made -> {
                made.bind(locals);
                onCheckpoint.accept(made.checkpoint());
                return made;
            });
            interpreter = taken;
        }
        return taken;
    }

    /** Null as long as there is none that could be used at once. From any thread. */
    synchronized @Nullable JShellInterpreter ifMade() {
        CompletableFuture<JShellInterpreter> taken = interpreter;
        return taken != null && taken.isDone() && !taken.isCompletedExceptionally() ? taken.join() : null;
    }

    /** Parses on the worker, while the console's task waits. */
    @Suspendable
    Interpreter.Analysis analyse(String source) {
        CompletableFuture<JShellInterpreter> taken = interpreter();
        return OffLoop.run(worker, loop -> taken.get().analyse(source));
    }

    /** Evaluates one statement: compiles it on the worker, and runs it here, in the console's task. */
    @Suspendable
    Outcome evaluate(String statement) {
        CompletableFuture<JShellInterpreter> taken = interpreter();
        return OffLoop.run(worker, loop -> taken.get().eval(statement, command -> loop.run(() -> timed(command))));
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
        CompletableFuture<JShellInterpreter> taken = interpreter();
        return OffLoop.run(worker, loop -> question.apply(taken.get()));
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
    }

    /** Lets go of it all. */
    @Override
    public void close() {
        reset();
        worker.shutdown();
    }
}
