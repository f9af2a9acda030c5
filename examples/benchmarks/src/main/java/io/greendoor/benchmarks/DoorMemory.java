package io.greendoor.benchmarks;

import io.greendoor.benchmarks.Visitor.Manner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a session needs that has run a command and waits at its prompt, and what is left when it has gone. */
final class DoorMemory {

    private static final int BOUND_SECONDS = 20;
    private static final int MOST_LEFT_KIBIBYTES = 64;
    private static final int SETTLING_SECONDS =
            3; // the last session's worker lets go of its compiler after the client has left
    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTE = 1 << 10;

    private final Door door;
    private final int sessions;
    private final List<Row> rows = new ArrayList<>();

    /** What is in use when nothing is going on. */
    private record Usage(long heap, long metaspace, long threads, long descriptors) {

        static Usage of(Door door) throws IOException, InterruptedException {
            door.awaitSpare();
            return new Usage(door.ask("heap"), door.ask("metaspace"), door.ask("threads"), door.ask("descriptors"));
        }

        long handlesMoreThan(Usage other) {
            return Math.max(0, threads - other.threads) + Math.max(0, descriptors - other.descriptors);
        }
    }

    private DoorMemory(Door door, int sessions) {
        this.door = door;
        this.sessions = sessions;
    }

    static List<Row> measure(DoorEffort effort) throws IOException, InterruptedException {
        try (Door door = Door.open()) {
            DoorMemory memory = new DoorMemory(door, effort.sessions());
            for (Manner manner : List.of(Manner.FIRST, Manner.TERMINAL)) {
                leave(memory.enter(manner, effort.sessions())); // what stays of the first is not a session's
            }
            memory.measure("an idle session", Manner.FIRST);
            memory.measure("an idle session at a terminal", Manner.TERMINAL);
            return memory.rows;
        }
    }

    private void measure(String what, Manner manner) throws IOException, InterruptedException {
        Usage before = Usage.of(door);
        List<Visitor> visitors = enter(manner, sessions);
        Usage during = Usage.of(door);
        leave(visitors);
        Usage after = Usage.of(door);
        for (int i = 0; i < BOUND_SECONDS && !isOver(before, after, i < SETTLING_SECONDS); i++) {
            Thread.sleep(1_000); // a worker goes when it has had nothing to do for a second
            after = Usage.of(door);
        }
        rows.add(Row.atMost(
                what + ", heap and metaspace",
                "MiB",
                each(during.heap - before.heap + during.metaspace - before.metaspace, MEBIBYTE),
                8));
        rows.add(Row.atMost(
                what + ", left of it when it is over",
                "KiB",
                each(after.heap - before.heap + after.metaspace - before.metaspace, KIBIBYTE),
                MOST_LEFT_KIBIBYTES));
        rows.add(Row.atMost(
                what + ", threads and descriptors left of all",
                "",
                Figure.of((double) after.handlesMoreThan(before)),
                0));
    }

    /** Whether all sessions have gone; with {@code isSettling} their memory, too. */
    private boolean isOver(Usage before, Usage after, boolean isSettling) {
        long left = after.heap - before.heap + after.metaspace - before.metaspace;
        boolean isMuch = left > MOST_LEFT_KIBIBYTES * KIBIBYTE * sessions;
        return after.handlesMoreThan(before) == 0 && !(isSettling && isMuch);
    }

    private Figure each(long of, double unit) {
        return Figure.of(Math.max(0, of / unit / sessions));
    }

    private List<Visitor> enter(Manner manner, int count) throws IOException {
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Visitor visitor = Door.enter(door.tcp(), manner);
            visitor.type("1+1");
            visitors.add(visitor);
        }
        return visitors;
    }

    private static void leave(List<Visitor> visitors) throws IOException {
        for (Visitor visitor : visitors) {
            visitor.leave();
        }
    }
}
