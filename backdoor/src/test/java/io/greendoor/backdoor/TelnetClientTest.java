package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The {@code telnet} that people use, at a terminal, with nothing but the protocol at the other end. */
@Timeout(60)
class TelnetClientTest {
    private static final String CTRL_C = "\3";
    private static final String ESCAPE = "\35";

    private final TelnetLog log = new TelnetLog();
    private final TelnetProtocol telnet = new TelnetProtocol(log);
    private ClientProgram client;
    private Socket socket;

    @BeforeEach
    void connect() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String command =
                    "stty cols 255 rows 33; TERM=xterm-256color exec telnet 127.0.0.1 " + listening.getLocalPort();
            client = ClientProgram.start(List.of("script", "--quiet", "--flush", "--command", command, "/dev/null"));
            listening.setSoTimeout(20_000);
            socket = listening.accept();
            socket.setSoTimeout(20_000);
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        socket.close();
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private void print(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(telnet.text().lines(bytes, 0, bytes.length));
    }

    /** Talks with the client until it has said this. */
    private void await(String event) throws IOException {
        await(() -> log.soFar().contains(event), event);
    }

    private void await(BooleanSupplier condition, String what) throws IOException {
        byte[] buffer = new byte[1024];
        while (!condition.getAsBoolean()) {
            int count = socket.getInputStream().read(buffer);
            assertTrue(count > 0, () -> "no " + what + " in " + log.soFar());
            telnet.receive(Arrays.copyOf(buffer, count));
            send(log.replies.toByteArray());
            log.replies.reset();
        }
    }

    private void startWithAnEditor() throws IOException {
        send(telnet.start(true));
        await("type xterm-256color");
    }

    @Test
    void itIsATerminalForAnEditor() throws Exception {
        startWithAnEditor();
        assertTrue(telnet.isSettled() && telnet.isCharacterMode());
        assertEquals(TelnetText.BINARY, telnet.text());
        assertEquals(List.of("by character", "255x33", "> SB TTYPE SEND SE", "type xterm-256color"), log.taken());
    }

    @Test
    void itSendsEveryKeyAndShowsEveryCharacter() throws Exception {
        startWithAnEditor();
        client.readUntil("'^]'.\r\n");
        log.taken();
        client.press("grün 漢\r");
        await("\"grün 漢\\r\"");
        log.taken();
        client.press(CTRL_C);
        await("\"\3\"");
        print("größer 漢字\n> ");
        assertEquals("größer 漢字\r\n> ", client.readUntil("> "), "no echo of its own");
    }

    @Test
    void itGoesToLinesAndBackWhenItsUserWantsIt() throws Exception {
        startWithAnEditor();
        log.taken();
        command("mode line");
        await("by line");
        await(telnet::isSettled, "answer");
        assertEquals(TelnetText.NVT, telnet.text());
        client.press("漢字\n");
        await("\"漢字\\n\"");
        log.taken();
        command("mode character");
        await("by character");
    }

    private void command(String command) throws Exception {
        client.press(ESCAPE);
        client.readUntil("telnet> ");
        client.press(command + "\r");
    }
}
