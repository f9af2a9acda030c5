package io.greendoor.backdoor;

import io.greendoor.scheduler.Scheduler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The threads of this JVM. */
final class Threads {
    private Threads() {}

    /** The names of those whose name begins so. */
    static List<String> named(String beginning) {
        return all(beginning).stream().map(Thread::getName).toList();
    }

    /** Those whose name begins so. */
    static Set<Thread> all(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(beginning))
                .collect(Collectors.toSet());
    }

    /** Where each thread, and each task of {@code loop}, is, and what it waits for: for a test that hangs. */
    static String dump(Scheduler loop) {
        StringBuilder dump = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            dump.append(thread.getThreadName()).append(", ").append(thread.getThreadState());
            if (thread.getLockInfo() != null) {
                dump.append(", waits for ").append(thread.getLockInfo());
                dump.append(", held by ").append(thread.getLockOwnerName());
            }
            append(dump, List.of(thread.getStackTrace()));
        }
        loop.tasks().forEach(task -> append(dump.append(task), loop.stackTrace(task.number())));
        return dump.toString();
    }

    private static void append(StringBuilder dump, List<StackTraceElement> stack) {
        dump.append('\n');
        stack.forEach(frame -> dump.append("\tat ").append(frame).append('\n'));
    }
}
