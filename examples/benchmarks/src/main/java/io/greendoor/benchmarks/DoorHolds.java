package io.greendoor.benchmarks;

import io.greendoor.benchmarks.Spread.Limit;
import io.greendoor.benchmarks.Visitor.Manner;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** For how long the loop of a server is held by visitors of its door, whose commands do not themselves compute. */
// From the first command of a new JVM on, in sessions on TCP and the unix-domain socket, with and without a terminal.
// The JIT is busy with the compiler for thousands of commands, and takes processors of its own; so the first ones are a
// row by themselves, and those after them, and those when it has become quiet. So are those of short sessions that come
// and go: for each, an interpreter is made for the next one meanwhile.
//
// And with a collector that copies concurrently: the JVM's own choice stops all threads while it copies the sessions'
// compilers, which is most of the longest hold, and has nothing to do with the command that meets it.
final class DoorHolds {

    private static final int LONG_SESSIONS = 4;
    private static final int OF_SHORT_SESSION = 50;
    private static final int WARM_UP = 2; // as many commands again
    private static final int COMPLETES_EACH = 5;
    private static final int PAUSE_MILLIS = 5; // about what a command takes
    private static final int WORST = 6;
    private static final Limit[] LIMITS = {Limit.p99(1), Limit.max(5)};

    /** With a number, so that each is new to the compiler. */
    private static final List<String> COMMANDS = List.of(
            "1+%d",
            "app.requests()",
            "int x%d = %<d",
            "\"requests: \" + app.requests() + \" of \" + %d",
            "var list%d = new ArrayList<>(List.of(1, 2, 3))",
            "List.of(3, 1, 2).stream().map(n -> n * %d).sorted().toList()",
            "for (int i = 0; i < 10; i++) app.requests()",
            "System.out.println(\"hello %d\")",
            "int twice%d(int n) { return 2 * n; }",
            "record Point%d(int x, int y) {}",
            "undefined%d",
            "Integer.parseInt(\"no number %d\")",
            "dir(app)",
            "table(List.of(Map.of(\"name\", \"a\", \"size\", %d)))",
            "Map.of(\"a\", List.of(1, 2, 3), \"b\", List.of(%d))",
            "Eventlet.sleep(Duration.ofMillis(1))",
            "1; _ + %d",
            "locals.put(\"n\", %d)",
            "vars().size()",
            "new int[%d]",
            "type(app)",
            "help(app)");

    private final DoorEffort effort;
    private final Door door;
    private final List<Hold> floor = new ArrayList<>();
    private final List<Hold> first = new ArrayList<>(); // commands of the JVM
    private final List<Hold> second = new ArrayList<>(); // as many, after them
    private final List<Hold> commands = new ArrayList<>(); // as many, when it has warmed up
    private final List<Hold> shortly = new ArrayList<>(); // those of short sessions
    private final List<Hold> sessions = new ArrayList<>(); // their beginnings and ends
    private int number;

    /** What happened to the loop while something was done. */
    private record Hold(
            String what, long heldNanos, long withProcessorNanos, long ownNanos, long cpuNanos, long lateNanos) {

        static Row row(String what, List<Hold> holds, ToLongFunction<Hold> part, Limit... limits) {
            List<Long> nanos = holds.stream().map(part::applyAsLong).toList();
            return Row.spread(what, "ms", Spread.ofNanos(nanos), null, limits);
        }
    }

    /** Something that a visitor does. */
    @FunctionalInterface
    private interface Deed<T> {
        T happen() throws IOException, InterruptedException;
    }

    private DoorHolds(DoorEffort effort, Door door) {
        this.effort = effort;
        this.door = door;
    }

