package io.greendoor.backdoor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /threads}: the platform threads, who waits for whose lock, and deadlocks. */
final class ThreadsCommand {

    private static final int NAME_WIDTH = 36;
    private static final int LOCK_WIDTH = 60;
    private static final int FRAMES_OF_DEADLOCK = 5;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    PromptCommand command() {
        return new OffLoopCommand("threads", "lists the platform threads, their locks, and deadlocks", """
                /threads [WORD ...]
                  lists platform threads with the lock that each waits for, and who has it; deadlocks come first
                  WORD  only those whose name, state or lock mentions it""", this::run);
    }

    private void run(PromptCommand.Invocation call) {
        List<String> words =
                call.words().stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
        List<ThreadInfo> found = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull) // those have ended meanwhile
                .filter(info -> words.stream().allMatch(text(info)::contains))
                .sorted(Comparator.comparingLong(ThreadInfo::getThreadId))
                .toList();
        call.out().print(deadlocks());
        call.out()
                .print(Listing.of(
                        found,
                        List.of("ID", "STATE", "CPU", "NAME", "OWNER", "WAITS FOR"),
                        this::cells,
                        call.width(),
                        "name what you look for, as in /threads pool"));
        call.out().print(Listing.count(found.size(), "platform thread") + "\n");
    }

    private static String text(ThreadInfo info) {
        String text = TaskId.platform(info.getThreadId()) + " " + info.getThreadName() + " "
                + TaskList.state(info.getThreadState()) + " " + info.getLockName();
        return text.toLowerCase(Locale.ROOT);
    }

    private List<TextTable.Cell> cells(ThreadInfo info) {
        long cpu = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? threads.getThreadCpuTime(info.getThreadId())
                : -1;
        return List.of(
                new TextTable.Cell(TaskId.platform(info.getThreadId()).toString(), false),
                new TextTable.Cell(TaskList.state(info.getThreadState()), false),
                Listing.right(cpu < 0 ? "" : Durations.formatNanos(cpu)),
                Listing.text(info.getThreadName(), NAME_WIDTH),
                new TextTable.Cell(owner(info), false),
                Listing.text(Objects.requireNonNullElse(info.getLockName(), ""), LOCK_WIDTH));
    }

    private static String owner(ThreadInfo info) {
        return info.getLockOwnerId() < 0
                ? ""
                : TaskId.platform(info.getLockOwnerId()).toString();
    }

    private String deadlocks() {
        long @Nullable [] ids = threads.findDeadlockedThreads();
        if (ids == null) {
            return "";
        }
        Map<Long, ThreadInfo> stuck = new HashMap<>();
        for (ThreadInfo info : threads.getThreadInfo(ids, FRAMES_OF_DEADLOCK)) {
            if (info != null) {
                stuck.put(info.getThreadId(), info);
            }
        }
        StringBuilder out =
                new StringBuilder("deadlock: " + stuck.size() + " threads wait for one another, for ever\n");
        stuck.values().forEach(info -> append(info, out));
        return out.append('\n').toString();
    }

    private static void append(ThreadInfo info, StringBuilder out) {
        out.append("  ").append(TaskId.platform(info.getThreadId())).append(" \"");
        out.append(Literals.visible(info.getThreadName()))
                .append("\" waits for ")
                .append(info.getLockName());
        out.append(", which ").append(owner(info)).append(" has\n");
        for (StackTraceElement frame : info.getStackTrace()) {
            out.append("\tat ").append(frame).append('\n');
        }
    }
}
