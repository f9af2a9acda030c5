package io.greendoor.backdoor;

import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code /where}: the stack of a task or a thread, what it waits for and who it descends from. */
final class WhereCommand {

    private static final int DEEPEST_STACK = 1000;
    private static final int ANCESTORS = 20;
    private static final int COMPLETIONS = 100;
    private static final int LOCK_WIDTH = 200;

    private final Scheduler loop;

    WhereCommand(Scheduler loop) {
        this.loop = loop;
    }

    PromptCommand command() {
        return new OffLoopCommand(
                "where",
                "shows the stack of a task or thread, and what it waits for",
                """
                /where [ID] [-a]
                  shows the stack of a green task (12), platform thread (t34) or virtual thread (v56), see /ps
                  without an ID: of whoever holds the loop
                  -a  all frames, those of the JDK's threads and Greendoor's own included""",
                this::run,
                words -> ids(loop));
    }

    /** The IDs of what is cheap to list. */
    static List<String> ids(Scheduler loop) {
        return TaskList.of(loop, EnumSet.of(TaskId.Kind.GREEN, TaskId.Kind.PLATFORM)).stream()
                .limit(COMPLETIONS)
                .map(row -> row.id().toString())
                .toList();
    }

    private void run(PromptCommand.Invocation call) throws IOException {
        List<String> words = new ArrayList<>(call.words());
        boolean all = words.removeIf("-a"::equals);
        if (words.size() > 1) {
            throw new UsageError("/where takes one ID, not " + words.size() + ": /where " + words.get(0));
        }
        StringBuilder out = new StringBuilder();
        if (words.isEmpty()) {
            appendHolder(out, all);
        } else {
            append(TaskId.parse(words.get(0)), out, all);
        }
        call.out().print(out);
    }

    private void appendHolder(StringBuilder out, boolean all) {
        LoopHold hold = loop.holder();
        String name = Literals.visible(loop.threadName());
        if (hold == null) {
            out.append("nobody holds the loop of \"").append(name).append("\": it waits for work\n");
            return;
        }
        out.append("the loop of \"").append(name).append("\" has been held for ");
        out.append(Durations.format(hold.since()))
                .append(" by ")
                .append(title(hold))
                .append('\n');
        appendStack(hold.stack(), out, all);
    }

    /** Who holds it, by number and name. */
    static String title(LoopHold hold) {
        String name = Literals.visible(hold.name());
        return hold.task() == 0 ? name : "task " + hold.task() + " (" + name + ")";
    }

    private void append(TaskId id, StringBuilder out, boolean all) throws IOException {
        switch (id.kind()) {
            case GREEN -> appendTask(id, out, all);
            case PLATFORM -> appendThread(id, out, all);
            case VIRTUAL -> appendVirtual(id, out, all);
        }
    }

    private void appendTask(TaskId id, StringBuilder out, boolean all) {
        Map<TaskId, TaskRow> tasks = new HashMap<>();
        Set<TaskId.Kind> kinds = EnumSet.of(TaskId.Kind.GREEN, TaskId.Kind.PLATFORM);
        TaskList.of(loop, kinds).forEach(row -> tasks.put(row.id(), row));
        TaskRow task = tasks.get(id);
        if (task == null) {
            throw gone(id);
        }
        out.append("task ")
                .append(id)
                .append(" (")
                .append(Literals.visible(task.name()))
                .append("), ");
        out.append(task.state());
        appendWait(task, out);
        out.append(", ").append(PsView.age(task.ageNanos())).append(" old, ");
        out.append(Listing.count(task.turns(), "turn")).append('\n');
        appendAncestors(task, tasks, out);
        List<StackTraceElement> stack = TaskList.loops(loop).stream()
                .map(each -> each.stackTrace(id.number()))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(List.of());
        appendStack(stack, out, all);
    }

    private static void appendWait(TaskRow row, StringBuilder out) {
        if (!row.waitsFor().isEmpty()) {
            out.append(" for ").append(Listing.text(row.waitsFor(), LOCK_WIDTH).text());
        }
    }

