package io.greendoor.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Load for an echo server: connections that send a message, wait for it to come back, and send the next. */
final class EchoLoad {

    static final int MESSAGE_BYTES = 64;

    private final Path folder;
    private final Path program;
    private final Effort effort;

    /**
     * How much is measured.
     *
     * @param rounds how often everything is measured
     * @param seconds how long each time
     * @param idle how many idle connections there are where idle ones are what it is about
     */
    record Effort(int rounds, double seconds, int idle) {
        static final Effort LONG = new Effort(7, 4, 10_000);
        static final Effort QUICK = new Effort(3, 2, 10_000);
        static final Effort TRIAL = new Effort(1, 0.2, 100);
    }

    /** What a load has seen. */
    record Seen(double tripsPerSecond, double p99Micros) {
        private static Seen parse(String printed) {
            String[] figures = printed.strip().split(" ", -1);
            return new Seen(Double.parseDouble(figures[0]), Double.parseDouble(figures[2]));
        }
    }

    EchoLoad(Effort effort) throws IOException, InterruptedException {
        this.effort = effort;
        this.folder = Files.createTempDirectory("greendoor-echo");
        folder.toFile().deleteOnExit();
        this.program = Native.compile("echo_load", folder);
    }

    Effort effort() {
        return effort;
    }

    /** Where compiled programs go. */
    Path folder() {
        return folder;
    }

    /** Puts load on a server, and returns when it is over. */
    Seen on(ServerProcess server, int connections) throws IOException, InterruptedException {
        Seen seen = Seen.parse(Native.run(command(server, connections)));
        System.err.printf(
                Locale.ROOT, "# %s, %d connections: %.0f a second%n", server, connections, seen.tripsPerSecond);
        return seen;
    }

    /** Begins to put load on a server. */
    Process begin(ServerProcess server, int connections) throws IOException {
        return new ProcessBuilder(command(server, connections))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> command(ServerProcess server, int connections) {
        return List.of(
                program.toString(),
                String.valueOf(server.port()),
                String.valueOf(connections),
                String.valueOf(MESSAGE_BYTES),
                String.valueOf(effort.seconds));
    }
}
