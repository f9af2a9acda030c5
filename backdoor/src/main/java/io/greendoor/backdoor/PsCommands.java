package io.greendoor.backdoor;

import io.greendoor.scheduler.LoopUsage;
import io.greendoor.scheduler.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code /ps} and {@code /top}: what runs in this process. */
final class PsCommands {

    private static final Set<TaskId.Kind> ALL = Set.copyOf(EnumSet.allOf(TaskId.Kind.class));

    /** Without virtual threads, which have no figures, and are dear to list. */
    private static final Set<TaskId.Kind> MEASURED = Set.of(TaskId.Kind.GREEN, TaskId.Kind.PLATFORM);

    /** For those who did not ask for virtual threads in particular. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final int DEFAULT_HEIGHT = 25;
    private static final int LINES_AROUND = 6;
    private static final int LEAST_ROWS = 5;
    private static final long FIRST_LOOK_MILLIS = 250;
    private static final int LONGEST_SECONDS = 3600;
    private static final int MOST_TIMES = 9999;
    private static final int FOR_EVER = Integer.MAX_VALUE;
    private static final String HOME = "\033[H";
    private static final String CLEAR_BELOW = "\033[J";
    private static final String CLEAR_LINE = "\033[K";

    private final Scheduler loop;
    private final Screen screen;
    private final VirtualThreadReader virtualThreads = new VirtualThreadReader();

    PsCommands(Scheduler loop, Screen screen) {
        this.loop = loop;
        this.screen = screen;
    }

    PromptCommand ps() {
        return new OffLoopCommand("ps", "lists green tasks and threads", """
                /ps [tree|flat] [green|platform|virtual] [sort:KEY] [WORD ...]
                  lists green tasks, platform threads and virtual threads, as a tree by who spawned whom
                  12 is a green task, t34 a platform thread, v56 a virtual one; see /where ID, /kill ID
                  WORD      only those that mention it, and each other one, in ID, name, state, loop or what they wait for
                  sort:KEY  id, age, name, state, cpu or turns; with it, or a WORD, the list is flat unless tree is said""", this::ps, words -> PsQuery.KEYWORDS);
    }

    PromptCommand top() {
        return new OffLoopCommand(
                "top",
                "shows again and again who is busy; once without a terminal",
                """
                /top [SECONDS [TIMES]] [green|platform|virtual] [sort:KEY] [WORD ...]
                  shows who has used the processor, or had turns on its loop, each second until Ctrl-C
                  TIMES     so often only; a client without a terminal is shown it once, unless it says how often
                  virtual threads are listed only when they are named: that takes the JVM long""",
                this::top,
                words -> PsQuery.KEYWORDS);
    }

    private void ps(PromptCommand.Invocation call) throws IOException, InterruptedException {
        PsQuery query = PsQuery.parse(call.words(), ALL);
        List<TaskRow> rows = TaskList.of(loop, query.kinds());
        List<TaskRow> virtual = virtualThreads(query, query.kinds().equals(ALL) ? PATIENCE : FOREVER);
        if (virtual != null) {
            rows.addAll(virtual);
        }
        call.out().print(PsView.of(rows, query, call.width()));
        if (virtual == null) {
            call.out().println("there are many virtual threads: /ps virtual waits until the JVM has listed them");
        }
    }

    private @Nullable List<TaskRow> virtualThreads(PsQuery query, Duration patience)
            throws IOException, InterruptedException {
        return query.kinds().contains(TaskId.Kind.VIRTUAL) ? virtualThreads.within(patience) : List.of();
    }

    private String frame(TopView view, PsQuery query, int most, int width) throws IOException, InterruptedException {
        List<TaskRow> rows = TaskList.of(loop, query.kinds());
        List<TaskRow> virtual = virtualThreads(query, FOREVER);
        rows.addAll(virtual == null ? List.of() : virtual);
        return view.next(rows, query, System.nanoTime(), most, width);
    }

    private void top(PromptCommand.Invocation call) throws IOException {
        List<String> words = new ArrayList<>(call.words());
        int seconds = take(words, 1, LONGEST_SECONDS, "every # seconds");
        boolean isTerminal = screen.isTerminal();
        int times = take(words, isTerminal ? FOR_EVER : 1, MOST_TIMES, "# times");
        PsQuery query = PsQuery.parse(words, MEASURED);
        TopView view = new TopView();
        long pauseMillis = FIRST_LOOK_MILLIS;
        LoopUsage before = loop.usage();
        try {
            frame(view, query, 0, call.width()); // what the first figures are counted from
            for (int i = 0; i < times && !call.out().checkError(); i++) {
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
                pauseMillis = TimeUnit.SECONDS.toMillis(seconds);
                LoopUsage now = loop.usage();
                String frame = load(now, before) + frame(view, query, rows(), call.width());
                before = now;
                call.out().print(isTerminal ? redrawn(frame) : frame + "\n");
                call.out().flush();
            }
        } catch (InterruptedException end) {
            // Ctrl-C, which is how it is meant to end: so the thread is not interrupted any more
        }
    }

    private int rows() {
        int height = screen.height() > 0 ? screen.height() : DEFAULT_HEIGHT;
        return Math.max(LEAST_ROWS, height - LINES_AROUND);
    }

    private String load(LoopUsage now, LoopUsage before) {
        return String.format(
                Locale.ROOT,
                "loop of \"%s\": load %.0f %%, longest hold of the last minute %s\n",
                Literals.visible(loop.threadName()),
                100 * now.loadSince(before),
                Durations.format(now.recentHold()));
    }

    /** Over what was there before. */
    private static String redrawn(String frame) {
        return HOME + frame.replace("\n", CLEAR_LINE + "\n") + CLEAR_BELOW;
    }

    /** The first word, if it is a number. */
    private static int take(List<String> words, int otherwise, int most, String what) {
        if (words.isEmpty() || !words.get(0).matches("-?\\d+(\\.\\d+)?")) {
            return otherwise;
        }
        String text = words.remove(0);
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new UsageError("cannot look " + what.replace("#", Literals.shortened(text, 40))
                    + ": a whole number from 1 to " + most + ", as in /top 2 10");
        }
        return Integer.parseInt(text);
    }
}
