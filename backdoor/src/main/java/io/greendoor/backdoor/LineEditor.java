package io.greendoor.backdoor;

import io.greendoor.greenlet.Event;
import io.greendoor.scheduler.Suspendable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.reader.EndOfFileException;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Edits what the user of a terminal types: JLine, on a thread of its own, so that neither drawing nor completing ever
 * holds the loop.
 */
// The console asks for a statement (statement, on the loop) and waits; the editor's thread has JLine read it, and
// answers. While it does, what others print goes above the line (EditorScreen).
//
// A Ctrl-C belongs to the statement that is asked for until the console has it, also while that is on its way: JLine
// has left the line, or the answer waits for the loop. So `screen` guards what becomes of one, too (interrupt, hand).
//
// JLine's objects are made by the editor's thread as well (EditorDrawing): its classes, and the description of the
// terminal, take milliseconds. Until that is done what is typed waits in the input, and a size in `size`.
//
// Ctrl-C is a key like others here, bound to end the line: JLine's way, an interrupt of its thread, could come late and
// hit another line.
final class LineEditor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.greendoor.backdoor");
    private static final int NO_KEY = -1;
    private static final String LEAVE = "\u001b[999~"; // no key's

    /** How a line came to its end. */
    enum How {
        ENTERED,
        INTERRUPTED,
        /** It was entered and then taken back, of which the user was told. */
        TAKEN_BACK,
        ENDED,
        /** It was left as it is, and is to be gone on with. */
        LEFT
    }

    /** A line, or several that are one statement. */
    record Edited(How how, String text) {}

    /** Who is asked about each statement that was entered, before the console gets it. */
    interface Gate {

        /** Whether the loop is held. From any thread. */
        boolean isHeld();

        /** Whether it is the console's to run; else it was dealt with. On the editor's thread. */
        boolean passes(String line) throws InterruptedException;

        /** One that is the console's was entered, and can be taken back until the console has it. On the editor's thread. */
        void entered();

        /** The user interrupts: whether that was meant for what waits, or runs, outside of the loop. From any thread. */
        boolean interrupt();
    }

    /** What is to be edited. */
    private enum Kind {
        STATEMENT,
        INPUT,
        /** A key, while a text is shown by pages. */
        KEY,
        /** A statement that nobody waits for yet, since the loop is held. */
        OUTSIDE
    }

    private static final class Request {
        private final String prompt;
        private final Kind kind;
        private final Event<Edited> answer = new Event<>();
        private boolean withdrawn; // nobody waits for the answer; guarded by screen

        Request(String prompt, Kind kind) {
            this.prompt = prompt;
            this.kind = kind;
        }
    }

    private record Size(int columns, int rows) {}

    private final EditorInput input = new EditorInput();
    private final OutputStream wire;
    private volatile @Nullable EditorDrawing drawing; // set by the editor's thread, before it edits
    private volatile @Nullable Size size; // as was told last
    private final LinkedBlockingQueue<Optional<Request>> requests = new LinkedBlockingQueue<>();
    private final Worker printer;
    private final EditorScreen screen;
    private @Nullable Request current; // guarded by screen
    private final Gate gate;
    private final AtomicBoolean outsideAsked = new AtomicBoolean();
    private boolean afterCr; // the reader's
    private @Nullable Request paging; // until its key was read; guarded by screen
    private volatile boolean isOutside; // what is being edited
    private final EnteredLines entered = new EnteredLines();
    private boolean leaving; // as is the next one, the editor's thread only
    private String begun = "";
    private volatile @Nullable Event<Edited> asked; // written by the loop's thread only

    /**
     * Makes one, and starts its thread.
     *
     * @param name of the client, for threads' names
     * @param wire where the terminal's output goes; never blocks
     * @param continuation the prompt for the rest of a statement
     * @param gate is asked about each statement
     * @param history where to keep what was entered; null: nowhere
     * @param starter starts its threads
     */
    LineEditor(
            String name,
            String terminalType,
            OutputStream wire,
            String continuation,
            Assistant assistant,
            Gate gate,
            @Nullable Path history,
            Executor starter) {
        this.wire = wire;
        this.gate = gate;
        this.printer = new Worker("greendoor-printer-" + name, starter);
        this.screen = new EditorScreen(wire, printer);
        EditorDrawing.Parts parts =
                new EditorDrawing.Parts(continuation, assistant, history, Map.of(LEAVE, this::leave));
        Thread thread = new Thread(null, () -> run(terminalType, parts), "greendoor-editor-" + name, 0, false);
        thread.setDaemon(true);
        starter.execute(thread::start);
    }

    /** Takes a byte that the user typed. One thread at a time; never waits. */
    void typed(byte b) {
        boolean belongsToEnter = afterCr && (b == '\n' || b == 0); // of clients whose Enter is two bytes
        afterCr = b == '\r';
        if (!belongsToEnter) {
            input.put(b);
        }
    }

    /**
     * The user interrupts. One thread at a time.
     *
     * @return whether a command runs that is meant, too
     */
    boolean interrupt() {
        input.clear();
        if (gate.interrupt()) {
            return false;
        }
        synchronized (screen) {
            entered.forgetAhead();
            boolean ofCommand = asked == null && paging == null;
            if (asked != null && entered.takeBack(any -> true) != null) {
                tellTakenBack();
            } else if (!ofCommand || isOutside || current != null) {
                input.put((byte) EditorDrawing.CTRL_C); // read by JLine or the pager, or met where those end
            }
            return ofCommand;
        }
    }

    private void tellTakenBack() {
        byte[] told = "KeyboardInterrupt\n".getBytes(StandardCharsets.US_ASCII);
        try {
            print(told, 0, told.length);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client cannot be told", e);
        }
    }

    /** The user types no more. From any thread. */
    void end() {
        input.end();
    }

    /** The user's window has another size now. From any thread. */
    void resize(int columns, int rows) {
        size = new Size(columns, rows);
        printer.execute(this::resizeDrawing); // under JLine's lock
    }

    /** Called after either of the two is known, so whoever is the later one does it. */
    private synchronized void resizeDrawing() {
        EditorDrawing made = drawing;
        Size told = size;
        if (made != null && told != null) {
            made.resize(told.columns, told.rows);
        }
    }

    /**
     * Has a statement edited, and waits for it. In the console's task. A wait that was given up is taken up again by the
     * next call.
     */
    @Suspendable
    Edited statement(String prompt) {
        Event<Edited> answer = asked;
        if (answer == null) {
            Request request = new Request(prompt, Kind.STATEMENT);
            answer = request.answer;
            asked = answer; // before it can be interrupted
            send(request);
        }
        Edited edited = result(answer);
        asked = null;
        return entered.take(edited) ? edited : new Edited(How.TAKEN_BACK, "");
    }

    /** What was entered and the console has not got. From any thread. */
    EnteredLines entered() {
        return entered;
    }

    /** Has a line edited that is a command's to read, and waits for it. From any task. */
    @Suspendable
    Edited input() {
        Request request = new Request("", Kind.INPUT);
        send(request);
        try {
            return result(request.answer);
        } finally {
            withdraw(request);
        }
    }

    /** If it was given up, what is typed from now on is not for it. */
    private void withdraw(Request request) {
        synchronized (screen) {
            request.withdrawn = true;
            if (paging == request) {
                paging = null;
            }
            if (current == request) {
                input.type(String.valueOf(EditorDrawing.CTRL_C));
            }
        }
    }

    /** Whether the user has typed what was not read yet. From any thread. */
    boolean isTypedAhead() {
        return input.available() > 0;
    }

    /** Shows a line, waits for a key, and takes the line away; empty when there will be none. In the console's task. */
    @Suspendable
    String key(String line) {
        Request request = new Request(line, Kind.KEY);
        synchronized (screen) {
            paging = request;
        }
        send(request);
        try {
            return result(request.answer).text;
        } finally {
            withdraw(request);
        }
    }

    private void send(Request request) {
        requests.add(Optional.of(request));
        leaveOutside();
    }

    /** Has statements edited although nobody waits for one, until that is left. From any thread. */
    void beginOutside(String prompt) {
        if (outsideAsked.compareAndSet(false, true)) {
            requests.add(Optional.of(new Request(prompt, Kind.OUTSIDE)));
        }
    }

    /** Leaves what was begun outside; what is typed there is gone on with at the next prompt. From any thread. */
    void leaveOutside() {
        if (isOutside) {
            input.type(LEAVE);
        }
    }

    private boolean leave() {
        if (isOutside) {
            leaving = true;
            throw new UserInterruptException(made().java().getBuffer().toString());
        }
        return true;
    }

    @Suspendable
    private static Edited result(Event<Edited> answer) {
        Edited edited = answer.await();
        return edited == null ? new Edited(How.ENDED, "") : edited;
    }

    /** Prints, above the line that is being edited if there is one. From any thread; never waits. */
    void print(byte[] bytes, int offset, int length) throws IOException {
        screen.print(bytes, offset, length);
    }

    /** Since it has edited, it was made. */
    private EditorDrawing made() {
        return Objects.requireNonNull(drawing, "nothing was edited yet");
    }

    /** False when it cannot be made; nothing can be typed then, and the session is to end. */
    private boolean draw(String terminalType, EditorDrawing.Parts parts) {
        try {
            drawing = EditorDrawing.of(terminalType, input, wire, parts, System::nanoTime);
            resizeDrawing();
            return true;
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "there can be no line editor for a terminal of the type " + terminalType, e);
            return false;
        }
    }

    /** The editor's thread. */
    private void run(String terminalType, EditorDrawing.Parts parts) {
        boolean works = draw(terminalType, parts);
        try {
            for (Optional<Request> next = requests.take(); next.isPresent(); next = requests.take()) {
                GiveWay.toLoop();
                Request request = next.get();
                if (!works) {
                    request.answer.send(new Edited(How.ENDED, ""));
                    continue;
                }
                switch (request.kind) {
                    case STATEMENT -> serve(request);
                    case KEY -> request.answer.send(key(request));
                    case INPUT -> request.answer.send(edit(request, ""));
                    case OUTSIDE -> editOutside(request);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "an editor was interrupted, and ends", e);
        }
    }

    /** Gives the console what was entered ahead, or is entered now and is for it to run. */
    private void serve(Request request) throws InterruptedException {
        Edited next = entered.next();
        while (next == null) {
            String beginning = begun;
            begun = "";
            Edited edited = metInterrupt(edit(request, beginning));
            next = edited.how != How.ENTERED || gate.passes(edited.text) ? hand(edited) : null;
        }
        request.answer.send(next);
        if (next.how == How.ENTERED) {
            gate.entered();
        }
    }

    private Edited hand(Edited edited) {
        synchronized (screen) {
            Edited handed = metInterrupt(edited);
            entered.hand(handed);
            return handed;
        }
    }

    /** What becomes of a line if a Ctrl-C came after JLine had left it. */
    private Edited metInterrupt(Edited edited) {
        return edited.how == How.ENTERED && input.takeInterrupt() ? new Edited(How.INTERRUPTED, "") : edited;
    }

    private Edited key(Request request) {
        if (!begin(request, null)) {
            return new Edited(How.INTERRUPTED, "");
        }
        int key = NO_KEY;
        try {
            screen.showPagerLine(request.prompt);
            key = input.readKey();
            screen.showPagerLine("");
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no key can be read", e);
        }
        if (end(request)) {
            key = EditorDrawing.CTRL_C;
        }
        return key < 0 ? new Edited(How.ENDED, "") : new Edited(How.ENTERED, Character.toString(key));
    }

    /** As long as the loop is held. */
    private void editOutside(Request request) throws InterruptedException {
        outsideAsked.set(false);
        isOutside = true; // before the loop is looked at, so that whoever frees it later ends what begins here
        while (requests.isEmpty() && gate.isHeld() && entered.takesMore()) {
            String beginning = begun;
            begun = "";
            Edited next = metInterrupt(edit(request, beginning));
            switch (next.how) {
                case LEFT -> begun = next.text;
                case ENDED -> entered.add(next);
                case ENTERED -> {
                    boolean isNothing = next.text.isBlank() && entered.isEmpty(); // else perhaps a line of a text block
                    if (!isNothing && gate.passes(next.text) && enteredAhead(next)) {
                        gate.entered();
                    }
                }
                case INTERRUPTED, TAKEN_BACK -> {
                    // whoever interrupts has told the command
                }
            }
        }
        synchronized (screen) {
            isOutside = false;
            if (asked == null && paging == null) {
                input.takeInterrupt(); // which was the command's as well
            }
        }
    }

    /** False if it was interrupted before. */
    private boolean enteredAhead(Edited edited) {
        synchronized (screen) {
            if (input.takeInterrupt()) {
                return false;
            }
            entered.add(edited);
            return true;
        }
    }

    private Edited edit(Request request, String beginning) {
        EditorReader reader = request.kind == Kind.INPUT ? made().plain() : made().java();
        if (!begin(request, reader)) {
            return new Edited(How.INTERRUPTED, "");
        }
        leaving = false;
        try {
            return new Edited(How.ENTERED, reader.readLine(request.prompt, null, (MaskingCallback) null, beginning));
        } catch (UserInterruptException interrupt) {
            return leaving ? new Edited(How.LEFT, interrupt.getPartialLine()) : new Edited(How.INTERRUPTED, "");
        } catch (EndOfFileException end) {
            return new Edited(How.ENDED, "");
        } catch (RuntimeException | Error e) { // drawing must not end the session
            LOG.log(Level.WARNING, "the line editor failed", e);
            made().write("\n");
            return new Edited(How.INTERRUPTED, "");
        } finally {
            var unused = end(request); // a command that reads was told of it
        }
    }

    /** False if nobody waits for it any more. */
    private boolean begin(Request request, @Nullable EditorReader reader) {
        synchronized (screen) {
            if (request.withdrawn) {
                return false;
            }
            current = request;
            screen.begin(reader);
            return true;
        }
    }

    /** Whether a Ctrl-C is left over that came too late for it; a statement meets that where it is handed on. */
    private boolean end(Request request) {
        synchronized (screen) {
            current = null;
            screen.end();
            if (paging == request) {
                paging = null;
            }
            boolean isStatement = request.kind == Kind.STATEMENT || request.kind == Kind.OUTSIDE;
            return !isStatement && input.takeInterrupt();
        }
    }

    /** Lets go of its threads. */
    @Override
    public void close() {
        input.clear();
        input.end();
        requests.add(Optional.empty()); // the last one
        printer.shutdown();
    }
}
