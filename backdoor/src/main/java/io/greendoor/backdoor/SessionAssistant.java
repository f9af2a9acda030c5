package io.greendoor.backdoor;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers the editor's questions by the session's interpreter, on its worker, and within a bound. */
final class SessionAssistant implements Assistant {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int PATIENCE_SECONDS = 5; // the first interpreter may still be in the making

    private final CompletableFuture<? extends Interpreter> interpreter;
    private final ExecutorService worker;

    SessionAssistant(CompletableFuture<? extends Interpreter> interpreter, ExecutorService worker) {
        this.interpreter = interpreter;
        this.worker = worker;
    }

    @Override
    public boolean isWhole(String source) {
        return ask(() -> isWhole(interpreter.get(), source), true);
    }

    private static boolean isWhole(Interpreter interpreter, String source) {
        String rest = Unlimited.strip(source);
        while (!rest.isBlank()) {
            Interpreter.Analysis analysis = interpreter.analyse(rest);
            if (analysis.state() != Interpreter.State.COMPLETE) {
                return analysis.state() == Interpreter.State.EMPTY;
            }
            rest = analysis.remaining();
        }
        return true;
    }

    @Override
    public Completions complete(String source, int cursor) {
        return ask(() -> interpreter.get().complete(Unlimited.strip(source), cursor), Completions.NONE);
    }

    @Override
    public List<String> explain(String source, int cursor) {
        return ask(() -> interpreter.get().explain(Unlimited.strip(source), cursor), List.of());
    }

    private <T> T ask(Callable<T> question, T otherwise) {
        Future<T> answer = null;
        try {
            answer = worker.submit(question);
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "no answer to the line editor", e);
        } catch (TimeoutException busy) {
            answer.cancel(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the editor's own affair
        }
        return otherwise;
    }
}
