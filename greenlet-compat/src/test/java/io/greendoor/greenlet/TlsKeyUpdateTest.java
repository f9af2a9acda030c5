package io.greendoor.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JDK asks for new keys after 128 GB, or after what a setting of the JVM's says: so in a JVM of its own. */
@Timeout(40)
class TlsKeyUpdateTest {
    private static final int SIZE = 4 << 20;

    @TempDir
    Path directory;

    @Test
    void bothEndsAskForNewKeysAllTheTimeWhileBothSend() throws Exception {
        Path settings = Files.writeString(
                directory.resolve("settings"), "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^17\n");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.security.properties=" + settings,
                        "-Djavax.net.debug=ssl,handshake",
                        "-Dgreendoor.engine=thread",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshJvm.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(30, TimeUnit.SECONDS);
            String printed = Files.readString(output);

            assertTrue(ended, () -> "it hangs after: " + printed);
            assertTrue(printed.contains("\nall is well\n"), printed);
            long updates = printed.lines()
                    .filter(line -> line.contains("Consuming KeyUpdate"))
                    .count();
            assertTrue(updates > 40, () -> "the keys were updated " + updates + " times only");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Sends data both ways at once, and looks whether it is what was sent. */
    static final class FreshJvm {
        private FreshJvm() {}

        public static void main(String[] args) throws Exception {
            byte[] there = random(1);
            byte[] back = random(2);
            try (GreenServerSocket listener = Eventlet.listen("127.0.0.1", 0)) {
                GreenThread<Long> server = Eventlet.spawn(
                        () -> exchange(Eventlet.wrapSsl(listener.accept().socket(), TlsTestCase.SERVER, true), back));
                GreenSocket client =
                        Eventlet.wrapSsl(Eventlet.connect(listener.localAddress()), TlsTestCase.CLIENT, false);
                assertEquals(TlsTestCase.checksumOf(back), exchange(client, there));
                assertEquals(TlsTestCase.checksumOf(there), server.await());
            }
            System.out.print("\nall is well\n");
        }

        private static byte[] random(int seed) {
            byte[] data = new byte[SIZE];
            new Random(seed).nextBytes(data);
            return data;
        }

        /** The checksum of what comes while the data goes. */
        @Suspendable
        private static long exchange(GreenSocket socket, byte[] data) throws IOException {
            GreenThread<Void> sender = Eventlet.spawn(() -> socket.sendAll(data));
            long checksum = TlsTestCase.checksumOf(socket, SIZE, 10_000);
            sender.await();
            return checksum;
        }
    }
}
