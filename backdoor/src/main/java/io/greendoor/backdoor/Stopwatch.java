package io.greendoor.backdoor;

/** How long a statement took: all in all, and as the command that was made of it. The console's task only. */
final class Stopwatch {

    private final long begunNanos = System.nanoTime();
    private final long ranBeforeNanos;
    private final Workbench workbench;

    /** Starts it. */
    Stopwatch(Workbench workbench) {
        this.workbench = workbench;
        this.ranBeforeNanos = workbench.ranNanos();
    }

    /** What it shows now, as a line. */
    String text() {
        long all = System.nanoTime() - begunNanos;
        long ran = workbench.ranNanos() - ranBeforeNanos;
        return "took " + Durations.formatNanos(ran) + ", and " + Durations.formatNanos(all - ran)
                + " to compile and print\n";
    }
}
