package io.greendoor.backdoor;

import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.TaskSnapshot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The green tasks of all loops, and the platform threads. From any thread, also while a loop is stuck. */
// A green task is carried by a thread of its own on some engines. Those threads are left out: they are known by the
// name that the engine gives to a platform thread, and virtual ones by the engine's frames on their stack.
final class TaskList {

    /** What a column has no room for: a channel's class is told by its simple name well enough. */
    private static final Pattern PACKAGES = Pattern.compile("\\b(?:java|sun)(?:\\.[a-z]\\w*)*\\.(?=[A-Z])");

    private static final String FIBER = "greendoor-fiber";

    private TaskList() {}

    /**
     * All of these kinds but virtual threads, for which there is {@link VirtualThreadReader}.
     *
     * @param own a loop that is listed first, also when it has no tasks yet
     */
    static List<TaskRow> of(Scheduler own, Set<TaskId.Kind> kinds) {
        List<TaskRow> rows = new ArrayList<>();
        if (kinds.contains(TaskId.Kind.PLATFORM)) {
            addPlatformThreads(rows);
        }
        if (kinds.contains(TaskId.Kind.GREEN)) {
            loops(own).forEach(loop -> addTasks(loop, rows));
        }
        return rows;
    }

    /** The given one, and the others of this JVM that have had tasks. */
    static Collection<Scheduler> loops(Scheduler own) {
        Set<Scheduler> loops = new LinkedHashSet<>();
        loops.add(own);
        loops.addAll(Scheduler.loops());
        return loops;
    }

    private static void addTasks(Scheduler loop, List<TaskRow> rows) {
        TaskId thread = TaskId.of(loop.thread());
        String name = loop.threadName();
        for (TaskSnapshot task : loop.tasks()) {
            rows.add(new TaskRow(
                    TaskId.green(task.number()),
                    task.name(),
                    state(task.state()),
                    waitsFor(task),
                    task.age().toNanos(),
                    -1,
                    task.turns(),
                    task.spawnedBy() == 0 ? thread : TaskId.green(task.spawnedBy()),
                    name,
                    thread));
        }
    }

    /** What a task waits for; empty: nothing. */
    static String waitsFor(TaskSnapshot task) {
        return PACKAGES.matcher(Objects.requireNonNullElse(task.waitsFor(), "")).replaceAll("");
    }

    static String state(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void addPlatformThreads(List<TaskRow> rows) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean tellsCpu = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && !info.getThreadName().equals(FIBER)) { // null: it has ended meanwhile
                long cpu = tellsCpu ? threads.getThreadCpuTime(info.getThreadId()) : -1;
                rows.add(row(info, cpu));
            }
        }
    }

    private static TaskRow row(ThreadInfo info, long cpuNanos) {
        return new TaskRow(
                TaskId.platform(info.getThreadId()),
                info.getThreadName(),
                state(info.getThreadState()),
                Objects.requireNonNullElse(info.getLockName(), ""),
                -1,
                cpuNanos,
                -1,
                null,
                "",
                null);
    }
}
