package io.greendoor.backdoor;

import java.util.Random;
import java.util.function.Supplier;

/** Writes small Java programs that always end, with whatever jumps: a class whose {@code static Object run()} tells what it went through. */
final class RandomProgram {
    private static final int DEPTH = 4;

    private final Random random;
    private int names;
    private boolean mayReturn;

    private RandomProgram(Random random) {
        this.random = random;
    }

    static String write(Random random, String packageName, String className) {
        return new RandomProgram(random).program(packageName, className);
    }

    private String program(String packageName, String className) {
        return """
                package %s;
                public class %s {
                    static int fuel = 2000;
                    static long trace;
                    static int step(int n) { trace = trace * 31 + n; return (int) (trace >>> 7) & 7; }
                    static boolean more() { return fuel-- > 0; }
                    static int recursive(int n) { return n <= 0 || !more() ? step(n) : recursive(n - 1) + recursive(n - 2); }
                    interface Shape { default int size(int n) { %s return n; } }
                    enum Kind implements Shape { A, B { public int size(int n) { %s return n + 1; } } }
                    record Pair(int a, int b) { Pair { %s } int sum() { int n = a; %s return n + b; } }
                    static class Base { int n; Base(int n) { %s this.n = n; } }
                    static class Derived extends Base { Derived(int n) { super(n > 3 ? step(n) : recursive(n & 3)); %s } }
                    static synchronized int locked(int n) { %s return n; }
                    static int f(int n) { %s return n; }
                    public static Object run() {
                        int n = 1;
                        try { %s } catch (RuntimeException e) { step(n); }
                        try { n = f(n) + new Pair(n, 2).sum() + new Derived(n).n + Kind.B.size(n) + Kind.A.size(n) + locked(n); }
                        catch (IllegalStateException e) { step(99); }
                        return trace + " " + n + " " + fuel;
                    }
                }
                """.formatted(
                        packageName,
                        className,
                        body(1),
                        body(1),
                        constructorBody().replace("n = ", "b = ").replaceAll("\\bn\\b", "a"),
                        body(1),
                        constructorBody(),
                        constructorBody(),
                        body(2),
                        body(DEPTH),
                        body(DEPTH).replace("return n;", "return trace;"));
    }

    private String body(int depth) {
        mayReturn = true;
        return block(depth);
    }

    private String constructorBody() {
        mayReturn = false;
        return block(1);
    }

    private String block(int depth) {
        StringBuilder statements = new StringBuilder();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            statements.append(statement(depth)).append(' ');
        }
        return statements.toString();
    }

    private String statement(int depth) {
        if (depth == 0) {
            return simple();
        }
        return pick(
                this::simple,
                () -> "if (" + condition() + ") { " + block(depth - 1) + "} else { " + block(depth - 1) + "}",
                () -> "while (more() && " + condition() + ") { " + block(depth - 1) + "}",
                () -> "do { " + block(depth - 1) + jump("continue") + "} while (more() && (" + condition() + " || "
                        + condition() + "));",
                () -> counted(depth),
                () -> each(depth, name()),
                () -> "switch (step(n)) { case 0: " + block(depth - 1) + " case 1: " + block(depth - 1)
                        + "break; default: " + block(depth - 1) + "}",
                () -> "n = switch (\"abc\".substring(n & 1)) { case \"abc\" -> step(1); default -> { " + simple()
                        + " while (more()) if (" + condition() + ") break; yield n; } };",
                () -> "try { " + block(depth - 1) + "if (" + condition()
                        + ") throw new IllegalStateException(); } catch (" + "IllegalStateException " + name() + ") { "
                        + block(depth - 1) + "}",
                () -> mayReturn ? "if (" + condition() + ") return n;" : simple(),
                () -> "try { " + block(depth - 1) + "} finally { " + block(depth - 1) + "}",
                () -> "synchronized (Kind.A) { " + block(depth - 1) + "}",
                () -> lambda(depth),
                () -> "n += recursive(n & 7);");
    }

    private String counted(int depth) {
        String label = name();
        String i = name();
        return label + ": for (int " + i + " = 0; " + i + " < 4 && more(); " + i + "++) { while (more()) { "
                + block(depth - 1) + "if (" + condition() + ") " + pick(() -> "break ", () -> "continue ") + label
                + "; try { if (" + condition() + ") continue; " + simple() + " } finally { step(" + i + "); } } }";
    }

    private String each(int depth, String each) {
        return "for (int " + each + " : new int[] {1, 2, n & 3}) { step(" + each + "); " + block(depth - 1)
                + jump("continue") + "}";
    }

    /** Called by itself, and one in it by a stream. */
    private String lambda(int depth) {
        String given = name();
        String own = name();
        String inner = name();
        return "{ final int " + given + " = n; java.util.function.IntSupplier " + name() + " = () -> { int " + own
                + " = "
                + given + "; while (more() && step(" + own + ") != 2) { " + own + "++; } "
                + "return java.util.stream.IntStream.range(0, 5).map(" + inner
                + " -> { for (int i = 0; i < 3; i++) step(i); "
                + "return " + inner + "; }).sum() + " + own + "; }; n = v" + (names - 1) + ".getAsInt(); "
                + block(depth - 1)
                + "}";
    }

    private String simple() {
        return pick(
                () -> "n = step(n + " + random.nextInt(10) + ");",
                () -> "n ^= " + random.nextInt(10) + ";",
                () -> "if (" + condition() + ") n++;",
                () -> "{ long " + name() + " = n * 3L; double d" + names + " = n / 2.0; step((int) (v" + (names - 1)
                        + " + d" + names + ")); }");
    }

    /** Of the innermost loop, under a condition. */
    private String jump(String how) {
        return random.nextBoolean() ? "if (" + condition() + ") " + how + "; " : "";
    }

    private String condition() {
        return pick(
                () -> "(n & " + (1 + random.nextInt(7)) + ") == 0",
                () -> "step(n) > " + random.nextInt(7),
                () -> "n % 3 != 1",
                () -> "((n & 1) == 0 ? step(1) : n) < 3");
    }

    private String name() {
        return "v" + names++;
    }

    @SafeVarargs
    private String pick(Supplier<String>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }
}
