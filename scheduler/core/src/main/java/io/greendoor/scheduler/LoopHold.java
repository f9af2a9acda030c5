package io.greendoor.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who holds a loop: whose code runs on it while nothing else can. See {@link Scheduler#holder()}.
 *
 * @param loop the name of the thread that owns the loop
 * @param task the holder's number; 0 when it is the plain thread itself, or a callback
 * @param name the holder's
 * @param since how long the loop has not looked for other work: if it changed hands among tasks meanwhile, the holder
 *     came later
 * @param stack where it is, innermost frame first
 */
public record LoopHold(String loop, long task, String name, Duration since, List<StackTraceElement> stack) {

    /** A sentence, and the stack below it. */
    @Override
    public String toString() {
        return "the loop of \"" + loop + "\" has been held for " + since.toMillis() + " ms by "
                + (task == 0 ? name : "task " + task + " (" + name + ")")
                + stack.stream().map(frame -> "\n\tat " + frame).collect(Collectors.joining());
    }
}
