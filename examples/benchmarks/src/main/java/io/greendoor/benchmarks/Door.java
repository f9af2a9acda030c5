package io.greendoor.benchmarks;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A {@link DoorServer} in a JVM of its own, until it is closed. */
final class Door implements AutoCloseable {

    private static final int BOUND_SECONDS = 60;

    private final Path file;
    private final ServerProcess server;

    private Door(Path file, ServerProcess server) {
        this.file = file;
        this.server = server;
    }

    /**
     * Starts one, which is then listening; on the engine {@code loom} where there is that, else on {@code thread}.
     *
     * @param options of its JVM
     */
    static Door open(String... options) throws IOException {
        Path file = Files.createTempDirectory("greendoor").resolve("door.sock");
        List<String> command = new ArrayList<>(Jvm.COMMAND);
        command.addAll(Pauses.OPTIONS);
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-Dgreendoor.engine=" + (Jvm.hasLoom() ? "loom" : "thread"),
                DoorServer.class.getName(),
                file.toString()));
        return new Door(file, ServerProcess.start("door", command));
    }

    SocketAddress tcp() {
        return server.address();
    }

    SocketAddress unix() {
        return UnixDomainSocketAddress.of(file);
    }

    /** Asks one of {@link DoorServer}'s questions. */
    long ask(String question) throws IOException {
        return server.ask(question);
    }

    /** Waits until a server that was just started is done with it: has made the interpreters that it makes ahead. */
    void awaitStarted() throws IOException, InterruptedException {
        awaitMakers(true);
        awaitSpare();
    }

    /** Waits until no interpreter is being made: a session is not given one that nobody has asked for. */
    void awaitSpare() throws IOException, InterruptedException {
        awaitMakers(false); // the thread that makes them is there only while it does, and a second longer
    }

    private void awaitMakers(boolean are) throws IOException, InterruptedException {
        long end = System.nanoTime() + BOUND_SECONDS * 1_000_000_000L;
        while (server.ask("makers") > 0 != are) {
            if (System.nanoTime() > end) {
                throw new IOException((are ? "no interpreters are" : "interpreters are still") + " being made after "
                        + BOUND_SECONDS + " s");
            }
            Thread.sleep(100); // it is another process that is waited for
        }
    }

    /** Comes in, and waits for the prompt. */
    static Visitor enter(SocketAddress address, Visitor.Manner manner) throws IOException {
        return enter(address, manner, false);
    }

    /** Comes in, and waits for the prompt; {@code isFar} is {@link Visitor}'s. */
    static Visitor enter(SocketAddress address, Visitor.Manner manner, boolean isFar) throws IOException {
        Visitor visitor = new Visitor(address, manner, isFar);
        visitor.enter(0);
        return visitor;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.list(file.getParent())) { // the socket, the log and its lock
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(file.getParent());
    }
}
