package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's blocking sockets, in a JVM where a green task is the first virtual thread to use one. */
@Timeout(40)
class JdkSocketsTest {
    @TempDir
    Path directory;

    @Test
    void tasksUseThemAndSoDoOrdinaryVirtualThreadsAfterwards() throws Exception {
        assumeTrue(Hubs.getHub().engine().equals("loom"), "a blocking call holds up the loop of this engine");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-Dgreendoor.engine=loom",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshJvm.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(20, TimeUnit.SECONDS);

            assertTrue(ended, () -> "it hangs after: " + read(output));
            assertEquals("tasks: 6, ordinary: 2\n", read(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Two tasks, each with a client's task, talk; then two ordinary virtual threads do. */
    static final class FreshJvm {
        private FreshJvm() {}

        public static void main(String[] args) throws Exception {
            int tasks = 0;
            int ordinary = 0;
            try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
                List<GreenThread<Integer>> clients = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    Eventlet.spawn(() -> echo(listener));
                    clients.add(Eventlet.spawn(() -> talk(listener)));
                }
                for (GreenThread<Integer> client : clients) {
                    tasks += client.await();
                }
                FutureTask<Void> server = new FutureTask<>(() -> echo(listener), null);
                FutureTask<Integer> client = new FutureTask<>(() -> talk(listener));
                startVirtual(server);
                startVirtual(client);
                ordinary = client.get();
                server.get();
            }
            System.out.print("tasks: " + tasks + ", ordinary: " + ordinary + "\n");
        }

        private static void startVirtual(Runnable work) throws ReflectiveOperationException {
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        }

        @Suspendable
        private static void echo(ServerSocket listener) {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** How many bytes came back. */
        @Suspendable
        private static int talk(ServerSocket listener) throws IOException {
            try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                int count = 0;
                for (int sent = 0; sent < 2; sent++) {
                    socket.getOutputStream().write(sent);
                    count += socket.getInputStream().read() == sent ? 1 : 0;
                }
                return count;
            }
        }
    }
}
