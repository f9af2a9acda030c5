package io.greendoor.backdoor;

import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * While a command runs: sees to it that an interrupt is heard although the loop is held, and tells the client what does
 * not stop.
 */
// On a thread of the session's own, since nothing on the loop would be told of anything. Where a command of the
// application's computes, the loop reads no bytes and sends none; so after a while that is done from here.
final class InterruptWatch {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ScheduledExecutorService timer;
    private final Scheduler loop;
    private final Supervisor.Client client;
    private @Nullable ScheduledFuture<?> watching; // the loop's thread only
    private long told; // the timer's thread only

    InterruptWatch(ScheduledExecutorService timer, Scheduler loop, Supervisor.Client client) {
        this.timer = timer;
        this.loop = loop;
        this.client = client;
    }

    /** A command begins. On the loop. */
    void begin(Command command) {
        try {
            watching = timer.scheduleWithFixedDelay(
                    () -> lookSafely(command), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            watching = null; // together with the session, which ends the command
        }
    }

    /** It is over. On the loop. */
    void end() {
        ScheduledFuture<?> begun = watching;
        if (begun != null) {
            begun.cancel(false);
        }
    }

    private void lookSafely(Command command) {
        try {
            look(command);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "the loop has ended, and the session with it", ended);
        } catch (Throwable thrown) { // else the executor would drop it silently, and look no more
            LOG.log(Level.ERROR, "whether an interrupt is heard cannot be watched", thrown);
        }
    }

    private void look(Command command) {
        LoopHold hold = LoopWatch.longHold(loop);
        if (hold != null) {
            client.exchange();
        }
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
            loop.execute(() -> tellOnLoop(command));
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
