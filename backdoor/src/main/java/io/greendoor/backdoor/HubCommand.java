package io.greendoor.backdoor;

import io.greendoor.scheduler.ListenerSnapshot;
import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.LoopUsage;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TimerSnapshot;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** {@code /hub}: how the loop does. */
final class HubCommand {

    private static final long SAMPLE_MILLIS = 1000;
    private static final Duration WORTH_TELLING = Duration.ofMillis(100);
    private static final int TEXT_WIDTH = 120;
    private static final LoopUsage BEGINNING =
            new LoopUsage(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final Scheduler loop;

    HubCommand(Scheduler loop) {
        this.loop = loop;
    }

    PromptCommand command() {
        return new OffLoopCommand(
                "hub",
                "tells how busy the loop is, and what it waits for",
                """
                /hub
                  load (looks for a second), tasks, timers, listeners, the longest hold of this session's loop
                /hub timers
                  when which is due, and what it does
                /hub listeners
                  which task waits for which channel""",
                this::run,
                words -> List.of("timers", "listeners"));
    }

    private void run(PromptCommand.Invocation call) throws Exception {
        String word = call.argument();
        if (word.isEmpty()) {
            call.out().print(overview());
        } else if ("timers".startsWith(word)) {
            call.out().print(timers(call.width()));
        } else if ("listeners".startsWith(word)) {
            call.out().print(listeners(call.width()));
        } else {
            throw new UsageError("/hub knows nothing of \"" + Literals.visible(Literals.shortened(word, 40))
                    + "\": /hub, /hub timers or /hub listeners");
        }
    }

    private String overview() throws Exception {
        LoopUsage before = loop.usage();
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        LoopUsage now = loop.usage();
        List<TimerSnapshot> timers = loop.timers();
        String next = timers.isEmpty() ? "" : ", the next " + due(timers.get(0));
        String tasks = PsView.count(TaskList.of(loop, EnumSet.of(TaskId.Kind.GREEN)).stream()
                .filter(row -> TaskId.of(loop.thread()).equals(row.home()))
                .toList());
        return "loop of \"" + Literals.visible(loop.threadName()) + "\", engine " + loop.engine() + ", "
                + Durations.format(now.elapsed()) + " old\n"
                + line("load", percent(now, before) + ", " + percent(now, BEGINNING) + " since it was made")
                + line("tasks", tasks.strip())
                + line("timers", Listing.number(timers.size()) + next)
                + line("listeners", Listing.number(loop.listeners().size()))
                + line(
                        "longest hold",
                        Durations.format(now.recentHold()) + " in the last minute, "
                                + Durations.format(now.longestHold()) + " since it was made")
                + hold();
    }

    private static String line(String name, String text) {
        return String.format("%-13s %s\n", name, text);
    }

    private static String percent(LoopUsage now, LoopUsage before) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * now.loadSince(before));
    }

    private String hold() {
        LoopHold hold = loop.holder();
        return hold == null || hold.since().compareTo(WORTH_TELLING) < 0
                ? ""
                : line(
                        "held",
                        "for " + Durations.format(hold.since()) + " by " + WhereCommand.title(hold)
                                + ": /where shows its stack");
    }

    private static String due(TimerSnapshot timer) {
        Duration remaining = timer.remaining();
        return remaining.isNegative()
                ? "overdue by " + Durations.format(remaining.negated())
                : "in " + Durations.format(remaining);
    }

    private String timers(int width) {
        List<TimerSnapshot> timers = loop.timers();
        return Listing.of(
                        timers,
                        List.of("DUE", "WHAT"),
                        timer -> List.of(Listing.text(due(timer), TEXT_WIDTH), Listing.text(timer.what(), TEXT_WIDTH)),
                        width,
                        "they are due later")
                + Listing.count(timers.size(), "timer") + "\n";
    }

    private String listeners(int width) {
        List<ListenerSnapshot> listeners = loop.listeners();
        String root = TaskId.of(loop.thread()).toString();
        return Listing.of(
                        listeners,
                        List.of("TASK", "FOR", "CHANNEL"),
                        each -> List.of(
                                Listing.text(each.task() == 0 ? root : Long.toString(each.task()), TEXT_WIDTH),
                                Listing.text(each.purpose(), TEXT_WIDTH),
                                Listing.text(each.channel(), TEXT_WIDTH)),
                        width,
                        "/ps lists the tasks that wait for them")
                + Listing.count(listeners.size(), "listener") + "\n";
    }
}
