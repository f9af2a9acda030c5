package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.greenlet.GreenletExit;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.TaskLocal;
import io.greendoor.scheduler.UncaughtExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One client at the prompt: its socket, its streams, its interpreter, and the task that runs its commands.
 */
// Two tasks on the loop: the console's, in which the conversation goes on and every command runs, and a reader, which
// takes bytes off the socket all the time, so that an interrupt or a lost client is noticed while a command runs. A
// third beginning to send is SessionOutput's affair. Compiling is done by a worker thread of the session's own.
//
// How it ends, whatever the client did: run() returns or throws, and close() lets go of everything. That a client is
// gone the console's task learns from its Departure.
//
// A session belongs to the tasks that its commands start as well: they inherit it as a TaskLocal, and print to it
// until it is closed.
final class Session {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final TaskLocal<Session> CURRENT = new TaskLocal<>();
    /** What its reader's task is called. */
    static final String READER = "the door's reader";

    private static final Duration LAST_WRITE = Duration.ofSeconds(2);

    private final GreenSocket socket;
    private final SocketAddress peer;
    private final Settings settings;
    private final Map<String, Object> locals;
    private final Scheduler loop = Scheduler.current();
    private final SessionList others;
    private final int number;
    private final Visit visit;
    private final boolean isRehearsal;
    private final Workbench workbench;
    private final Performer performer;
    private final Outside outside;
    private final LoopWatch watch;
    private final Commands commands;
    private final Asides asides = new Asides(this);
    private final Preferences preferences = new Preferences();
    private final Snippets snippets = new Snippets();
    private final LinesEntered history = new LinesEntered();
    private final SessionInput input = new SessionInput();
    private final SessionOutput output;
    private final Reception reception;
    private final Intake intake;
    private final Window window;
    private final LoopWatch.Watched watched = new Watched();
    private final Supervisor.Client supervised = new Supervised();
    private final Supervisor supervisor;
    private final InputStream in = new LineInputStream(() -> prompter().input(), input::isOver);
    private volatile Prompter prompter;
    private volatile Transcript transcript;
    private final Departure departure;
    private volatile boolean closed;

    /** Makes the session of {@code console}, on its loop. */
    Session(Greenlet console, GreenSocket socket, SocketAddress peer, Settings settings, Lobby lobby) {
        this.socket = socket;
        this.peer = peer;
        this.settings = settings;
        this.locals = settings.sessionLocals();
        this.others = lobby.sessions();
        this.isRehearsal = lobby.isRehearsal();
        this.output = new SessionOutput(socket, this::lost);
        this.visit = new Visit(Peer.text(peer), Peer.origin(peer));
        this.reception = new Reception(Peer.text(peer), isTcp(), input, output);
        this.intake = new Intake(socket, reception);
        this.window = new Window(output, reception, preferences, console);
        this.prompter = new Prompter.Plain(input, output);
        this.transcript = TextTranscript.interactive(output, settings, window::coloured);
        this.watch = lobby.watch();
        this.supervisor = new Supervisor(supervised, settings.limits().slice(), watch);
        this.departure = new Departure(console, supervisor, Peer.text(peer));
        this.workbench =
                new Workbench(Peer.text(peer), lobby.interpreters(), locals, supervisor::add, output::print, watch);
        this.performer = new Performer(new Performed(), Peer.text(peer), watch);
        this.commands = commandsOf(lobby, settings.commands());
        this.number = others.add(this);
        this.outside = new Outside(new Concerned(), input, output, settings.prompt());
        watch.add(watched);
    }

    /** The calling task's session while that is open, else null. From any thread. */
    static @Nullable Session current() {
        Session session = CURRENT.get();
        return session == null || session.closed ? null : session;
    }

    /** What its client sees. */
    Window window() {
        return window;
    }

    /** What others are told of it. */
    Visit visit() {
        return visit;
    }

    PrintStream out() {
        return window.out();
    }

    InputStream in() {
        return in;
    }

