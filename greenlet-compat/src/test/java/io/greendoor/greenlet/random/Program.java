package io.greendoor.greenlet.random;

import io.greendoor.greenlet.random.Op.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A random program, as data, so that it can be run on each engine and be made smaller.
 *
 * @param traced whether every switch is noted
 * @param scripts what its tasks run; the first is the root's. Each makes tasks of later ones only, so that there is an end
 */
record Program(boolean traced, List<List<Op>> scripts) {

    private static final int SCRIPTS = 6;
    private static final int LONGEST = 9;
    private static final int DEEPEST = 3;
    private static final Kind[] KINDS = Kind.values();
    private static final int WEIGHTS =
            List.of(KINDS).stream().mapToInt(kind -> kind.weight).sum();

    /** The program of a seed. */
    static Program of(long seed) {
        Random random = new Random(seed);
        boolean traced = random.nextInt(4) == 0;
        List<List<Op>> scripts = new ArrayList<>();
        for (int i = 0; i < SCRIPTS; i++) {
            scripts.add(script(random, i, LONGEST, 0));
        }
        return new Program(traced, scripts);
    }

    private static List<Op> script(Random random, int index, int longest, int depth) {
        List<Op> script = new ArrayList<>();
        int length = 1 + random.nextInt(longest);
        for (int i = 0; i < length; i++) {
            script.add(op(random, index, depth));
        }
        return script;
    }

    private static Op op(Random random, int index, int depth) {
        int later = SCRIPTS - 1 - index;
        Kind kind = kind(random);
        while ((kind.hasBody && depth == DEEPEST) || (kind.makesTask() && later == 0)) {
            kind = kind(random);
        }
        int other = kind.makesTask() ? index + 1 + random.nextInt(later) : random.nextInt(8);
        List<Op> body = kind.hasBody ? script(random, index, LONGEST / 2, depth + 1) : List.of();
        return new Op(kind, random.nextInt(8), other, body);
    }

    private static Kind kind(Random random) {
        int at = random.nextInt(WEIGHTS);
        int kind = 0;
        while (at >= KINDS[kind].weight) {
            at -= KINDS[kind].weight;
            kind++;
        }
        return KINDS[kind];
    }

    /** How many instructions it has. */
    int size() {
        return scripts.stream().flatMap(List::stream).mapToInt(Op::size).sum();
    }

    /** Programs that have a little less than this one, those that have the least first. */
    List<Program> smaller() {
        List<Program> smaller = new ArrayList<>();
        if (traced) {
            smaller.add(new Program(false, scripts));
        }
        for (int i = 0; i < scripts.size(); i++) {
            List<Op> script = scripts.get(i);
            if (!script.isEmpty()) {
                smaller.add(with(i, List.of()));
            }
            for (List<Op> each : smaller(script)) {
                smaller.add(with(i, each));
            }
        }
        return smaller;
    }

    private Program with(int index, List<Op> script) {
        List<List<Op>> changed = new ArrayList<>(scripts);
        changed.set(index, script);
        return new Program(traced, changed);
    }

    /** Without one instruction, or with its body in its place, or with less in its body. */
    private static List<List<Op>> smaller(List<Op> script) {
        List<List<Op>> smaller = new ArrayList<>();
        for (int i = 0; i < script.size(); i++) {
            Op op = script.get(i);
            smaller.add(replaced(script, i, List.of()));
            if (!op.body().isEmpty()) {
                smaller.add(replaced(script, i, op.body()));
                for (List<Op> body : smaller(op.body())) {
                    smaller.add(replaced(script, i, List.of(op.with(body))));
                }
            }
        }
        return smaller;
    }

    private static List<Op> replaced(List<Op> script, int index, List<Op> by) {
        List<Op> changed = new ArrayList<>(script.subList(0, index));
        changed.addAll(by);
        changed.addAll(script.subList(index + 1, script.size()));
        return Collections.unmodifiableList(changed);
    }

    /** As a listing. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(traced ? "traced" : "not traced");
        for (int i = 0; i < scripts.size(); i++) {
            lines.add("script " + i);
            scripts.get(i).forEach(op -> lines.addAll(op.lines("    ")));
        }
        return String.join("\n", lines);
    }
}
