package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whose file a unix-domain socket's is, and by what name. */
@Timeout(20)
@ExtendWith(FreshLoop.class)
class UnixSocketFileTest {
    @TempDir
    Path directory;

    @Test
    void closingLeavesTheFileThatAnotherListenerHasPutInItsPlace() throws Exception {
        Path path = directory.resolve("socket");
        GreenServerSocket first = Eventlet.listen(UnixDomainSocketAddress.of(path));
        Files.delete(path);
        try (GreenServerSocket second = Eventlet.listen(UnixDomainSocketAddress.of(path))) {
            first.close();

            assertTrue(Files.exists(path));
            Eventlet.connect(second.localAddress()).close();
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void closingLeavesAFileOfAnotherKindInItsPlace() throws Exception {
        Path path = directory.resolve("socket");
        GreenServerSocket listener = Eventlet.listen(UnixDomainSocketAddress.of(path));
        Files.delete(path);
        Files.writeString(path, "precious");
        listener.close();

        assertEquals("precious", Files.readString(path));
    }

    @Test
    void closingAListenerWhoseFileIsGoneSucceeds() throws Exception {
        Path path = directory.resolve("socket");
        GreenServerSocket listener = Eventlet.listen(UnixDomainSocketAddress.of(path));
        Files.delete(path);
        listener.close();

        assertFalse(listener.isOpen());
    }

    @Test
    void aRelativeNameMayBeShortThoughItsDirectoryIsDeep() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(100)));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeepJvm.class.getName())
                .directory(deep.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());

        assertEquals(0, process.waitFor(), output);
        assertEquals("connected to s.sock, closed: true", output.strip());
    }

    /** Listens on a relative name. */
    static final class DeepJvm {
        private DeepJvm() {}

        public static void main(String[] args) throws IOException {
            Path path = Path.of("s.sock");
            GreenServerSocket listener = Eventlet.listen(UnixDomainSocketAddress.of(path));
            GreenSocket client = Eventlet.connect(listener.localAddress());
            System.out.print("connected to " + client.peerAddress());
            client.close();
            listener.close();
            System.out.println(", closed: " + Files.notExists(path));
        }
    }
}
