package io.greendoor.greenlet;

import io.greendoor.scheduler.ListenerSnapshot;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TaskSnapshot;
import io.greendoor.scheduler.TimerSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Looks into the calling thread's loop, and has it watched: eventlet's {@code debug}. What is switched on or off here
 * holds for that loop alone, and ends with it.
 *
 * <p>To look at another thread's loop, ask that {@link Scheduler}: its snapshots can be taken from any thread.
 */
public final class Debug {

    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private Debug() {}

    /**
     * Who waits for which channel: a line {@code READERS:}, a line for each task that waits to read or to accept, a line
     * {@code WRITERS:}, a line for each that waits to write or to connect. See {@link Scheduler#listeners()}.
     */
    public static String formatHubListeners() {
        Scheduler hub = Scheduler.current();
        List<ListenerSnapshot> listeners = hub.listeners();
        List<TaskSnapshot> tasks = hub.tasks();
        List<String> lines = new ArrayList<>();
        for (String purpose : List.of("read", "write")) {
            lines.add(purpose.equals("read") ? "READERS:" : "WRITERS:");
            for (ListenerSnapshot each : listeners) {
                if (each.purpose().equals(purpose)) {
                    lines.add(format(each, hub, tasks));
                }
            }
        }
        return String.join("\n", lines);
    }

    private static String format(ListenerSnapshot listener, Scheduler hub, List<TaskSnapshot> tasks) {
        long number = listener.task();
        String who = number == 0
                ? "thread \"" + hub.threadName() + "\""
                : tasks.stream()
                        .filter(task -> task.number() == number)
                        .map(task -> "task " + number + " (" + task.name() + ")")
                        .findFirst()
                        .orElse("task " + number);
        return who + ": " + listener.channel();
    }

    /**
     * What the loop will do at which time, the next thing first: a line {@code TIMERS:}, and a line for each. See {@link
     * Scheduler#timers()}.
     */
    public static String formatHubTimers() {
        List<String> lines = new ArrayList<>(List.of("TIMERS:"));
        Scheduler.current().timers().forEach(timer -> lines.add(format(timer)));
        return String.join("\n", lines);
    }

    private static String format(TimerSnapshot timer) {
        long millis = timer.remaining().toMillis();
        return (millis < 0 ? "overdue by " + -millis : "in " + millis) + " ms: " + timer.what();
    }

    /**
     * Whether to log, as an error with its stack, what a task dies of that no parent catches, and what a callback of the
     * loop throws. On by default. A {@link GreenletExit} is never logged.
     */
    public static void hubExceptions(boolean on) {
        Scheduler.current().logExceptions(on);
    }

    /** As {@link #hubBlockingDetection(boolean, Duration)}, with a resolution of one second. */
    public static void hubBlockingDetection(boolean on) {
        hubBlockingDetection(on, RESOLUTION);
    }

    /**
     * Whether to log a warning, once each time, when somebody holds the loop for longer than {@code resolution}, with the
     * stack of whoever does. Another thread watches; what holds the loop goes on undisturbed, where eventlet throws into
     * it. Off by default. To switch it on again changes the resolution.
     *
     * @param resolution a millisecond or more; of no account when it is switched off
     */
    public static void hubBlockingDetection(boolean on, Duration resolution) {
        Objects.requireNonNull(resolution, "resolution");
        Scheduler.current().detectBlocking(on ? resolution : null);
    }

    /**
     * Whether to throw an {@link IllegalStateException} when a second task wants to read from, or to write to, a channel
     * while another one waits to. On by default, since it is a mistake as a rule. Off: they are served one at a time, first
     * come, first served; who gets which bytes, and how the parts of large messages are mixed, is their business.
     */
    public static void hubPreventMultipleReaders(boolean on) {
        Scheduler.current().shareChannels(!on);
    }
}
