package io.greendoor.backdoor;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.regex.Pattern;

/** Makes clients with a terminal, of which is read what it would show, more or less. */
final class TerminalClient {

    private static final String AGREED =
            "DO ECHO DO SGA DO BINARY WILL BINARY WILL NAWS SB NAWS 00 50 00 18 SE WILL TTYPE";
    private static final Pattern ESCAPES = Pattern.compile("\u001b(\\[[0-9;?]*[a-zA-Z]|[=>78])");

    private TerminalClient() {}

    /** Connects, agrees to all that the server offers, and reads the banner and the first prompt. */
    static DoorClient connect(SocketAddress address, String type) throws IOException {
        DoorClient client = new DoorClient(address);
        client.send(TelnetNotation.bytes(AGREED));
        client.see(TerminalClient::shown);
        client.awaitProtocol("SB TTYPE SEND");
        String answer = "SB TTYPE IS '" + type + "' SE ";
        client.send(TelnetNotation.bytes(answer + answer)); // twice: it is the only one
        client.readUntilPrompt();
        return client;
    }

    /** As {@link #connect}, and runs a command: so the compiler is there, however busy the machine. */
    static DoorClient connectAndCompile(SocketAddress address, String type) throws IOException {
        DoorClient client = connect(address, type);
        client.send("1+1\r");
        client.readUntil("\n2\n");
        client.readUntilPrompt();
        return client;
    }

    private static String shown(String received) {
        return ESCAPES.matcher(received).replaceAll("").replace("\r", "");
    }
}
