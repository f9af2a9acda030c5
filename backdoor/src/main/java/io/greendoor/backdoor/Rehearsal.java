package io.greendoor.backdoor;

import io.greendoor.greenlet.ConnInfo;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.greenlet.Greenlet;
import io.greendoor.greenlet.Timeout;
import io.greendoor.scheduler.LoopOptions;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session that nobody notices, before the first that somebody does: so that what a JVM does once is done, and not on
 * the application's loop.
 */
// Classes are loaded, lambdas linked, the JIT has seen the code: of the first real session all that together would hold
// the loop for tens of milliseconds, several at a time. (An engine's agent takes milliseconds to prepare one class.)
//
// It is a whole session, over a socket, on a loop of the calling thread's own, since what a session does is nowhere
// written down but in itself. The socket is in a folder that only the process's owner can enter. The process's streams
// are left alone.
final class Rehearsal {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");

    /** Of this JVM, or of this class loader in it: what is done once is done for all doors. */
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1); // from key to key
    private static final byte[] TELNET = {(byte) TelnetCodes.IAC, (byte) TelnetCodes.WILL, TelnetCodes.TERMINAL_TYPE};

    /** One command of each kind that holds the loop by itself. */
    private static final String SCRIPT = """
            1 + 1
            int n = 1
            "n: " + _ + n
            for (int i = 0; i < 2; i++) n++
            undefined
            Integer.parseInt("x")
            dir("")
            type("")
            table(List.of(Map.of("a", 1), "b"))
            /vars
            /help
            exit()
            """;

    /** What the rehearsed session has no need of. */
    private static final List<String> NOT_REHEARSED = List.of(
            "Allocations",
            "BudgetExceeded",
            "KeyboardInterrupt",
            "LineEditor",
            "LineEditor$Request",
            "LineEditor$Size",
            "Prompter$Editing",
            "RoutedInputStream",
            "RoutedPrintStream",
            "SessionAssistant",
            "SocketConsole",
            "TerminalTypes",
            "Ticks",
            "TypedStack",
            "UrgentData");

    private Rehearsal() {}

    /** Holds it unless it was held before. */
    static void once(Interpreters interpreters) {
        if (!BEGUN.compareAndSet(false, true)) {
            return;
        }
        NOT_REHEARSED.forEach(Rehearsal::load);
        ValueFormat.warmUp();
        edit();
        try {
            String heard = hold(interpreters);
            LOG.log(Level.DEBUG, "a session was rehearsed: {0}", heard);
        } catch (IOException | RuntimeException e) { // then the first session takes longer
            LOG.log(Level.DEBUG, "a session cannot be rehearsed", e);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(Rehearsal.class.getPackageName() + '.' + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds it on a loop of the calling thread's own; what its client has heard. */
    @Suspendable
    static String hold(Interpreters interpreters) throws IOException {
        Path folder = Files.createTempDirectory("greendoor");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("rehearsal"));
        try (Scheduler loop = Scheduler.open(LoopOptions.DEFAULT);
                GreenServerSocket listening = Eventlet.listen(address)) {
            LOG.log(Level.DEBUG, "a session is rehearsed on {0}", loop);
            GreenThread<String> client = Eventlet.spawn(() -> play(address));
            ConnInfo connection = listening.accept();
            GreenThread<Void> console = Eventlet.spawn(() -> converse(connection, interpreters));
            boolean ended = Timeout.silently(LONGEST, console::await);
            return ended ? Objects.requireNonNullElse(client.await(), "") : "too much to be heard to the end";
        } finally {
            Files.deleteIfExists(address.getPath());
            Files.delete(folder);
        }
    }

    @Suspendable
    private static void converse(ConnInfo connection, Interpreters interpreters) throws IOException {
        Settings settings = Settings.of(null);
        try (Lobby lobby = Lobby.ofRehearsal(interpreters)) {
            new Session(Greenlet.getCurrent(), connection.socket(), connection.address(), settings, lobby).run();
        }
    }

    /** The client: says all it has to say, and listens to the end. */
    @Suspendable
    private static String play(UnixDomainSocketAddress address) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (GreenSocket client = Eventlet.connect(address)) {
            client.sendAll(TELNET);
            client.sendAll(SCRIPT.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            for (byte[] data = client.recv(8192); data.length > 0; data = client.recv(8192)) {
                heard.writeBytes(data);
            }
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Edits a line that nobody sees, as slowly as somebody types: each key is drawn. */
    private static void edit() {
        AtomicLong clock = new AtomicLong();
        EditorInput input = new EditorInput();
        EditorDrawing.Parts parts = new EditorDrawing.Parts("", new NoAssistant(true), null, Map.of());
        try {
            EditorDrawing drawing = EditorDrawing.of(
                    "xterm-256color",
                    input,
                    OutputStream.nullOutputStream(),
                    parts,
                    () -> clock.addAndGet(PAUSE.toNanos()));
            for (byte b : "1+1\r".getBytes(StandardCharsets.US_ASCII)) {
                input.put(b);
            }
            drawing.java().readLine(">>> ");
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the line editor cannot be rehearsed", e);
        }
    }
}
