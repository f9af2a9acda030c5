package io.greendoor.backdoor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the interpreters of a door's sessions, one ahead of the client that will need it: the first takes most of a
 * second. All methods from any thread.
 */
final class Interpreters implements AutoCloseable {

    private final ClassLoader application;
    private final List<String> imports;
    private final InitialisedClasses initialised;
    private final Worker maker;
    private final CompletableFuture<CompilerFiles> files;
    private CompletableFuture<JShellInterpreter> spare; // guarded by this
    private boolean closed; // guarded by this
    private volatile @Nullable ApplicationClasses classes; // once the first interpreter needed them

    /**
     * Begins to make the first.
     *
     * @param application the loader whose classes commands see
     * @param imports what commands find imported, as declarations, beyond what the prompt imports by itself
     * @param starter starts the thread that makes them
     */
    Interpreters(ClassLoader application, List<String> imports, Executor starter) {
        this.maker = new Worker("greendoor-interpreter-maker", starter);
        this.application = application;
        this.imports = imports;
        this.initialised = new InitialisedClasses();
        this.files = CompletableFuture.supplyAsync(CompilerFiles::new, maker);
        this.spare = CompletableFuture.supplyAsync(this::make, maker);
        maker.execute(this::rehearse); // whoever comes meanwhile has the first already
    }

    /** Makes none ahead, but each for the one who takes it, with others' files. Need not be closed. */
    Interpreters(Interpreters others) {
        this.maker = others.maker;
        this.application = others.application;
        this.imports = others.imports;
        this.initialised = others.initialised;
        this.files = others.files;
        this.spare = new CompletableFuture<>();
        this.closed = true;
        this.classes = others.classes;
    }

    /** Interpreters for the caller's application: that of its thread's context class loader. */
    static Interpreters ofCaller(List<String> imports, Executor starter) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return new Interpreters(context == null ? ClassLoader.getSystemClassLoader() : context, imports, starter);
    }

    private JShellInterpreter make() {
        List<String> all = new ArrayList<>(JShellInterpreter.JSHELL_IMPORTS);
        all.add("import io.greendoor.greenlet.Eventlet;");
        all.add("import java.time.Duration;");
        all.add("import static io.greendoor.backdoor.PromptFunctions.*;");
        all.add("import static io.greendoor.backdoor.PromptFutures.*;");
        all.addAll(imports);
        JShellInterpreter interpreter =
                JShellInterpreter.create(classes(), all, files.join().use(), initialised);
        interpreter.warmUp();
        return interpreter;
    }

    private void rehearse() {
        if (!isClosed()) {
            Rehearsal.once(new Interpreters(this));
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Listed once for all; not under the lock, because it takes its time. */
    private ApplicationClasses classes() {
        ApplicationClasses known = classes;
        ApplicationClasses present = known == null ? ApplicationClasses.of(application) : known.refreshed();
        classes = present;
        return present;
    }

    /**
     * The one that was made ahead, or is in the making; begins to make another. Once this is closed, one made for the
     * caller.
     *
     * @param own makes it in that case
     */
    synchronized CompletableFuture<JShellInterpreter> take(Executor own) {
        if (closed) {
            return CompletableFuture.supplyAsync(this::make, own);
        }
        return takeSpare();
    }

    /** The one that was made ahead, if it is there, and begins to make another; else null. */
    synchronized @Nullable CompletableFuture<JShellInterpreter> takeIfMade() {
        boolean isMade = !closed && spare.isDone() && !spare.isCompletedExceptionally();
        return isMade ? takeSpare() : null;
    }

    private synchronized CompletableFuture<JShellInterpreter> takeSpare() {
        CompletableFuture<JShellInterpreter> taken = spare;
        spare = CompletableFuture.supplyAsync(this::make, maker);
        return taken;
    }

    /** Makes no more, and frees the one that nobody took. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            CompletableFuture<JShellInterpreter> unused = spare;
            maker.execute(() -> free(unused));
            maker.execute(() -> files.join().release());
            maker.shutdown();
        }
    }

    /** Closes an interpreter if it could be made. On a worker, after all its work. */
    static void free(CompletableFuture<JShellInterpreter> interpreter) {
        if (!interpreter.isCompletedExceptionally()) {
            interpreter.join().close();
        }
    }
}
