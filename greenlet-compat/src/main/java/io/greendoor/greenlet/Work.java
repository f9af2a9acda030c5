package io.greendoor.greenlet;

import io.greendoor.scheduler.Suspendable;
import io.greendoor.scheduler.Task;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A task as what a greenlet or a green thread runs; and how such work is told of, by the name of its class. */
// Only the text of the class's name is looked at, when somebody asks: to make a task costs nothing for it.
record Work(Task task) implements Callable<Void>, Body, StandIn {

    private static final Pattern NUMBERED = Pattern.compile("\\d.*"); // 1, 1Local; 12B, of a class typed at a prompt

    @Override
    @Suspendable
    @SuppressWarnings("NullAway") // Void has no other value
    public Void call() throws Exception {
        task.run();
        return null;
    }

    @Override
    @Suspendable
    public @Nullable Object run(Args args) throws Exception {
        task.run();
        return null;
    }

    @Override
    public Object principal() {
        return task;
    }

    /** {@code Ticker (lambda)}, {@code Ticker (anonymous)} or {@code Ticker}; method references are lambdas, too. */
    static String name(Object work) {
        Object principal = work;
        while (principal instanceof StandIn standIn) {
            principal = standIn.principal();
        }
        return name(principal.getClass().getName());
    }

    static String name(String className) {
        String simple = className.substring(className.lastIndexOf('.', slash(className)) + 1);
        int made = simple.indexOf("$$", 1); // by the JVM, or by a tool: Ticker$$Lambda/0x0000…, Ticker$$Proxy
        String source = made < 0 ? simple : simple.substring(0, made);
        String[] parts = source.split("\\$");
        int last = parts.length - 1;
        while (last > 0 && NUMBERED.matcher(parts[last]).matches()) {
            last--;
        }
        String name = parts.length == 0 || parts[last].isEmpty() ? source : parts[last];
        if (made >= 0 && simple.startsWith("$$Lambda", made)) {
            return name + " (lambda)";
        }
        boolean isInside = last < parts.length - 1;
        String own = isInside ? parts[parts.length - 1].replaceFirst("\\d+", "") : name;
        return own.isEmpty() ? name + " (anonymous)" : own;
    }

    private static int slash(String className) {
        int slash = className.indexOf('/');
        return slash < 0 ? className.length() : slash;
    }
}
