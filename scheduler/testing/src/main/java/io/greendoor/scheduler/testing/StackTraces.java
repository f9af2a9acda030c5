package io.greendoor.scheduler.testing;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows where somebody waits. */
final class StackTraces {

    private static final int MOST = 16;
    private static final String SCHEDULER = "io.greendoor.scheduler.";
    private static final Set<String> OURS =
            Set.of(VirtualTime.class.getName(), VirtualClock.class.getName(), TestRun.class.getName());

    private StackTraces() {}

    /**
     * As lines of a stack trace, each with a line break before it: from the call that waits, without what is under
     * that, to the beginning of the task or of the test's body.
     */
    static String lines(List<StackTraceElement> frames) {
        int first = 0;
        while (first < frames.size() && isMachinery(frames.get(first))) {
            first++;
        }
        int last = first;
        while (last < frames.size() && !OURS.contains(frames.get(last).getClassName())) {
            last++;
        }
        while (last > first && isMachinery(frames.get(last - 1))) {
            last--;
        }
        return frames.subList(Math.max(0, first - 1), last).stream()
                .limit(MOST)
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
    }

    private static boolean isMachinery(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.")
                || name.startsWith("jdk.")
                || OURS.contains(name)
                || (name.startsWith(SCHEDULER) && name.indexOf('.', SCHEDULER.length()) < 0);
    }
}
