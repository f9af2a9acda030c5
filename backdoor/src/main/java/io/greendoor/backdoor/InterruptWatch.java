package io.greendoor.backdoor;

import io.greendoor.greenlet.Eventlet;
import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the client of an interrupt that is not heard: what does not stop, and where that is. */
// On the watch's thread, since nothing on the loop would be told of anything.
final class InterruptWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Scheduler loop;
    private final Supervisor.Client client;
    private long told; // the watch's thread only

    InterruptWatch(Scheduler loop, Supervisor.Client client) {
        this.loop = loop;
        this.client = client;
    }

    /** Looks at the command that runs, now and then. */
    void look(Command command, @Nullable LoopHold hold) {
        long asked = command.interruptedNanos();
        boolean own = hold == null || hold.task() == command.task().number();
        // what another holds up will not end soon
        if (asked == 0 || asked == told || (own && System.nanoTime() - asked < PATIENCE.toNanos())) {
            return;
        }
        told = asked;
        if (hold != null) {
            client.tell(complaint(own ? "" : hold.name(), hold.stack()));
        } else {
            loop.execute(() -> Eventlet.spawnN(() -> tellOnLoop(command))); // as a task: it takes locks
        }
    }

    private void tellOnLoop(Command command) {
        if (command.interruptedNanos() != 0) {
            client.tell(complaint("", List.of(command.stackTrace())));
        }
    }

    /** What does not stop, and where it is. {@code other} is who holds the loop in the command's place. */
    private static String complaint(String other, List<StackTraceElement> stack) {
        List<String> frames = TraceFormat.frames(stack);
        StringBuilder text = new StringBuilder("\nKeyboardInterrupt was asked for, but ");
        String end =
                "Only what was typed here can be stopped while it computes: the command ends when it gets back to that.\n";
        if (!other.isEmpty()) {
            text.append("the loop is held by ").append(other).append(":\n");
            end = "The command ends when the loop is free.\n";
        } else if (frames.isEmpty() || frames.get(0).equals(TraceFormat.CONSOLE)) {
            text.append("the command catches it and goes on:\n");
        } else {
            text.append(method(frames.get(0))).append(" does not stop:\n");
        }
        frames.forEach(frame -> text.append("\tat ").append(frame).append('\n'));
        return text.append(end).toString();
    }

    private static String method(String frame) {
        int position = frame.indexOf('(');
        return position < 0 ? frame : frame.substring(0, position);
    }
}
