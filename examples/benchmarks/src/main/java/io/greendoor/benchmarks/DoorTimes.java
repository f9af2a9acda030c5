package io.greendoor.benchmarks;

import io.greendoor.benchmarks.Spread.Limit;
import io.greendoor.benchmarks.Visitor.Manner;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a visitor of a door waits: for the prompt, for an answer, for a completion. */
// eventlet's door and the jshell tool run at the same time and are idle meanwhile, so that what is compared was
// measured within seconds. What the first commands of a JVM take is measured elsewhere (DoorCosts); here the JIT has
// seen the compiler.
final class DoorTimes {

    private static final int WARM_UPS = 200;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int TOOL_WARM_UPS = 30;
    private static final int LONG_SESSION = 10;
    private static final String COMMAND = "1+1";

    private final DoorEffort effort;
    private final Door door;
    private final @Nullable ServerProcess eventlet;
    private final List<Row> rows = new ArrayList<>();

    private DoorTimes(DoorEffort effort, Door door, @Nullable ServerProcess eventlet) {
        this.effort = effort;
        this.door = door;
        this.eventlet = eventlet;
    }

    static List<Row> measure(DoorEffort effort) throws IOException, InterruptedException {
        try (Door door = Door.open();
                ServerProcess eventlet = startEventlet()) {
            DoorTimes times = new DoorTimes(effort, door, eventlet);
            times.warmUp();
            times.connect();
            times.command();
            times.completion();
            return times.rows;
        }
    }

    private static @Nullable ServerProcess startEventlet() throws IOException, InterruptedException {
        String python = Native.pythonWith("eventlet");
        if (python == null) {
            return null;
        }
        Path folder = Files.createTempDirectory("greendoor-door");
        folder.toFile().deleteOnExit();
        Path program = Native.copy("door_eventlet.py", folder);
        program.toFile().deleteOnExit();
        return ServerProcess.start("eventlet", List.of(python, program.toString()));
    }

    private void warmUp() throws IOException {
        int times = Math.min(WARM_UPS, effort.times());
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            for (Manner manner : List.of(Manner.FIRST, Manner.TERMINAL)) {
                entering(door.tcp(), manner, times / 2);
                typing(door.tcp(), manner, times);
            }
            entering(door.unix(), Manner.SILENT, times);
            completing(times);
        }
    }

    private void connect() throws IOException {
        Spread peer = eventlet == null ? null : entering(eventlet.address(), Manner.SILENT, effort.times());
        connect("unix-domain socket", door.unix(), Manner.SILENT, peer);
        connect("TCP, a client that sends first", door.tcp(), Manner.FIRST, peer);
        connect("TCP, a telnet that negotiates at once", door.tcp(), Manner.TERMINAL, peer);
        rows.add(Row.spread(
                "connect to prompt, TCP, a client that says nothing",
                "ms",
                entering(door.tcp(), Manner.SILENT, effort.times() / 10 + 1),
                peer));
    }

    private void connect(String how, SocketAddress address, Manner manner, @Nullable Spread peer) throws IOException {
        Spread ours = entering(address, manner, effort.times());
        rows.add(Row.spread("connect to prompt, " + how, "ms", ours, peer, Limit.p99(20)));
    }

    private Spread entering(SocketAddress address, Manner manner, int times) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            try (Visitor visitor = new Visitor(address, manner)) {
                nanos.add(visitor.enter(begun));
            }
        }
        return Spread.ofNanos(nanos);
    }

    private void command() throws IOException {
        Spread peer = eventlet == null ? null : typing(eventlet.address(), Manner.SILENT, effort.times());
        Spread unix = typing(door.unix(), Manner.SILENT, effort.times());
        Limit limit = Limit.median(8);
        rows.add(Row.spread("`1+1`, round trip, unix-domain socket, beside eventlet", "ms", unix, peer, limit));
        Spread tcp = typing(door.tcp(), Manner.FIRST, effort.times());
        rows.add(Row.spread("`1+1`, round trip, TCP, beside eventlet", "ms", tcp, peer, limit));
        rows.add(Row.spread("`1+1`, round trip, TCP, beside `jshell`", "ms", tcp, jshell(), limit));
        rows.add(Row.spread(
                "`1+1`, round trip, TCP, at a terminal",
                "ms",
                typing(door.tcp(), Manner.TERMINAL, effort.times()),
                null,
                limit));
        int many = effort.times() * LONG_SESSION;
        rows.add(Row.spread(
                String.format(Locale.ROOT, "`1+1`, round trip, TCP, after %,d in the same session", many),
                "ms",
                typing(door.tcp(), Manner.FIRST, many, effort.times()),
                null,
                limit));
    }

    private Spread typing(SocketAddress address, Manner manner, int times) throws IOException {
        return typing(address, manner, 1, times); // the session's first is measured elsewhere
    }

    private Spread typing(SocketAddress address, Manner manner, int before, int times) throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (Visitor visitor = Door.enter(address, manner)) {
            for (int i = 0; i < before; i++) {
                visitor.type(COMMAND);
            }
            for (int i = 0; i < times; i++) {
                long begun = System.nanoTime();
                visitor.type(COMMAND);
                nanos.add(System.nanoTime() - begun);
            }
        }
        return Spread.ofNanos(nanos);
    }

    private Spread jshell() throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (JShellTool tool = new JShellTool()) {
            int warmUps = Math.min(TOOL_WARM_UPS, effort.times()); // a command takes it a fifth of a second
            for (int i = 0; i < warmUps + effort.times() / 5 + 1; i++) {
                long begun = System.nanoTime();
                tool.type(COMMAND);
                if (i >= warmUps) {
                    nanos.add(System.nanoTime() - begun);
                }
            }
        }
        return Spread.ofNanos(nanos);
    }

    private void completion() throws IOException {
        rows.add(Row.spread(
                "completion, from the key to the text", "ms", completing(effort.times()), null, Limit.median(50)));
    }

    private Spread completing(int times) throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (Visitor visitor = Door.enter(door.tcp(), Manner.TERMINAL)) {
            visitor.type(COMMAND);
            for (int i = 0; i < times; i++) {
                Completion completion = Completion.number(i);
                long begun = System.nanoTime();
                visitor.complete(completion);
                nanos.add(System.nanoTime() - begun);
                visitor.giveUpLine();
            }
        }
        return Spread.ofNanos(nanos);
    }
}