    static List<Row> measure(DoorEffort effort) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Door door = Door.open()) {
            door.awaitStarted();
            rows.addAll(new DoorHolds(effort, door).measure());
        }
        Optional<String> collector = Jvm.concurrentCollector();
        if (collector.isPresent()) {
            try (Door door = Door.open(collector.get())) {
                door.awaitStarted();
                rows.addAll(new DoorHolds(effort, door).measureCommands(collector.get()));
            }
        }
        return rows;
    }

    private List<Row> measureCommands(String option) throws IOException, InterruptedException {
        longSessions();
        List<Row> rows = new ArrayList<>();
        rows.addAll(rows("the loop is held, by a command after 4,000, with `" + option + "`", commands, LIMITS));
        rows.addAll(rows("the loop is held, by one of the second 1,000, with it", second, LIMITS));
        return rows;
    }

    private void longSessions() throws IOException, InterruptedException {
        int each = effort.commands() / LONG_SESSIONS;
        sessions(each, first);
        sessions(each, second);
        for (int i = 0; i < WARM_UP; i++) {
            sessions(each, new ArrayList<>());
        }
        sessions(each, commands);
        tellWorst(first);
        tellWorst(second);
        tellWorst(commands);
    }

    private List<Row> measure() throws IOException, InterruptedException {
        for (int i = 0; i < effort.commands(); i++) {
            watch(floor, "nothing", () -> {
                Thread.sleep(PAUSE_MILLIS); // what is measured is a loop to which nobody comes
                return "";
            });
        }
        longSessions();
        sessions(OF_SHORT_SESSION, shortly);
        tellWorst(shortly);
        tellWorst(sessions);
        return rows();
    }

    private void sessions(int length, List<Hold> holds) throws IOException, InterruptedException {
        for (int i = 0; holds.size() < effort.commands(); i++) {
            boolean atTerminal = i % 2 == 1;
            SocketAddress address = atTerminal || i % 4 == 0 ? door.tcp() : door.unix();
            session(address, atTerminal ? Manner.TERMINAL : Manner.FIRST, length, holds);
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(rows("the loop is held, by a command after 4,000", commands, LIMITS));
        rows.addAll(rows("the loop is held, by a command, while sessions come and go", shortly));
        rows.addAll(rows("the loop is held, by one of the second 1,000 commands of a JVM", second, LIMITS));
        rows.addAll(rows("the loop is held, by one of the first 1,000", first));
        rows.add(Hold.row("the loop is held, by a session's beginning or end", sessions, Hold::heldNanos));
        rows.add(Hold.row("the loop is held, while nobody is there", floor, Hold::heldNanos));
        rows.add(Hold.row("a task that sleeps 1 ms is late, while a command is served", commands, Hold::lateNanos));
        rows.add(Hold.row("a task that sleeps 1 ms is late, while nobody is there", floor, Hold::lateNanos));
        return rows;
    }

    private static List<Row> rows(String what, List<Hold> holds, Limit... limits) {
        List<Row> rows = new ArrayList<>();
        rows.add(Hold.row(what, holds, Hold::heldNanos, limits));
        if (RunQueue.IS_KNOWN) {
            rows.add(Hold.row("the same, without its wait for a processor", holds, Hold::withProcessorNanos, limits));
            rows.add(Hold.row("and without what the JVM stopped all threads for", holds, Hold::ownNanos, limits));
        }
        if (Jvm.hasLoom()) { // else tasks have threads of their own, and it is not known what theirs was
            rows.add(Hold.row("of that, processor time of the loop's thread", holds, Hold::cpuNanos));
        }
        return rows;
    }

    private void session(SocketAddress address, Manner manner, int length, List<Hold> holds)
            throws IOException, InterruptedException {
        // whoever comes by the unix-domain socket is on this machine, others need not be
        Visitor visitor = watch(
                sessions, "coming in, " + manner, () -> Door.enter(address, manner, !address.equals(door.unix())));
        for (int i = 1; i <= length; i++) {
            number++;
            if (manner == Manner.TERMINAL && i % COMPLETES_EACH == 0) {
                Completion completion = Completion.number(number / COMPLETES_EACH);
                watch(holds, completion.begun() + " and Tab", () -> {
                    visitor.complete(completion);
                    return "";
                });
                visitor.giveUpLine();
            } else {
                String command = String.format(Locale.ROOT, COMMANDS.get(number % COMMANDS.size()), number);
                watch(holds, command, () -> visitor.type(command));
            }
        }
        var unused = watch(sessions, "leaving, " + manner, visitor::leave);
    }

    private <T> T watch(List<Hold> holds, String what, Deed<T> deed) throws IOException, InterruptedException {
        door.ask("held");
        door.ask("heldWithProcessor");
        door.ask("heldOwn");
        door.ask("late");
        T done = deed.happen();
        holds.add(new Hold(
                what,
                door.ask("held"),
                door.ask("heldWithProcessor"),
                door.ask("heldOwn"),
                door.ask("heldCpu"),
                door.ask("late")));
        return done;
    }

    private static void tellWorst(List<Hold> holds) {
        holds.stream()
                .sorted(Comparator.comparingLong(Hold::ownNanos).reversed())
                .limit(WORST)
                .forEach(hold -> System.err.printf(
                        Locale.ROOT,
                        "# held for %.2f ms at most, %.2f without waiting for a processor, %.2f without the JVM's pauses; the longest computed for %.2f; %d of %d: %s%n",
                        hold.heldNanos / 1e6,
                        hold.withProcessorNanos / 1e6,
                        hold.ownNanos / 1e6,
                        hold.cpuNanos / 1e6,
                        holds.indexOf(hold),
                        holds.size(),
                        hold.what));
    }
}
