package io.greendoor.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is measured once, in a JVM of its own, because it is no matter of time for each operation. */
enum Program {
    PARKED_GREEN_THREAD(1_000_000, ParkedTasks::greenThread),
    PARKED_COROUTINE(1_000_000, ParkedTasks::coroutine),
    PARKED_VIRTUAL_THREAD(1_000_000, ParkedTasks::virtualThread),
    CANCELLED_TIMERS(10_000_000, CancelledTimers::bytesLeft),
    EXECUTE(1_000_000, Executing::callbacksPerSecond),
    IDLE_LOOP(2_000, IdleLoop::cpuMicrosOfLoop),
    IDLE_ALL(2_000, IdleLoop::cpuMicrosOfAll);

    private final int amount;

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final Measurement measurement;

    /** Measures with so many tasks, timers, callbacks or milliseconds. */
    @FunctionalInterface
    interface Measurement {
        double measure(int amount) throws Exception;
    }

    Program(int amount, Measurement measurement) {
        this.amount = amount;
        this.measurement = measurement;
    }

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(valueOf(arguments[0]).measure(Integer.parseInt(arguments[1])));
    }

    /** Measures with so much, here and now. */
    double measure(int amount) throws Exception {
        return measurement.measure(amount);
    }

    /** Measures with the full amount, or a part of it. */
    Figure inNewJvm(int divisor) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Jvm.COMMAND);
        command.addAll(List.of("-Xmx3g", Program.class.getName(), name(), String.valueOf(amount / divisor)));
        System.err.println("# " + this);
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (jvm.waitFor() != 0) {
            throw new IOException(this + " ended with " + jvm.exitValue() + ": " + command);
        }
        return Figure.of(Double.parseDouble(printed));
    }
}
