package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackdoorServerTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    private static String readUntil(SocketChannel client, String end) throws IOException {
        TelnetStripper received = new TelnetStripper();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (!received.text.toString(StandardCharsets.UTF_8).contains(end) && client.read(buffer) >= 0) {
            received.receive(buffer.array(), buffer.position());
            buffer.clear();
        }
        return received.text.toString(StandardCharsets.UTF_8);
    }

    private static void type(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void runsOnAThreadOfItsOwnWithItsOwnBannerAndPrompts() throws IOException {
        Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("name", "Ada"));
        try (BackdoorServer server = Backdoor.server()
                        .listen(ANY_PORT)
                        .locals(locals)
                        .banner("welcome")
                        .prompts("$ ", "+ ")
                        .start();
                SocketChannel client = SocketChannel.open(server.address())) {
            assertEquals("welcome\n$ ", readUntil(client, "$ "));
            type(client, "name.length(\n");
            assertEquals("+ ", readUntil(client, "+ "));
            type(client, ")\n");
            assertEquals("3\n$ ", readUntil(client, "$ "));
        }
    }

    @Test
    void closingEndsTheSessionsAndSaysSo() throws IOException {
        BackdoorServer server = Backdoor.server().listen(ANY_PORT).start();
        try (SocketChannel client = SocketChannel.open(server.address())) {
            readUntil(client, ">>> ");
            server.close();
            assertEquals("\nthe backdoor is closing\n", readUntil(client, "no such text"));
            assertThrows(
                    IOException.class,
                    () -> SocketChannel.open(server.address()).close());
        }
        server.close();
    }

    @Test
    void itCanBeClosedFromItsOwnPrompt() throws IOException {
        Map<String, Object> locals = new ConcurrentHashMap<>();
        BackdoorServer server =
                Backdoor.server().listen(ANY_PORT).locals(locals).start();
        locals.put("door", server);
        try (SocketChannel client = SocketChannel.open(server.address())) {
            readUntil(client, ">>> ");
            type(client, "door.close()\n");
            assertTrue(readUntil(client, "no such text").contains("the backdoor is closing\n"));
        }
    }

    @Test
    void aUnixSocketFileIsGoneAfterwards(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("door");
        try (BackdoorServer server =
                Backdoor.server().listen(UnixDomainSocketAddress.of(file)).start()) {
            assertEquals(UnixDomainSocketAddress.of(file), server.address());
            assertTrue(Files.exists(file));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void whyItCannotStartIsThrownWhereItIsStarted() throws IOException {
        try (BackdoorServer server = Backdoor.server().listen(ANY_PORT).start()) {
            BackdoorServer.Builder second = Backdoor.server().listen(server.address());
            assertThrows(BindException.class, second::start);
        }
        BackdoorServer.Builder exposed = Backdoor.server().listen(new InetSocketAddress("0.0.0.0", 0));
        String cure = assertThrows(SecurityException.class, exposed::start).getMessage();
        assertTrue(cure.contains("listen on \"localhost\""), cure);
        assertThrows(IllegalStateException.class, Backdoor.server()::start);
    }
}
