package io.greendoor.backdoor;

import io.greendoor.scheduler.LoopHold;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What a session does while somebody holds the loop: it says who, answers the commands that do not need the loop, and
 * has what was entered taken back.
 */
// Three threads come here. The watch's says that the loop is held, or free, and takes lines of clients without an
// editor. The editor's thread asks of each line that was entered whether it is the console's to run (passes), and has
// the others carried out here. Whoever takes in bytes tells of an interrupt. What they share is guarded by this
// object's monitor, but for what is volatile. Nothing here waits for the loop.
//
// A line that needs the loop stays where it is, in the input or among the editor's entered lines, until the loop is
// free or the client interrupts: then it was never run. At a terminal there is a prompt meanwhile, for more of them.
final class Outside implements LineEditor.Gate {

    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);
    private static final String PROMPT = "(loop held) ";
    private static final String WAITS = "[that waits for the loop, too; Ctrl-C takes all back that waits]\n";
    private static final String FULL =
            "[that waits for the loop, too, and no more is taken in before it is free; Ctrl-C takes all back that waits]\n";

    /** What it needs of its session. From any thread. */
    interface Client {

        /** Sends what was printed, and takes in what the client has sent. */
        void exchange();

        /** Who holds the loop right now; null: nobody. */
        @Nullable
        LoopHold holder();

        /** Whether a command runs. */
        boolean isRunning();

        /** Whether it is the running command itself that holds the loop. */
        boolean holdsItself(LoopHold hold);

        /** Whether that is a command that does not need the loop, or none at all. */
        boolean isOffLoop(CommandLine line);

        /** Begins to carry out such a command. */
        Future<?> perform(CommandLine line, Runnable whenDone);

        /** Prints, and sends it without waiting. */
        void tell(String text);

        /** Null if the client's lines come as they are. */
        @Nullable
        LineEditor editor();
    }

    private final Client client;
    private final SessionInput input;
    private final SessionOutput output;
    private final String prompt;
    private volatile @Nullable LoopHold hold; // null: the loop is free
    private volatile boolean midStatement;
    private long holder; // as is the next, the watch's thread only
    private long heldNanos;
    private volatile boolean prompts = true;
    private @Nullable Future<?> performing; // as are the next ones, guarded by this
    private boolean told;
    private boolean prompted;

    /** Makes that of a session, at its beginning. */
    Outside(Client client, SessionInput input, SessionOutput output, String prompt) {
        this.client = client;
        this.input = input;
        this.output = output;
        this.prompt = prompt;
    }

    /**
     * The console prompts. In its task.
     *
     * @param mid whether the next line goes on with a statement, so that it is no command whatever it begins with
     */
    void prompting(boolean mid) {
        midStatement = mid;
        synchronized (this) {
            prompted = false;
        }
    }

    /** Whether the client is a person, who wants to be prompted and told; a script waits. */
    void setPrompts(boolean prompts) {
        this.prompts = prompts;
    }

    /** The loop is held; again and again while it is. */
    void held(LoopHold now) {
        hold = now;
        output.setLoopIsHeld(true);
        client.exchange();
        LineEditor editor = client.editor();
        if (editor == null) {
            answerLines();
        } else {
            answerHanded(editor);
        }
        boolean concerned = client.isRunning()
                ? editor != null || !client.holdsItself(now)
                : editor == null ? input.hasLine() : editor.entered().isHanding();
        if (concerned && prompts && isWorthTelling(now)) {
            tellOnce(now);
            if (editor != null) {
                editor.beginOutside(PROMPT + prompt);
            }
        }
    }

    /** A hold may change hands, to one who is done in no time; only who is seen for as long is named. */
    private boolean isWorthTelling(LoopHold now) {
        if (holder != now.task() || heldNanos == 0) {
            holder = now.task();
            heldNanos = System.nanoTime() | 1; // never 0
        }
        return System.nanoTime() - heldNanos >= WORTH_TELLING.toNanos();
    }

    /** Answers the lines that need no loop, one at a time. A script's wait for the loop, and keep their order. */
    private void answerLines() {
        if (!prompts || midStatement || running() != null) {
            return;
        }
        SessionInput.Line line = input.nextIf(this::needsNoLoop);
        if (line != null) {
            var unused = perform(CommandLine.of(line.text()), this::promptAgain);
        }
    }

    /** Answers a line that was entered when the loop seemed free, and never got there. */
    private void answerHanded(LineEditor editor) {
        String line = midStatement ? null : editor.entered().takeBack(this::needsNoLoop);
        if (line != null) {
            var unused = perform(CommandLine.of(line), () -> editor.beginOutside(PROMPT + prompt));
        }
    }

    private boolean needsNoLoop(String line) {
        return CommandLine.isOne(line) && Form.of(line) == Form.INTERACTIVE && client.isOffLoop(CommandLine.of(line));
    }

    /** What is being carried out; null: nothing. */
    private synchronized @Nullable Future<?> running() {
        return performing == null || performing.isDone() ? null : performing;
    }

    private void promptAgain() {
        synchronized (this) {
            performing = null;
            prompted = prompts;
        }
        if (prompts) {
            client.tell(PROMPT + prompt);
        }
    }

    private synchronized Future<?> perform(CommandLine line, Runnable whenDone) {
        Future<?> begun = client.perform(line, whenDone);
        performing = begun;
        return begun;
    }

    private void tellOnce(LoopHold now) {
        if (isFirstTold()) {
            client.tell("\n" + text(now));
        }
    }

    /** Whether nobody has been told of this hold, which is about to happen. */
    private synchronized boolean isFirstTold() {
        boolean first = !told;
        told = true;
        return first;
    }

    private String text(LoopHold now) {
        String who = client.holdsItself(now)
                ? "this command"
                : now.task() == 0 ? now.name() : now.name() + " (task " + now.task() + ")";
        List<String> frames = TraceFormat.frames(now.stack());
        String where = frames.isEmpty() ? "" : ", at " + frames.get(0);
        return "[the loop is held by " + who + " for " + Durations.format(now.since()) + where + "]\n"
                + "[what needs the loop waits until it is free, Ctrl-C takes it back; /where, /ps, /hub and /threads answer]\n";
    }

    /** It is not held any more. */
    void free() {
        hold = null;
        heldNanos = 0;
        output.setLoopIsHeld(false);
        LineEditor editor = client.editor();
        if (editor != null) {
            editor.leaveOutside();
        }
        boolean atPrompt;
        synchronized (this) {
            atPrompt = prompted && editor == null && !client.isRunning();
            told = false;
            prompted = false;
        }
        if (atPrompt) {
            client.tell("\n[the loop is free]\n" + prompt);
        }
    }

    @Override
    public boolean isHeld() {
        return hold != null && client.holder() != null; // the first one may be as of a moment ago
    }

    /** On the editor's thread. */
    @Override
    public boolean passes(String line) throws InterruptedException {
        if (!isHeld() || midStatement || !needsNoLoop(line)) {
            return true;
        }
        await(perform(CommandLine.of(line), () -> {}));
        return false;
    }

    /** If the loop is held, says that it waits, and prompts for more. On the editor's thread. */
    @Override
    public void entered() {
        LoopHold now = hold == null ? null : client.holder();
        if (now == null) {
            return;
        }
        boolean first = isFirstTold();
        LineEditor editor = client.editor();
        if (editor == null || !editor.entered().takesMore()) {
            client.tell(first ? text(now) : FULL);
            return;
        }
        client.tell(first ? text(now) : WAITS);
        editor.beginOutside(PROMPT + prompt);
    }

    private void await(Future<?> begun) throws InterruptedException {
        try {
            begun.get();
        } catch (CancellationException interrupted) {
            client.tell("KeyboardInterrupt\n");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a command failed and was not told", e.getCause());
        } finally {
            synchronized (this) {
                performing = null;
            }
        }
    }

    /** The client interrupts: true if that was meant for something here. From any thread. */
    @Override
    public boolean interrupt() {
        Future<?> running = running();
        if (running != null && running.cancel(true)) {
            return true;
        }
        LineEditor editor = client.editor();
        if (hold == null || editor == null) {
            return false;
        }
        int count = editor.entered().clear();
        if (count > 0) {
            client.tell("KeyboardInterrupt: "
                    + (count == 1
                            ? "it was taken back, and has not run\n"
                            : "all " + count + " were taken back, and have not run\n"));
        }
        editor.beginOutside(PROMPT + prompt); // it has ended, if no more was to come
        return count > 0 && !client.isRunning(); // a command that runs is meant as well
    }

    /** The session ends. */
    void close() {
        hold = null;
    }
}
