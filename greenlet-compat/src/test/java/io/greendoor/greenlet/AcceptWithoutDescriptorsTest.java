package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose process has used up its descriptors: in a JVM of its own, which may have few. */
@Timeout(60)
class AcceptWithoutDescriptorsTest {
    private static final Path SHELL = Path.of("/bin/sh");
    private static final Path FILE = Path.of("/dev/null");

    @Test
    void theListenerGoesOnTryingAndSaysSo() throws Exception {
        assumeTrue(Files.exists(SHELL) && Files.exists(FILE), "needs " + SHELL + " and " + FILE);
        Process server = new ProcessBuilder(
                        SHELL.toString(),
                        "-c",
                        "ulimit -n 200 && exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FewDescriptors.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = server.inputReader()) {
            int port = Integer.parseInt(output.readLine());
            new Socket("127.0.0.1", port).close();
            new Socket("127.0.0.1", port).close();
            assertEquals(
                    List.of("accepted", "no descriptor is left", "cannot accept", "another task runs", "accepted"),
                    output.lines().toList());
            assertTrue(server.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, server.exitValue());
        } finally {
            server.destroyForcibly();
        }
    }

    static final class FewDescriptors {
        private static final Logger LOG = Logger.getLogger("io.greendoor.greenlet");

        private FewDescriptors() {}

        @Suspendable
        public static void main(String[] args) throws IOException {
            GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0);
            System.out.println(((InetSocketAddress) listener.localAddress()).getPort());
            listener.accept().socket().close();
            System.out.println("accepted");
            Eventlet.sleep(Duration.ofMillis(1)); // what is needed below is loaded: that takes descriptors
            Warned warned = new Warned();
            LOG.setUseParentHandlers(false);
            LOG.addHandler(warned);

            warned.files.addAll(openAsManyAsPossible());
            System.out.println("no descriptor is left");
            listener.accept();
            System.out.println("accepted");
        }

        private static List<FileInputStream> openAsManyAsPossible() {
            List<FileInputStream> open = new ArrayList<>();
            try {
                while (true) {
                    open.add(new FileInputStream(FILE.toFile()));
                }
            } catch (FileNotFoundException tooMany) {
                return open;
            }
        }
    }

    /** Has descriptors to spare at last, when the server has warned. */
    private static final class Warned extends Handler {
        private final List<FileInputStream> files = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (!record.getMessage().startsWith("cannot accept") || files.isEmpty()) {
                return;
            }
            System.out.println("cannot accept");
            for (FileInputStream file : files) {
                close(file);
            }
            files.clear();
            Eventlet.spawnN(() -> System.out.println("another task runs"));
        }

        private static void close(FileInputStream file) {
            try {
                file.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
