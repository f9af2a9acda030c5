package io.greendoor.benchmarks;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a message, and a connection without any, cost our echo server. */
final class EchoCosts {

    private static final int CONNECTIONS = 100;

    private final EchoLoad load;

    private EchoCosts(EchoLoad load) {
        this.load = load;
    }

    static List<Row> measure(EchoLoad load) throws IOException, InterruptedException {
        EchoCosts costs = new EchoCosts(load);
        return List.of(
                Row.atMost(
                        "allocated for a message, beyond the array that `recv` returns",
                        "bytes",
                        costs.allocated(EchoServer.Kind.GREEN, arrayBytes(EchoLoad.MESSAGE_BYTES)),
                        1),
                Row.atMost(
                        "allocated for a message, with `recvInto`",
                        "bytes",
                        costs.allocated(EchoServer.Kind.GREEN_INTO, 0),
                        1),
                costs.besideIdleOnes(),
                Row.atMost("an idle connection and its task", "bytes", costs.idleBytes(), 4096));
    }

    /** The size of an array of bytes: its header, what is in it, and what makes it a multiple of eight. */
    private static int arrayBytes(int length) {
        return 16 + (length + 7) / 8 * 8;
    }

    /** Looks twice while load is on, so that neither connecting nor closing is counted. */
    private Figure allocated(EchoServer.Kind kind, int asked) throws IOException, InterruptedException {
        long quarter = (long) (load.effort().seconds() * 250);
        List<Double> bytes = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(kind)) {
            load.on(server, CONNECTIONS); // the JIT leaves out what nobody sees only after a while
            load.on(server, CONNECTIONS);
            for (int round = 0; round < load.effort().rounds(); round++) {
                Process loading = load.begin(server, CONNECTIONS);
                Thread.sleep(quarter); // until load is on; it is another process that is waited for
                long allocated = server.ask("allocated");
                long messages = server.ask("messages");
                Thread.sleep(2 * quarter); // the time that is looked at
                allocated = server.ask("allocated") - allocated;
                messages = server.ask("messages") - messages;
                loading.waitFor();
                bytes.add(Math.max(0, (double) allocated / messages - asked));
            }
        }
        return Figure.of(bytes);
    }

    private Row besideIdleOnes() throws IOException, InterruptedException {
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        try (ServerProcess lonely = ServerProcess.start(EchoServer.Kind.GREEN);
                ServerProcess crowded = ServerProcess.start(EchoServer.Kind.GREEN)) {
            List<SocketChannel> idle = crowded.connect(load.effort().idle());
            for (int round = -1; round < load.effort().rounds(); round++) { // the first is for warming up
                double one = load.on(lonely, CONNECTIONS).tripsPerSecond();
                double other = load.on(crowded, CONNECTIONS).tripsPerSecond();
                if (round >= 0) {
                    alone.add(one);
                    beside.add(other);
                }
            }
            close(idle);
        }
        return Row.rate(
                String.format(
                        Locale.ROOT,
                        "echo, %d connections, beside %,d idle ones",
                        CONNECTIONS,
                        load.effort().idle()),
                "a second",
                Figure.of(beside),
                Figure.of(alone),
                0.9);
    }

    private Figure idleBytes() throws IOException, InterruptedException {
        List<Double> bytes = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(EchoServer.Kind.GREEN)) {
            load.on(server, CONNECTIONS); // the interpreter's frames are larger than compiled ones
            for (int round = 0; round < load.effort().rounds(); round++) {
                long before = server.ask("heap");
                List<SocketChannel> idle = server.connect(load.effort().idle());
                load.on(server, 1); // when it is over, all have been accepted
                bytes.add((double) (server.ask("heap") - before) / idle.size());
                close(idle);
                load.on(server, 1); // as above: all are closed
            }
        }
        return Figure.of(bytes);
    }

    private static void close(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