    /** Whoever has ended is known by number only, and ends the line: nobody knows its own parent. */
    private static void appendAncestors(TaskRow task, Map<TaskId, TaskRow> tasks, StringBuilder out) {
        String lead = "spawned by ";
        TaskId next = task.parent();
        for (int i = 0; next != null && i < ANCESTORS; i++) {
            TaskRow row = tasks.get(next);
            out.append(lead).append(next).append(" (");
            out.append(row == null ? "which has ended" : Literals.visible(row.name()))
                    .append(')');
            lead = ", that by ";
            next = row == null ? null : row.parent();
        }
        out.append(next == null ? "\n" : lead + next + ", …\n");
    }

    private void appendThread(TaskId id, StringBuilder out, boolean all) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo info = threads.getThreadInfo(id.number(), DEEPEST_STACK);
        if (info == null) {
            throw gone(id);
        }
        out.append("thread ").append(id).append(" \"").append(Literals.visible(info.getThreadName()));
        out.append("\", ").append(TaskList.state(info.getThreadState()));
        if (info.getLockName() != null) {
            out.append(" for ").append(info.getLockName());
        }
        if (info.getLockOwnerId() >= 0) {
            out.append(", which ").append(TaskId.platform(info.getLockOwnerId()));
            out.append(" \"")
                    .append(Literals.visible(String.valueOf(info.getLockOwnerName())))
                    .append("\" has");
        }
        out.append('\n');
        TaskList.loops(loop).stream()
                .filter(each -> TaskId.of(each.thread()).equals(id))
                .forEach(each -> out.append("it runs a loop").append(held(each)).append('\n'));
        appendStack(Arrays.asList(info.getStackTrace()), out, all);
    }

    private static String held(Scheduler loop) {
        LoopHold hold = loop.holder();
        return hold == null
                ? ", which waits for work"
                : ", held for " + Durations.format(hold.since()) + " by " + title(hold);
    }

    private static void appendVirtual(TaskId id, StringBuilder out, boolean all) throws IOException {
        AtomicReference<VirtualThreadDump.@Nullable VirtualThread> found = new AtomicReference<>();
        VirtualThreadDump.read(thread -> {
            if (thread.row().id().equals(id)) {
                found.set(thread);
            }
        });
        VirtualThreadDump.VirtualThread thread = found.get();
        if (thread == null) {
            throw gone(id);
        }
        TaskRow row = thread.row();
        out.append("virtual thread ")
                .append(id)
                .append(" \"")
                .append(Literals.visible(row.name()))
                .append('"');
        out.append(row.state().isEmpty() ? "" : ", " + row.state());
        appendWait(row, out);
        out.append('\n');
        appendContainer(ThreadContainer.of(id.number()), out);
        appendStack(thread.stack(), out, all);
    }

    private static void appendContainer(@Nullable ThreadContainer container, StringBuilder out) {
        if (container == null) {
            return;
        }
        out.append("started in ")
                .append(Listing.text(container.name(), LOCK_WIDTH).text());
        if (container.owner() >= 0) {
            boolean isPlatform = ManagementFactory.getThreadMXBean().getThreadInfo(container.owner()) != null;
            TaskId.Kind kind = isPlatform ? TaskId.Kind.PLATFORM : TaskId.Kind.VIRTUAL;
            out.append(", which ").append(new TaskId(kind, container.owner())).append(" opened");
        }
        out.append('\n');
    }

    private static UsageError gone(TaskId id) {
        return new UsageError("there is no " + id + ", or no longer: /ps lists what there is");
    }

    /** The application's frames; where there is none but the JDK's, all: that is a thread of the JDK's, or of the door. */
    private static void appendStack(List<StackTraceElement> stack, StringBuilder out, boolean all) {
        List<String> frames = all ? List.of() : TraceFormat.frames(stack);
        if (frames.stream().allMatch(WhereCommand::isOfJdk)) {
            frames = TraceFormat.allFrames(stack);
        }
        frames.forEach(
                frame -> out.append("\tat ").append(Literals.visible(frame)).append('\n'));
        if (frames.isEmpty()) {
            out.append("\tit has no stack yet, or none any more\n");
        }
    }

    /** The innermost of the application's frames; empty: there is none. */
    static String topFrame(List<StackTraceElement> stack) {
        return TraceFormat.frames(stack).stream()
                .filter(frame -> !isOfJdk(frame))
                .findFirst()
                .orElse("");
    }

    private static boolean isOfJdk(String frame) {
        return frame.startsWith("java.") || frame.startsWith("jdk.") || frame.startsWith("sun.");
    }
}
