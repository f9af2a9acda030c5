package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the bytes of a command come. */
class SessionBytesTest extends AtTheDoor {
    private static void sendByteByByte(DoorClient client, String text) throws IOException {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            client.send(new byte[] {b});
        }
    }

    @Test
    void severalLinesInOnePacketAreAllRunInOrder() throws Exception {
        DoorClient client = door.client();

        client.send("1+1\n2+2\nint a = 3\na*2\nexit()\n");

        assertEquals("2\n>>> 4\n>>> >>> 6\n>>> ", client.readToEnd());
    }

    @Test
    void whatIsSentBeforeTheBannerIsRunAfterIt() throws Exception {
        DoorClient client = door.connect();

        client.send("1+1\nexit()\n");

        assertTrue(client.readToEnd().endsWith("(InteractiveConsole)\n>>> 2\n>>> "));
    }

    @Test
    void aLineMayComeByteByByte() throws Exception {
        DoorClient client = door.client();

        sendByteByByte(client, "\"grün \" + (40 + 2)\n");

        assertEquals("\"grün 42\"\n", client.answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\0"})
    void aLineEndsWithLfCrLfOrTelnetsCrNul(String end) throws Exception {
        DoorClient client = door.client();

        client.send("1+1" + end + end + "class A {" + end + end + "}" + end + "2+2" + end + "exit()" + end);

        assertEquals("2\n>>> >>> ... ... >>> 4\n>>> ", client.readToEnd());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\0"})
    void aLineEndMayComeInPieces(String end) throws Exception {
        DoorClient client = door.client();

        sendByteByByte(client, "1+1" + end + "2+2" + end + "exit()" + end);

        assertEquals("2\n>>> 4\n>>> ", client.readToEnd());
    }

    @Test
    void textIsUtf8BothWays() throws Exception {
        DoorClient client = door.client();

        assertEquals("\"äöü € 漢字 😀\"\n", client.type("\"äöü € 漢字 😀\""));
        assertEquals("6\n", client.type("\"漢字\".getBytes(java.nio.charset.StandardCharsets.UTF_8).length"));
        assertEquals("grün 😀\n", client.type("System.out.println(\"grün 😀\")"));
        assertEquals("", client.type("int größe = 3"));
        assertEquals("3\n", client.type("größe"));
    }

    @Test
    void whatIsNoUtf8EndsNothing() throws Exception {
        DoorClient client = door.client();

        client.send(new byte[] {'"', (byte) 0xc3, '(', (byte) 0xfe, (byte) 0x80, '"', '\n'});
        assertEquals("\"\ufffd(\ufffd\ufffd\"\n", client.answer());
        client.send(new byte[] {(byte) 0xe2, (byte) 0x82, '\n'});
        assertTrue(client.answer().contains("error: "));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void nulBytesAreNoText() throws Exception {
        DoorClient client = door.client();

        assertEquals("11\n", client.type("\0001\0000\0 + 1\0"));
        assertEquals("", client.type("\0\0\0"));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aLineOf64KibibytesWorks() throws Exception {
        DoorClient client = door.client();
        String text = "x".repeat(60_000);

        assertEquals("60000\n", client.type("\"" + text + "\".length()" + " ".repeat((1 << 16) - text.length())));
    }

    @Test
    void aLineOfMoreThanAMebibyteIsRefusedAndTheSessionGoesOn() throws Exception {
        DoorClient client = door.client();

        client.send("locals.put(\"ran\", 1); //" + "x".repeat(1 << 20) + "\n1+1\n");

        String refusal = client.answer();
        assertTrue(refusal.startsWith("error: ") && refusal.contains("1 MiB"), refusal);
        assertEquals("2\n", client.answer());
        assertTrue(locals.isEmpty());
    }

    @Test
    void aRefusedLineEndsAnUnfinishedStatement() throws Exception {
        DoorClient client = door.client();

        client.send("class A {\n");
        client.readUntil(DoorClient.CONTINUATION);
        client.send("x".repeat((1 << 20) + 1) + "\n");

        assertTrue(client.answer().contains("1 MiB"));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void manyLinesAtOnceAreAllRun() throws Exception {
        DoorClient client = door.client();

        client.send("int n = 0\n" + "n++;\n".repeat(100) + "\"n is \" + n\nexit()\n");

        assertTrue(client.readToEnd().endsWith("\"n is 100\"\n>>> "));
    }

    @Test
    void randomBytesDoNotStopTheServer() throws Exception {
        long seed = System.nanoTime();
        System.err.println("randomBytesDoNotStopTheServer: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            byte[] bytes = new byte[2_000];
            random.nextBytes(bytes);
            DoorClient client = door.connect();
            client.send(bytes);
            client.endInput();
            client.readToEnd();
        }

        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void deepNestingIsRefusedAndEndsNothing() throws Exception {
        DoorClient client = door.client();

        assertTrue(client.type("(".repeat(20_000) + "1" + ")".repeat(20_000)).contains("error: "));
        assertEquals("2\n", client.type("1+1"));
    }
}