    /** Locals and variables, name to type. In a command of this session. */
    Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        locals.forEach((name, value) -> names.put(
                String.valueOf(name), value == null ? "null" : value.getClass().getSimpleName()));
        names.putAll(workbench.variables());
        return names;
    }

    /** The values that its commands yielded, as far as they are kept. */
    PrintedValues printedValues() {
        return workbench.printedValues();
    }

    /** Gives a command's value, which is about to be printed, its number, and returns that. */
    int keep(Outcome.Value value) {
        return printedValues().add(value.value(), value.type());
    }

    /** Gives a value its number that nobody waited for at the prompt; 0: there is no interpreter to know it. */
    int keepAside(Object value) {
        return workbench.ifMade() == null ? 0 : printedValues().addAside(value);
    }

    /** Talks with the client until one of the two ends it. In the console's task. */
    @Suspendable
    void run() throws IOException {
        CURRENT.set(this);
        UncaughtExceptionHandler.LOCAL.set(this::uncaught);
        if (!isRehearsal) {
            StandardStreams.acquire();
        }
        GreenThread<Void> reader = null;
        try {
            if (isTcp()) {
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                UrgentData.keepInStream(socket);
            }
            reader = Eventlet.spawn(this::receive);
            new Conversation(this, settings, input, output).run();
        } catch (SessionExit end) {
            LOG.log(Level.DEBUG, () -> Peer.closed(peer) + ": " + end.getMessage());
        } finally {
            close(reader);
        }
    }

    /** Waits until it is known what the client speaks. In the console's task. */
    @Suspendable
    void greet() {
        reception.greet();
        if (reception.isTerminal()) {
            startEditor();
        }
    }

    private void startEditor() {
        LineEditor made = new LineEditor(
                Peer.text(peer),
                reception.terminalType(),
                output,
                settings.continuation(),
                new SessionAssistant(workbench, () -> commands, preferences),
                outside,
                settings.history(),
                watch);
        window.setEditor(made);
        prompter = new Prompter.Editing(made, input, output);
        reception.attach(made);
    }

    Prompter prompter() {
        return prompter;
    }

    /** Answers in another form from now on. In the console's task. */
    void use(Transcript other) {
        transcript = other;
        outside.setPrompts(!other.isScript());
    }

    private boolean isTcp() {
        return !(peer instanceof UnixDomainSocketAddress);
    }

    /** The reader's task: takes in what the client sends, as it comes. */
    @Suspendable
    private void receive() throws IOException {
        Coroutines.nameTask(READER);
        try {
            for (int count = intake.take(); count >= 0; count = intake.take()) {
                if (intake.takeInterrupt() && !outside.interrupt()) {
                    throwInterrupt(supervisor.interrupt());
                }
                input.awaitRoom();
                if (count == 0) {
                    Coroutines.yieldNow(); // perhaps another task takes in
                }
                socket.recv(0); // only waits
            }
            if (socket.isReset()) {
                lost(null);
            }
        } catch (IOException e) {
            lost(e);
        } finally {
            intake.end();
        }
    }

    /** Throws an interrupt into the command, if it has not met it yet while the loop was held, or at the prompt. */
    @Suspendable
    private void throwInterrupt(@Nullable Command command) {
        if (command == null || command.meets()) {
            departure.throwIntoConsole(new KeyboardInterrupt());
        }
    }

    private void lost(@Nullable IOException why) {
        departure.lost(why);
    }

    /** Ends it, whatever it does, and says {@code why} to the client. On the loop. */
    @Suspendable
    void end(String why) {
        output.print(why);
        departure.end();
    }

    boolean isGone() {
        return departure.isDue();
    }

    /** A task that a command started has failed: its client is told, as long as it is there. On the loop. */
    private boolean uncaught(Throwable thrown) {
        if (closed) {
            return false;
        }
        if (thrown instanceof SessionExit exit) {
            departure.throwSoon(exit);
        } else {
            out().print(TraceFormat.format(thrown).stripTrailing() + "\n");
            out().flush();
        }
        return true;
    }

    /** Runs a command, from its compilation to the printing of its value. In the console's task. */
    @Suspendable
    void supervise(String source, Limits limits, Runnable command) {
        visit.runs(source);
        try {
            supervisor.run(limits, command);
        } finally {
            visit.runs("");
        }
    }

    /** Carries out a command beside Java; whether that went well. In the console's task. */
    @Suspendable
    boolean perform(CommandLine line) {
        StandardStreams.route();
        return performer.perform(line);
    }

    private Commands commandsOf(Lobby lobby, List<PromptCommand> applications) {
        List<PromptCommand> all = new ArrayList<>(SessionCommands.of(this));
        all.addAll(DoorCommands.of(this, others));
        all.addAll(ProcessCommands.of(loop, window, lobby.leases()));
        all.addAll(applications);
        return new Commands(all);
    }

    Commands commands() {
        return commands;
    }

    Asides asides() {
        return asides;
    }

    Map<String, Object> locals() {
        return locals;
    }

    Workbench workbench() {
        return workbench;
    }

    Preferences preferences() {
        return preferences;
    }

    Snippets snippets() {
        return snippets;
    }

    LinesEntered history() {
        return history;
    }

    /** Its number among those of its door. From any thread. */
    int number() {
        return number;
    }

    /** It prompts, perhaps for the rest of a statement. In the console's task. */
    void prompting(boolean midStatement) {
        outside.prompting(midStatement);
    }

    /** A line was entered at the prompt. In the console's task. */
    void entered(String line) {
        visit.entered();
        history.add(line);
    }

    /** Ends it from another session, saying {@code why} to its client. From any thread. */
    void kick(String why) {
        loop.execute(() -> Eventlet.spawnN(() -> end(why)));
    }

    /** Forgets what was declared. In the console's task. */
    void reset() {
        workbench.reset();
        snippets.clear();
    }

    /** Parses on the worker, while the console's task waits. */
    @Suspendable
    Interpreter.Analysis analyse(String source) {
        return workbench.analyse(source);
    }

    /** Does what is slow on the worker, while the console's task waits. */
    @Suspendable
    <T> T offLoop(Callable<T> work) {
        return OffLoop.run(workbench.worker(), loop -> work.call());
    }

    /** Evaluates one statement: compiles it on the worker, and runs it here, in the console's task. */
    @Suspendable
    Outcome evaluate(String statement) {
        StandardStreams.route();
        snippets.add(statement);
        Outcome outcome = workbench.evaluate(statement);
        supervisor.meetInterrupt();
        return outcome;
    }

    /** As {@link #evaluate}, but what was typed runs in a task of its own. */
    @Suspendable
    Outcome evaluateAside(String statement) {
        StandardStreams.route();
        snippets.add(Prefixes.Kind.ASIDE.typed() + " " + statement.strip());
        Outcome outcome = workbench.evaluateAside(statement);
        supervisor.meetInterrupt();
        return outcome;
    }

    /** The console's task gives way: what its command assigned so far is the application's to see. */
    void switchedOut() {
        workbench.writeBack();
    }

    @Suspendable
    private void close(@Nullable GreenThread<Void> reader) throws IOException {
        try {
            if (!Timeout.silently(LAST_WRITE, output::send)) {
                LOG.log(Level.DEBUG, () -> "the client of " + Peer.text(peer) + " did not take its last output");
            }
        } finally {
            closed = true;
            departure.close();
            others.remove(number);
            watch.remove(watched);
            outside.close();
            supervisor.close();
            LineEditor made = window.editor();
            if (made != null) {
                made.close();
            }
            output.close();
            if (!isRehearsal) {
                StandardStreams.release();
            }
            performer.close();
            asides.close();
            workbench.close();
            socket.close();
            if (reader != null) {
                reader.kill(); // the last, as it may wait
            }
        }
    }

    /** What the watch looks after, on its thread. */
    private final class Watched implements LoopWatch.Watched {

        @Override
        public void look(@Nullable LoopHold hold) {
            supervisor.look(hold);
        }

        @Override
        public void held(LoopHold hold) {
            outside.held(hold);
        }

        @Override
        public void free() {
            outside.free();
        }
    }

    /** What is needed while the loop is held. */
    private final class Concerned implements Outside.Client {

        @Override
        public void exchange() {
            supervised.exchange();
        }

        @Override
        public @Nullable LoopHold holder() {
            return LoopWatch.longHold(loop);
        }

        @Override
        public boolean isRunning() {
            return visit.isRunning();
        }

        @Override
        public boolean holdsItself(LoopHold hold) {
            return supervisor.isRunning(hold.task());
        }

        @Override
        public boolean isOffLoop(CommandLine line) {
            return performer.isOffLoop(line);
        }

        @Override
        public Future<?> perform(CommandLine line, Runnable whenDone) {
            return performer.performOutside(line, whenDone);
        }

        @Override
        public void tell(String text) {
            window.tell(text);
        }

        @Override
        public @Nullable LineEditor editor() {
            return window.editor();
        }
    }

    /** What commands beside Java need. */
    private final class Performed implements Performer.Client {

        @Override
        public Commands commands() {
            return commands;
        }

        @Override
        public Window window() {
            return window;
        }

        @Override
        public Map<String, Object> locals() {
            return locals;
        }

        @Override
        public void tell(Throwable thrown) {
            if (thrown instanceof SessionExit
                    || thrown instanceof KeyboardInterrupt
                    || thrown instanceof GreenletExit) {
                throw (Error) thrown;
            }
            if (transcript.isScript() && thrown instanceof UsageError misuse) {
                transcript.rejected(misuse.line());
            } else if (transcript.isScript()) {
                transcript.thrown(thrown);
            } else { // and perhaps above a line that is being edited
                out().print(TraceFormat.format(thrown).stripTrailing() + "\n");
                out().flush();
            }
        }
    }

    /** What the supervisor of the commands needs. */
    private final class Supervised implements Supervisor.Client {

        @Override
        public boolean isGone() {
            return departure.isDue();
        }

        @Override
        public boolean exchange() {
            output.sendNow();
            try {
                if (input.hasRoom() && intake.take() < 0 && socket.isReset()) {
                    lost(null);
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "what the client sends is left to the reader", e);
            }
            return intake.takeInterrupt() && !outside.interrupt() && interrupt();
        }

        private boolean interrupt() {
            Command command = supervisor.interrupt();
            loop.execute(() -> Eventlet.spawnN(() -> throwInterrupt(command)));
            return true;
        }

        @Override
        public void tell(String text) {
            window.tell(text);
        }
    }
}
