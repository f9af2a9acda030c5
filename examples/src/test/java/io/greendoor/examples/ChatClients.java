package io.greendoor.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clients of a chat server, one socket for each name, that play a script. */
final class ChatClients implements AutoCloseable {
    private static final int SECONDS = 20;
    private static final int SMALL = 4096;

    private final int port;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final Map<String, BufferedReader> readers = new LinkedHashMap<>();

    ChatClients(int port) {
        this.port = port;
    }

    /**
     * Plays {@code "ann connects"}, {@code "ann > what she sends"}, {@code "ann < what she receives"} and {@code "ann is
     * disconnected"}, one after the other.
     *
     * @return the same lines, with what was received really
     */
    List<String> play(String script) throws IOException {
        List<String> transcript = new ArrayList<>();
        for (String step : script.lines().toList()) {
            transcript.add(play(step.split(" ", 3)));
        }
        return transcript;
    }

    private String play(String[] step) throws IOException {
        String name = step[0];
        switch (step[1]) {
            case "connects" -> connect(name);
            case ">" -> send(name, step[2]);
            default -> {
                return receive(name);
            }
        }
        return String.join(" ", step);
    }

    private void connect(String name) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL); // so that little is on its way to one who does not read
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(SECONDS * 1000);
        sockets.put(name, socket);
        readers.put(name, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    }

    void send(String name, String line) throws IOException {
        sockets.get(name).getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next line, or the end. */
    String receive(String name) throws IOException {
        String line = readers.get(name).readLine();
        return line == null ? name + " is disconnected" : name + " < " + line;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets.values()) {
            socket.close();
        }
    }
}
