package io.greendoor.benchmarks;

import io.greendoor.benchmarks.Spread.Limit;
import io.greendoor.benchmarks.Visitor.Manner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a door costs besides: its first command, and each turn of a loop that was typed there. */
final class DoorCosts {

    private static final int UP_MILLIS = 2_000;
    private static final int CALLS = 7;

    /** What {@link DoorApp#nanosOf} does. */
    private static final List<String> TYPED = List.of(
            "long last",
            "long nanosOf(int turns) { long begun = System.nanoTime(); long sum = 0;"
                    + " for (int i = 0; i < turns; i++) { sum = sum * 31 + i; }"
                    + " last = sum; return System.nanoTime() - begun; }");

    private final DoorEffort effort;

    private DoorCosts(DoorEffort effort) {
        this.effort = effort;
    }

    static List<Row> measure(DoorEffort effort) throws IOException, InterruptedException {
        DoorCosts costs = new DoorCosts(effort);
        List<Row> rows = new ArrayList<>(costs.first());
        rows.addAll(costs.checkpoint());
        return rows;
    }

    private List<Row> first() throws IOException, InterruptedException {
        List<Long> prompts = new ArrayList<>();
        List<Long> commands = new ArrayList<>();
        List<Long> tools = new ArrayList<>();
        List<Long> typed = new ArrayList<>();
        for (int i = 0; i < effort.starts(); i++) {
            try (Door door = Door.open()) {
                Thread.sleep(UP_MILLIS); // what is measured is a server that has been up for so long
                long begun = System.nanoTime();
                try (Visitor visitor = new Visitor(door.unix(), Manner.SILENT)) {
                    prompts.add(visitor.enter(begun));
                    commands.add(nanosOf(() -> visitor.type("1+1")));
                }
            }
            try (JShellTool tool = new JShellTool()) {
                tools.add(tool.nanosToPrompt());
                typed.add(nanosOf(() -> tool.type("1+1")));
            }
        }
        return List.of(
                Row.spread(
                        "first connect to prompt, beside the start of `jshell`",
                        "ms",
                        Spread.ofNanos(prompts),
                        Spread.ofNanos(tools)),
                Row.spread(
                        "first `1+1`, beside `jshell`'s",
                        "ms",
                        Spread.ofNanos(commands),
                        Spread.ofNanos(typed),
                        Limit.max(150)));
    }

    /** Something that takes time. */
    @FunctionalInterface
    private interface Work {
        Object work() throws IOException;
    }

    private static long nanosOf(Work work) throws IOException {
        long begun = System.nanoTime();
        work.work();
        return System.nanoTime() - begun;
    }

    private List<Row> checkpoint() throws IOException {
        try (Door door = Door.open();
                Visitor visitor = Door.enter(door.unix(), Manner.SILENT)) {
            for (String declaration : TYPED) {
                visitor.type(declaration);
            }
            Figure typed = perTurn(visitor, "nanosOf");
            Figure compiled = perTurn(visitor, "app.nanosOf");
            return List.of(
                    Row.beside("a turn of a loop typed at the prompt, beside the application's", "ns", typed, compiled),
                    Row.atMost("a checkpoint", "ns", Figure.of(Math.max(0, typed.value() - compiled.value())), 1));
        }
    }

    private Figure perTurn(Visitor visitor, String method) throws IOException {
        List<Double> nanos = new ArrayList<>();
        for (int i = 0; i < 2 * CALLS; i++) {
            String answer = visitor.type(method + "(" + effort.turns() + ")");
            if (i >= CALLS) {
                nanos.add(Double.parseDouble(answer.substring(0, answer.indexOf('\n'))) / effort.turns());
            }
        }
        return Figure.of(nanos);
    }
}
