package io.greendoor.backdoor;

import io.greendoor.greenlet.Greenlet;
import io.greendoor.scheduler.Coroutine;
import io.greendoor.scheduler.Coroutines;
import io.greendoor.scheduler.LoopHold;
import io.greendoor.scheduler.Scheduler;
import io.greendoor.scheduler.Suspendable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the code of one session while it runs: ends a command that was interrupted, whose client is gone or whose
 * budget is used up; and lets other tasks run when one has computed for its slice.
 */
// Everything happens at checkpoints, to whoever passes one:
//
//   the command's task, and greenlets it has switched to    it may be ended; it gives way
//   a task that a command has started                       it gives way
//   a thread that works for a command (Tpool, offload)      it may be ended
//   others on the loop: callbacks, the application's tasks  an interrupt ends what is on, if that holds the loop
//   other threads                                           nothing, since it is not known who they belong to
//
// What ends a command is thrown at each checkpoint again until it is over, so whatever it catches, it gets no further
// than to the next one.
//
// While a task computes, the loop reads no bytes and sends none. So an interrupt comes when the task has given way;
// where that is not
// possible (TypedStack, or an engine that cannot leave a frame) whoever computes does that itself. And if the
// client interrupts then, it is ended, though it may not be the command: nothing else would let the command go on
// either.
//
// Time, and memory, are counted from look to look as long as control stays with the task: what happens before the first
// look of a turn, or after the last, is missed, which is a tick at most.
final class Supervisor implements AutoCloseable {

    /** What the session does for it. */
    interface Client {
        /** Whether nobody is there any more. From any thread. */
        boolean isGone();

        /**
         * Sends what was printed and takes in what the client has sent, while the loop is held, without waiting. Hears
         * whether the client interrupts; then the running command was told. From any thread.
         *
         * @return whether it does
         */
        boolean exchange();

        /** Prints, and sends it without waiting. From any thread. */
        void tell(String text);
    }

    /** Longer than none: a loop that always has somebody ready looks after all else only when a timer is due. */
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final Client client;
    private final long sliceNanos;
    private final Scheduler loop = Scheduler.current();
    private final Ticks ticks;
    private final InterruptWatch interrupts;
    private volatile @Nullable Command running;
    private @Nullable Greenlet away; // as are the next ones, the loop's thread only
    private long turnTask;
    private int turnSuspensions;
    private long turnNanos;
    private long lookNanos;
    private long lookBytes;

    /** Makes that of a session, on its loop. */
    Supervisor(Client client, Duration slice, LoopWatch watch) {
        this.client = client;
        this.sliceNanos = slice.toNanos();
        this.ticks = new Ticks(watch);
        this.interrupts = new InterruptWatch(loop, client);
    }

    /** Tells the client of an interrupt that is not heard. On the watch's thread, now and then. */
    void look(@Nullable LoopHold hold) {
        Command command = running;
        if (command != null) {
            interrupts.look(command, hold);
        }
    }

    /** Supervises one more interpreter's code. From any thread. */
    void add(Checkpoint checkpoint) {
        ticks.add(checkpoint);
        checkpoint.superviseBy(this);
    }

    /** Whether the running command's task has this number. From any thread. */
    boolean isRunning(long task) {
        Command command = running;
        return command != null && command.task().number() == task;
    }

    /** Runs a command, with everything that belongs to it. In the console's task. */
    @Suspendable
    void run(Limits limits, Runnable body) {
        Command command = new Command(this, limits);
        command.begin();
        running = command;
        try {
            body.run();
            command.meetInterrupt();
        } finally {
            running = null;
            command.end();
        }
    }

    /** Throws the interrupt that the running command has not met, because it passed no checkpoint any more. */
    void meetInterrupt() {
        Command command = running;
        if (command != null) {
            command.meetInterrupt();
        }
    }

