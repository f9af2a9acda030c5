package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.TaskLocal;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a session's commands beside Java.
 *
 * <p>One that runs on the loop is called by the console's task as it is. For one that runs off it the console's task
 * waits, and whatever ends that wait (Ctrl-C, the client's going away) interrupts it.
 */
// The thread is the session's own, and there only while it has something to do. A command that does not heed its
// interrupt keeps it; the next one waits for it, and may be interrupted in turn.
final class Performer implements AutoCloseable {

    /** What it prints to, and knows about the client. */
    interface Client {

        Commands commands();

        /** What the client sees. */
        Window window();

        Map<String, Object> locals();

        /** Tells what a command threw. On the thread that ran it, or in the console's task. */
        void tell(Throwable thrown);
    }

    private final Client client;
    private final Worker worker;

    Performer(Client client, String name, Executor starter) {
        this.client = client;
        this.worker = new Worker("greendoor-command-" + name, starter);
    }

    /** Carries out a command, and returns when it is done, and whether it went well. In the console's task. */
    @Suspendable
    boolean perform(CommandLine line) {
        try {
            PromptCommand command = client.commands().named(line.name());
            if (client.window().mayPage() && (command.runsOffLoop() || command instanceof BuiltIn)) {
                performHeldBack(command, line);
            } else {
                perform(
                        command,
                        new Call(line.argument(), client, client.window().out()));
            }
            return true;
        } catch (Throwable thrown) {
            client.tell(thrown);
            return false;
        }
    }

    @Suspendable
    private void perform(PromptCommand command, PromptCommand.Invocation call) throws Throwable {
        if (command.runsOffLoop()) {
            await(command, call);
        } else {
            command.run(call);
        }
    }

    /** Shows by pages what the command has not flushed, when it has ended. */
    @Suspendable
    private void performHeldBack(PromptCommand command, CommandLine line) throws Throwable {
        HeldBack held = new HeldBack(client.window().out());
        try {
            perform(command, new Call(line.argument(), client, held));
        } catch (Throwable thrown) {
            held.flush();
            throw thrown;
        }
        client.window().show(held.take());
    }

    @Suspendable
    private void await(PromptCommand command, PromptCommand.Invocation call) throws Throwable {
        Event<Throwable> done = new Event<>();
        FutureTask<?> running = new FutureTask<>(TaskLocal.capturing(() -> {
            done.send(thrownBy(command, call));
            return null;
        }));
        worker.execute(running);
        Throwable thrown;
        try {
            thrown = done.await();
        } catch (Throwable ended) {
            running.cancel(true);
            throw ended;
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private static @Nullable Throwable thrownBy(PromptCommand command, PromptCommand.Invocation call) {
        try {
            command.run(call);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /**
     * Begins to carry out a command that {@link #isOffLoop does not need the loop}, while that is held. From any
     * thread.
     *
     * @param whenDone is called on the performer's thread
     */
    Future<?> performOutside(CommandLine line, Runnable whenDone) {
        FutureTask<?> begun = new FutureTask<>(
                () -> {
                    Throwable thrown = thrownBy(line);
                    if (thrown != null) {
                        client.tell(thrown);
                    }
                    whenDone.run();
                },
                null);
        worker.execute(begun);
        return begun;
    }

    private @Nullable Throwable thrownBy(CommandLine line) {
        try {
            return thrownBy(
                    client.commands().named(line.name()),
                    new Call(line.argument(), client, client.window().out()));
        } catch (UsageError unknown) {
            return unknown;
        }
    }

    /** Whether it does not need the loop; what is no command at all does not. From any thread. */
    boolean isOffLoop(CommandLine line) {
        PromptCommand command = client.commands().find(line.name());
        return command == null ? !Rerun.isMeant(line) : command.runsOffLoop();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private record Call(String argument, Client client, PrintStream out) implements PromptCommand.Invocation {

        @Override
        public List<String> words() {
            return CommandLine.words(argument);
        }

        @Override
        public int width() {
            return client.window().width();
        }

        @Override
        public Map<String, Object> locals() {
            return client.locals();
        }
    }
}
