package io.greendoor.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A server that runs as a process of its own until it is closed. */
final class ServerProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final int port;

    private ServerProcess(String name, List<String> command) throws IOException {
        this.name = name;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = process.outputWriter(StandardCharsets.UTF_8);
        port = (int) answer();
    }

    /** Starts one, which prints its port when it can be connected to. */
    static ServerProcess start(String name, List<String> command) throws IOException {
        return new ServerProcess(name, command);
    }

    /** Starts one of ours, or of the JDK's. */
    static ServerProcess start(EchoServer.Kind kind) throws IOException {
        List<String> command = new ArrayList<>(Jvm.COMMAND);
        command.addAll(List.of("-Xmx2g", EchoServer.class.getName(), kind.name()));
        return start(kind.name().toLowerCase(Locale.ROOT), command);
    }

    int port() {
        return port;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Asks one of the questions that {@link EchoServer} or {@link DoorServer} answers. */
    long ask(String question) throws IOException {
        questions.write(question + "\n");
        questions.flush();
        return answer();
    }

    private long answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the server " + name + " has ended");
        }
        return Long.parseLong(line);
    }

    /** Connects so many times, and leaves it at that. */
    List<SocketChannel> connect(int connections) throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            idle.add(SocketChannel.open(address()));
        }
        return idle;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return name;
    }
}
