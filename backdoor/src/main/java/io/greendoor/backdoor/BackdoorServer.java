package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenServerSocket;
import io.greendoor.greenlet.GreenThread;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A door on a loop thread of its own, for programs that have no green tasks: commands run on that thread, beside the
 * application's. Made by {@link Backdoor#server()}. All methods may be called from any thread.
 */
public final class BackdoorServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Thread thread;
    private final Scheduler loop;
    private final SocketAddress address;
    private final Event<Void> stop;

    private BackdoorServer(Thread thread, Scheduler loop, SocketAddress address, Event<Void> stop) {
        this.thread = thread;
        this.loop = loop;
        this.address = address;
        this.stop = stop;
    }

    /** The address that it listens on, with the port that was chosen. */
    public SocketAddress address() {
        return address;
    }

    /**
     * Closes the door: nobody comes in any more, and the sessions are ended, after being told. Waits for that, but
     * five seconds at most; called in one of its own sessions, it does not wait. Idempotent.
     */
    @Override
    public void close() {
        loop.execute(() -> {
            if (!stop.ready()) {
                stop.send(null);
            }
        });
        if (Scheduler.current() != loop) {
            joinThread();
        }
    }

    private void joinThread() {
        try {
            thread.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the door closes all the same
        }
    }

    /** How the door is to be. Not for several threads. */
    public static final class Builder {

        private @Nullable SocketAddress address;
        private Settings settings = Settings.of(null);

        Builder() {}

        /** Where to listen: on a loopback or unix-domain address. */
        public Builder listen(SocketAddress address) {
            this.address = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * The names that commands see, shared by all sessions, live in both directions; without, each session has its
         * own.
         */
        public Builder locals(Map<String, Object> locals) {
            settings = settings.withLocals(Objects.requireNonNull(locals, "locals"));
            return this;
        }

        /** What a client is greeted with; a line end is added where it has none. */
        public Builder banner(String banner) {
            settings = settings.withBanner(banner.isEmpty() || banner.endsWith("\n") ? banner : banner + "\n");
            return this;
        }

        /**
         * The prompts, as they are printed.
         *
         * @param statement for a statement; by default {@code ">>> "}
         * @param rest for the rest of an unfinished one; by default {@code "... "}
         */
        public Builder prompts(String statement, String rest) {
            settings = settings.withPrompts(
                    Objects.requireNonNull(statement, "statement"), Objects.requireNonNull(rest, "rest"));
            return this;
        }

        /**
         * Keeps what is entered at terminals in a file, so that the next session can go back to it. It may be read by
         * whoever may read the file; without, each session has a history of its own, which ends with it.
         */
        public Builder historyFile(Path file) {
            settings = settings.withHistory(Objects.requireNonNull(file, "file"));
            return this;
        }

        /**
         * What commands find imported, beyond what the prompt imports by itself. What is not there is told in the log.
         *
         * @param names such as {@code "com.acme.*"}, {@code "com.acme.Order"}, {@code "static com.acme.Util.*"}
         * @throws IllegalArgumentException for what is no import
         */
        public Builder imports(String... names) {
            settings = settings.withImports(Imports.declarations(names));
            return this;
        }

        /**
         * Has each session run a file before its first prompt, as if it were typed there, but without the values being
         * printed. What fails in it is told to the client and logged, and the session goes on. The file is read for
         * each session anew.
         *
         * @throws IllegalArgumentException when it cannot be read now
         */
        public Builder startup(Path file) {
            settings = settings.withStartup(StartupScript.of(Objects.requireNonNull(file, "file")));
            return this;
        }

        /** As {@link #startup}, with the text itself. */
        public Builder startupScript(String text) {
            settings = settings.withStartup(StartupScript.of(Objects.requireNonNull(text, "text")));
            return this;
        }

        /**
         * How long a command computes before other tasks get a turn; one that is shorter is atomic to them.
         *
         * @param slice a millisecond or more; 50 ms by default. It is kept to some five milliseconds
         */
        public Builder slice(Duration slice) {
            settings = settings.withLimits(settings.limits().withSlice(slice));
            return this;
        }

        /**
         * How long a command may compute altogether, what it waits left out. One that goes on longer is ended by an
         * error; typing {@code /unlimited} in front of it lifts this, and the other budgets.
         *
         * @param computing positive; 10 minutes by default
         */
        public Builder timeBudget(Duration computing) {
            settings = settings.withLimits(settings.limits().withComputing(computing));
            return this;
        }

        /**
         * How much a command may print, together with the tasks that it starts, while it runs.
         *
         * @param bytes positive; 64 MiB by default
         */
        public Builder outputBudget(long bytes) {
            settings = settings.withLimits(settings.limits().withOutputBytes(bytes));
            return this;
        }

        /**
         * How much memory a command may allocate, whether it is still in use or not. Not counted where the JVM does not
         * tell: on the engine {@code thread} on JDK 21 and newer.
         *
         * @param bytes positive; 4 GiB by default
         */
        public Builder allocationBudget(long bytes) {
            settings = settings.withLimits(settings.limits().withAllocatedBytes(bytes));
            return this;
        }

        /**
         * Adds a command beside Java, typed as {@code /NAME}. One of a name that is there already takes its place.
         *
         * @throws IllegalArgumentException when its name cannot be typed as one
         */
        public Builder command(PromptCommand command) {
            Commands.requireName(command.name());
            settings = settings.withCommand(command);
            return this;
        }

        /**
         * Opens the door, and returns when it listens.
         *
         * @throws IOException when it cannot listen there
         * @throws SecurityException when the address can be reached from other machines
         * @throws IllegalStateException when no address was given
         */
        public BackdoorServer start() throws IOException {
            SocketAddress where = address;
            if (where == null) {
                throw new IllegalStateException(
                        "say where to listen: listen(new InetSocketAddress(\"127.0.0.1\", 3000))");
            }
            CompletableFuture<BackdoorServer> started = new CompletableFuture<>();
            Settings chosen = settings;
            Thread thread = new Thread(null, () -> serve(where, chosen, started), "greendoor-backdoor", 0, false);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            thread.setDaemon(true);
            thread.start();
            return await(started);
        }

        /**
         * For a program with a loop of its own: as {@link Backdoor#backdoorServer(GreenServerSocket, Map)}, with these
         * options. Returns when the socket is closed; closes it when the calling task is killed. Sessions outlive it.
         *
         * @param sock listens on a loopback or unix-domain address
         * @throws SecurityException when the socket can be reached from other machines
         * @throws IllegalStateException when an address was given as well
         */
        @Suspendable
        public void serve(GreenServerSocket sock) {
            if (address != null) {
                throw new IllegalStateException("serve(socket) has its socket, and listen(" + address
                        + ") is for start(): leave one of the two out");
            }
            Backdoor.serve(sock, settings);
        }

        private static BackdoorServer await(CompletableFuture<BackdoorServer> started) throws IOException {
            try {
                return started.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failed) {
                    throw failed;
                }
                if (e.getCause() instanceof RuntimeException failed) {
                    throw failed;
                }
                throw new IllegalStateException("the backdoor did not start", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the backdoor was starting", e);
            }
        }

        /** The door's thread, from its beginning to its end. */
        private static void serve(SocketAddress where, Settings settings, CompletableFuture<BackdoorServer> started) {
            try (GreenServerSocket listening = Eventlet.listen(where)) {
                Door door = new Door(listening, settings);
                door.requireLocal();
                Event<Void> stop = new Event<>();
                GreenThread<Void> serving = Eventlet.spawn(door::serve);
                started.complete(new BackdoorServer(
                        Thread.currentThread(), Scheduler.current(), listening.localAddress(), stop));
                stop.await();
                serving.kill();
                door.endSessions(LAST_WORDS);
            } catch (IOException | RuntimeException | LinkageError e) { // a library may be missing
                if (!started.completeExceptionally(e)) {
                    LOG.log(Level.ERROR, "the backdoor has ended", e);
                }
            }
        }
    }
}
