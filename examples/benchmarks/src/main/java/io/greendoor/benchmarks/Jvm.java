package io.greendoor.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The JVM that measures: the one of whoever asks, with what the engine {@code loom} and its peers need. */
final class Jvm {

    static final String OPEN_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    static final String EXPORT_CONTINUATION = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";

    /** Up to where further options and the main class go. */
    static final List<String> COMMAND = List.of(
            System.getProperty("java.home") + "/bin/java",
            "-classpath",
            System.getProperty("java.class.path"),
            OPEN_LANG,
            EXPORT_CONTINUATION);

    private Jvm() {}

    /** Where continuations and virtual threads with a scheduler of their own are. */
    static boolean hasLoom() {
        return Runtime.version().feature() >= 21;
    }

    /** The option for a collector that copies while the program runs, and stops it only for moments; empty: there is none. */
    static Optional<String> concurrentCollector() throws IOException, InterruptedException {
        for (String option : List.of("-XX:+UseShenandoahGC", "-XX:+UseZGC")) {
            if (Native.works(COMMAND.get(0), option, "-version")) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** The agent that the engine {@code quasar} needs; {@code mvn -Pbenchmarks} builds it and says where it is. */
    static Path quasarAgent() {
        Path agent = Path.of(System.getProperty("benchmarks.quasar.agent", "greendoor-quasar-agent.jar"));
        if (!Files.exists(agent)) {
            throw new IllegalStateException("measuring the engine \"quasar\", on Java "
                    + Runtime.version().feature() + ", needs " + agent
                    + ": mvn -q -Pbenchmarks on JDK 17 makes it; the other engine, \"loom\", needs JDK 21 or newer");
        }
        return agent;
    }
}