    /**
     * The client interrupts: the running command is to end at its next checkpoint. From any thread.
     *
     * @return the command; null when none runs
     */
    @Nullable
    Command interrupt() {
        Command command = running;
        if (command != null) {
            command.interrupt();
            ticks.now();
        }
        return command;
    }

    /** The client is gone: its command is to end at its next checkpoint. */
    void clientIsGone() {
        ticks.now();
    }

    /** Where to throw what ends the command: the console, or a greenlet of the command's that was made to give way. */
    Greenlet victim(Greenlet console) {
        return away == null ? console : away;
    }

    /** At a checkpoint that was due. */
    @Suspendable
    void look() {
        Command started = Command.current();
        Command command = started == null || started.supervisor() != this ? null : started;
        if (!loop.runsCaller()) {
            lookElsewhere(command);
            return;
        }
        Coroutine self = Coroutine.current();
        Command own = command != null && command.isRunBy(self) ? command : null;
        boolean sliceIsOver = takeTime(self, own);
        if (own == null || !(own.isEnding() || client.isGone())) { // else each one is due
            ticks.looked();
        }
        if (own != null) {
            endIfAsked(own);
        }
        if (sliceIsOver) {
            giveWay(self, own, command != null);
        }
    }

    /** On a thread that is not the loop's. */
    private void lookElsewhere(@Nullable Command command) {
        if (command == null) {
            return; // and has not looked for anybody else
        }
        if (ticks.areOn()) {
            command.computed(Ticks.PERIOD.toNanos()); // a sample: of so much time, this thread was found computing once
        }
        if (!command.isEnding()) {
            ticks.looked();
        }
        command.throwIfEnding();
    }

    private void endIfAsked(Command command) {
        if (client.isGone()) {
            throw new SessionExit("the client is gone");
        }
        command.throwIfEnding();
    }

    /** Counts what was used since the last look; true when the slice is over. */
    private boolean takeTime(Coroutine self, @Nullable Command used) {
        long now = System.nanoTime();
        if (turnTask != self.number() || turnSuspensions != self.suspensions()) {
            beginTurn(self);
            return false;
        }
        if (used != null) {
            long bytes = Allocations.ofCurrentThreadOr(loop.thread());
            used.computed(now - lookNanos);
            used.allocated(Math.max(0, bytes - lookBytes));
            lookBytes = bytes;
        }
        lookNanos = now;
        return now - turnNanos >= sliceNanos;
    }

    private void beginTurn(Coroutine self) {
        turnTask = self.number();
        turnSuspensions = self.suspensions();
        turnNanos = System.nanoTime();
        lookNanos = turnNanos;
        lookBytes = Allocations.ofCurrentThreadOr(loop.thread());
    }

    @Suspendable
    private void giveWay(Coroutine self, @Nullable Command own, boolean ofCommand) {
        boolean gaveWay = ofCommand && TypedStack.mayGiveWay() && letOthersRun(self, own != null);
        beginTurn(self);
        if (gaveWay) {
            return;
        }
        boolean interrupts = client.exchange();
        if (own != null) {
            endIfAsked(own);
        } else if (interrupts) {
            throw new KeyboardInterrupt();
        }
    }

    /** False when the engine cannot leave a frame that is on the stack; then nothing has happened. */
    @Suspendable
    private boolean letOthersRun(Coroutine self, boolean own) {
        int before = self.suspensions();
        if (own) {
            away = Greenlet.getCurrent();
        }
        try {
            Coroutines.delay(INSTANT);
            Coroutines.yieldNow(); // behind those whom the loop has found ready at last
            return true;
        } catch (IllegalStateException refusal) {
            if (self.suspensions() != before) {
                throw refusal; // none: somebody has thrown it into this task
            }
            return false;
        } finally {
            if (own) {
                away = null;
            }
        }
    }

    /** The session is over; tasks of its code go on giving way. */
    @Override
    public void close() {
        ticks.close();
    }
}
