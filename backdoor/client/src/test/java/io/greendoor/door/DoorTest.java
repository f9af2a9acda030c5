package io.greendoor.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.backdoor.Backdoor;
import io.greendoor.backdoor.BackdoorServer;
import io.greendoor.backdoor.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts, run by the client in a real server. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class DoorTest {
    @Parameter
    Transport transport;

    @TempDir
    Path folder;

    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = new ByteArrayInputStream(new byte[0]);
    private BackdoorServer server;

    @BeforeEach
    void start() throws IOException {
        server =
                Backdoor.server().listen(transport.freeAddress()).locals(locals).start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private int run(String... words) {
        List<String> all = new ArrayList<>(List.of(DoorAddress.of(server)));
        all.addAll(List.of(words));
        return runWith(all);
    }

    private int runWith(List<String> words) {
        out.reset();
        err.reset();
        PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Door(in, printed, complaints, () -> false).run(words);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void codePrintsItsValue() {
        locals.put("count", 41);

        assertEquals(0, run("-c", "count + 1"));

        assertEquals("42\n", out());
        assertEquals("", err());
    }

    @Test
    void piecesAreOneSession() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsh"), "int twice(int x) {\n  return 2 * x;\n}");
        in = new ByteArrayInputStream("twice(n)\n\"grün\"".getBytes(StandardCharsets.UTF_8));

        assertEquals(0, run("-c", "int n = 4", file.toString(), "-", "-c", "System.out.print(\"no end\")"));

        assertEquals("8\n\"grün\"\nno end", out());
    }

    @Test
    void whatThrowsIsToldApartAndTheRestIsRun() {
        assertEquals(1, run("-c", "throw new IllegalStateException(\"typed\")", "-c", "1 + 1"));

        assertEquals("2\n", out());
        assertEquals("java.lang.IllegalStateException: typed\n\tat <console>\n", err());
    }

    @Test
    void whatDoesNotCompileIsToldApart() {
        assertEquals(1, run("-c", "nosuch"));

        assertEquals("", out());
        assertTrue(err().contains("error: cannot find symbol\n"), err());
    }

    @Test
    void whatIsUnfinishedIsAnError() {
        assertEquals(1, run("-c", "Math.max(1,"));

        assertTrue(err().contains("error: "), err());
    }

    @Test
    void aLocalIsWritten() {
        locals.put("count", 1);

        assertEquals(0, run("-c", "count = 5"));

        assertEquals(5, locals.get("count"));
    }

    @Test
    void machinesGetTheObjectsAsTheyAre() {
        assertEquals(0, run("--json", "-c", "1 + 1"));

        assertEquals("{\"type\":\"session\",\"java\":\"" + System.getProperty("java.version") + "\"}\n" + """
                {"type":"value","text":"2","class":"java.lang.Integer","name":"_1"}
                {"type":"done","ok":true}
                {"type":"end"}
                """, out());
        assertEquals(1, run("--json", "-c", "nosuch"));
        assertEquals("", err());
    }

    @Test
    void exitAtTheEndIsNoFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsh"), "2\nexit()\n3\n");

        assertEquals(0, run("-c", "1", file.toString()));

        assertEquals("1\n2\n", out());
        assertEquals("", err());
    }

    @Test
    void whatNeverRanBecauseOfAnExitIsSaidAndIsAFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsh"), "3\n");

        assertEquals(1, run("-c", "1", "-c", "exit()", "-c", "2", file.toString(), "-"));

        assertEquals("1\n", out());
        assertEquals(
                "door: exit() has ended the session, and this never ran: -c '2', " + file + ", the standard input\n",
                err());
    }

    @Test
    void anUnfinishedPieceIsAnErrorOfItsOwnAndTheNextIsRun() {
        assertEquals(1, run("-c", "int f() {", "-c", "1", "-c", "\"\"\"\n x", "-c", "2"));

        assertEquals("1\n2\n", out());
        assertTrue(err().startsWith("  File \"<console>\", line 1\n    int f() {\n"), err());
        assertTrue(err().contains("\nerror: this statement is unfinished, and its piece or script ends here\n"), err());
    }

    @Test
    void aPieceThatCouldGoOnIsWhole() {
        assertEquals(0, run("-c", "if (true) System.out.println(1);", "-c", "System.out.println(2)"));

        assertEquals("1\n2\n", out());
        assertEquals("", err());
    }

    @Test
    void aPieceReadsNothingOfTheNext() {
        assertEquals(
                0,
                run(
                        "-c",
                        "System.in.read()",
                        "-c",
                        "new Scanner(System.in).nextLine()\ntyped",
                        "-c",
                        "System.in.read()\ntyped",
                        "-c",
                        "System.in.read()"));

        assertEquals("-1\n\"typed\"\n116\n-1\n", out());
    }

    @Test
    void muchCodeAndMuchOutputDoNotWaitForEachOther() throws IOException {
        String line = "\"" + "x".repeat(1000) + "\"\n";
        Path file = Files.writeString(folder.resolve("much.jsh"), line.repeat(300));

        assertEquals(0, run(file.toString(), "-c", "System.out.print(\"y\".repeat(3_000_000))"));

        assertEquals(300 * line.length() + 3_000_000, out().length());
    }

    @Test
    void whatIsPipedInIsRunAsItComes() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        locals.put("first", first);
        PipedOutputStream pipe = new PipedOutputStream();
        in = new PipedInputStream(pipe);
        Thread writer = new Thread(() -> write(pipe, first));
        writer.start();

        assertEquals(0, run());

        writer.join();
        assertEquals("2\n", out());
    }

    private static void write(PipedOutputStream pipe, CountDownLatch first) {
        try (pipe) {
            pipe.write("first.countDown()\n".getBytes(StandardCharsets.UTF_8));
            pipe.flush();
            assertTrue(first.await(20, TimeUnit.SECONDS));
            pipe.write("1 + 1\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aServerThatClosesIsALostConnection() {
        locals.put("door", server);

        assertEquals(3, run("-c", "{ door.close(); Eventlet.sleep(Duration.ofHours(1)); }", "-c", "1 + 1"));

        assertEquals("\nthe backdoor is closing\n", out());
        assertTrue(err().startsWith("door: the server has ended the session: "), err());
        assertTrue(err().endsWith(", and this never ran: -c '1 + 1'\n"), err());
    }

    @Test
    void whereNobodyListensIsSaid() throws IOException {
        server.close();

        assertEquals(3, run("-c", "1"));

        assertTrue(
                err().startsWith(
                                transport == Transport.TCP
                                        ? "door: nobody listens on 127.0.0.1:"
                                        : "door: there is no socket "),
                err());
    }

    @Test
    void aSocketThatWasLeftBehindIsSaid() throws IOException {
        Path file = folder.resolve("left.sock");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(file));
        }

        assertEquals(3, runWith(List.of(file.toString(), "-c", "1")));

        assertEquals("door: nobody listens on " + file + ": its server has ended, or it is no socket\n", err());
    }

    @Test
    void whoeverIsNoDoorIsSaid() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread web = new Thread(() -> answer(other));
            web.start();

            assertEquals(3, runWith(List.of(String.valueOf(other.getLocalPort()), "-c", "1")));

            web.join();
        }
        assertEquals("door: whoever listens there is no door that scripts can talk to\n", err());
    }

    private static void answer(ServerSocket other) {
        try (Socket client = other.accept()) {
            client.getInputStream().readNBytes("/json\n1\n\4".length());
            client.getOutputStream().write("400 what?\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void helpAndVersionNeedNoServer() {
        assertEquals(0, runWith(List.of("--help")));
        assertTrue(out().startsWith("door: a Java prompt"), out());
        assertEquals(0, runWith(List.of("--version")));
        assertTrue(out().startsWith("door "), out());
        assertEquals(2, runWith(List.of()));
    }
}
