package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a JVM that has few descriptors, and runs out of them. */
class DescriptorShortageTest extends LoggingTestCase {
    private static final String WARNING = "cannot accept on ";

    @TempDir
    Path directory;

    @Test
    void serveSurvivesWithPausesAndGoesOnWhenDescriptorsAreFreed() throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -n 80; exec \"$@\"", "bash"));
        // In jars, which are open before the shortage: a class in a folder could not be loaded during it.
        command.addAll(ChildJvm.command(ChildJvm.jars(directory), PoorJvm.class.getName()));
        try (ChildJvm jvm = ChildJvm.start(command)) {
            int port = Integer.parseInt(jvm.lineAfter("port "));
            try (Socket early = connect(port)) {
                assertEchoes(early);
                jvm.writeLine("take all");
                log.add(jvm.lineAfter("left: "));
                try (Socket late = connect(port);
                        Socket later = connect(port)) {
                    long start = System.nanoTime();
                    for (int pause = 100; pause <= 400; pause *= 2) {
                        String warning = jvm.lineAfter(WARNING);
                        assertTrue(warning.contains("again in " + pause + " ms: Too many open files"), warning);
                    }
                    assertEchoes(early);
                    jvm.writeLine("free all");
                    assertEchoes(late);
                    assertEchoes(later);
                    long millis = (System.nanoTime() - start) / 1_000_000;
                    jvm.writeLine("end");
                    long more = jvm.linesToTheEnd().stream()
                            .filter(line -> line.contains(WARNING))
                            .count();
                    assertTrue(more <= 1 + millis / 800, () -> more + " more lines in " + millis + " ms");
                }
            }
            assertEquals(0, jvm.exitValue());
        }
        assertEquals(List.of("none"), log);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static void assertEchoes(Socket socket) throws IOException {
        socket.getOutputStream().write(bytes("hello"));
        assertEquals("hello", text(socket.getInputStream().readNBytes(5)));
    }

    /** Echoes, and takes and frees all descriptors when it is told to. */
    static final class PoorJvm {
        private static final List<Closeable> TAKEN = new ArrayList<>();

        private PoorJvm() {}

        public static void main(String[] args) throws IOException {
            System.getLogger("io.greendoor.greenlet").log(System.Logger.Level.WARNING, "the log is open");
            GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0);
            Thread commands = new Thread(PoorJvm::obey, "commands");
            commands.setDaemon(true);
            commands.start();
            System.out.println("port " + ((InetSocketAddress) listener.localAddress()).getPort());
            Eventlet.serve(listener, (socket, peer) -> {
                for (byte[] got = socket.recv(10); got.length > 0; got = socket.recv(10)) {
                    socket.sendAll(got);
                }
            });
        }

        private static void obey() {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            try {
                while (true) {
                    switch (in.readLine()) {
                        case "take all" -> System.out.println("left: " + takeAll());
                        case "free all" -> freeAll();
                        default -> System.exit(0);
                    }
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static String takeAll() throws IOException {
            for (int i = 0; i < 1000; i++) {
                try {
                    TAKEN.add(new FileInputStream("/dev/null"));
                } catch (IOException full) {
                    return "none";
                }
            }
            return "some";
        }

        private static void freeAll() throws IOException {
            for (Closeable each : TAKEN) {
                each.close();
            }
        }
    }
}
