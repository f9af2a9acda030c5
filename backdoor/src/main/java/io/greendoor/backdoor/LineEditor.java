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
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Edits what the user of a terminal types: JLine, on a thread of its own, so that neither drawing nor completing ever
 * holds the loop.
 */
// The console asks for a statement (read, on the loop) and waits; the editor's thread has JLine read it, and answers.
// While it does, what others print goes above the line (print), drawn by a second thread: JLine draws under a lock that
// it also holds while it completes, and the loop must not wait for that.
//
// `current` says whose the screen is: what is edited on it, if anything. It is set before the prompt is drawn and
// cleared after the line is left, both under `screen`, as is each choice of where a text goes: so nothing is printed
// into a line that is being edited.
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
    private static final byte[] ERASE_LINE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);
    private static final String LEAVE = "\u001b[999~"; // no key's

    /** How a line came to its end. */
    enum How {
        ENTERED,
        INTERRUPTED,
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
    private final Object screen = new Object();
    private @Nullable Request current;
    private final TextAbove above = new TextAbove();
    private final Gate gate;
    private final AtomicBoolean outsideAsked = new AtomicBoolean();
    private boolean afterCr; // the reader's
    private volatile boolean isPaging;
    private String pagerLine = ""; // guarded by screen; empty: none is shown
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
        entered.forgetAhead();
        if (isPaging) { // the key that ends the pages
            input.type(String.valueOf(EditorDrawing.CTRL_C));
            return false;
        }
        synchronized (screen) {
            if (asked != null && entered.takeBack(any -> true) != null) {
                tellTakenBack();
                return false;
            }
            if (asked != null || isOutside || current != null) {
                input.put((byte) EditorDrawing.CTRL_C); // read by JLine, or met where the line is handed on
            }
        }
        return asked == null;
    }

    private void tellTakenBack() {
        byte[] told = "KeyboardInterrupt\n".getBytes(StandardCharsets.US_ASCII);
        try {
            print(told, 0, told.length);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client cannot be told", e);
        }
    }

    /** The user types no more. The loop's thread. */
    void end() {
        input.end();
    }

    /** The user's window has another size now. From any thread. */
    void resize(int columns, int rows) {
        size = new Size(columns, rows);
        printer.execute(this::resizeDrawing); // under JLine's lock
    }

    /** Called after either of the two is known, so whoever is the later one does it. */
    private void resizeDrawing() {
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
        return entered.take(edited) ? edited : new Edited(How.ENTERED, "");
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
        isPaging = true;
        Request request = new Request(line, Kind.KEY);
        Event<Edited> answer = request.answer;
        send(request);
        try {
            return result(answer).text;
        } finally {
            isPaging = false;
            if (!answer.ready()) { // given up: the next key is not meant for this
                input.type(String.valueOf(EditorDrawing.CTRL_C));
            }
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
        synchronized (screen) {
            if (!pagerLine.isEmpty()) {
                wire.write(ERASE_LINE);
                writeAbove();
                wire.write(bytes, offset, length);
                wire.write(pagerLine.getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (current == null) {
                writeAbove(); // else it would come behind
                wire.write(bytes, offset, length);
                return;
            }
        }
        if (above.add(bytes, offset, length)) {
            printer.execute(this::printAbove);
        }
    }

    private void printAbove() {
        try {
            synchronized (screen) {
                if (current == null) {
                    writeAbove();
                    return;
                }
            }
            String text = above.take();
            if (!text.isEmpty()) { // it may have been written before a line that has begun since
                made().java().printAbove(text);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client cannot be told", e);
        }
    }

    /** What was to be printed above a line that has ended meanwhile. Under {@code screen}. */
    private void writeAbove() throws IOException {
        wire.write(above.take().getBytes(StandardCharsets.UTF_8));
    }

    /** Since it has edited, it was made. */
    private EditorDrawing made() {
        return Objects.requireNonNull(drawing, "nothing was edited yet");
    }

    /** False when it cannot be made; nothing can be typed then, and the session is to end. */
    private boolean draw(String terminalType, EditorDrawing.Parts parts) {
        try {
            drawing = EditorDrawing.of(terminalType, input, wire, parts);
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
                Request request = next.get();
                if (!works) {
                    request.answer.send(new Edited(How.ENDED, ""));
                    continue;
                }
                switch (request.kind) {
                    case STATEMENT -> hand(statement(request), request.answer);
                    case KEY -> request.answer.send(key(request));
                    case INPUT -> request.answer.send(edit(request, ""));
                    case OUTSIDE -> editOutside(request);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "an editor was interrupted, and ends", e);
        }
    }

    private void hand(Edited edited, Event<Edited> answer) {
        Edited handed;
        synchronized (screen) {
            handed = edited.how == How.ENTERED && input.takeInterrupt() ? new Edited(How.INTERRUPTED, "") : edited;
            entered.hand(handed);
        }
        answer.send(handed);
        if (handed.how == How.ENTERED) {
            gate.entered();
        }
    }

    private Edited key(Request request) {
        try {
            setPagerLine(request.prompt);
            int key = input.readKey();
            setPagerLine("");
            return key < 0 ? new Edited(How.ENDED, "") : new Edited(How.ENTERED, Character.toString(key));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no key can be read", e);
            return new Edited(How.ENDED, "");
        }
    }

    private void setPagerLine(String line) throws IOException {
        synchronized (screen) {
            wire.write(ERASE_LINE);
            wire.write(line.getBytes(StandardCharsets.UTF_8));
            pagerLine = line;
        }
    }

    /** What was entered ahead, or is entered now and is the console's to run. */
    private Edited statement(Request request) throws InterruptedException {
        Edited edited = entered.next();
        while (edited == null) {
            String beginning = begun;
            begun = "";
            Edited next = edit(request, beginning);
            edited = next.how != How.ENTERED || gate.passes(next.text) ? next : null;
        }
        return edited;
    }

    /** As long as the loop is held. */
    private void editOutside(Request request) throws InterruptedException {
        outsideAsked.set(false);
        isOutside = true; // before the loop is looked at, so that whoever frees it later ends what begins here
        while (requests.isEmpty() && gate.isHeld() && entered.takesMore()) {
            String beginning = begun;
            begun = "";
            Edited next = edit(request, beginning);
            switch (next.how) {
                case LEFT -> begun = next.text;
                case ENDED -> entered.add(next);
                case ENTERED -> {
                    boolean isNothing = next.text.isBlank() && entered.isEmpty(); // else perhaps a line of a text block
                    if (!isNothing && gate.passes(next.text) && enteredAhead(next)) {
                        gate.entered();
                    }
                }
                case INTERRUPTED -> {
                    // whoever interrupts has told the command
                }
            }
        }
        isOutside = false;
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
        if (!begin(request)) {
            return new Edited(How.INTERRUPTED, "");
        }
        leaving = false;
        try {
            LineReader reader = request.kind == Kind.INPUT ? made().plain() : made().java();
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
            end(request);
        }
    }

    /** False if nobody waits for it any more. */
    private boolean begin(Request request) {
        synchronized (screen) {
            if (request.withdrawn) {
                return false;
            }
            current = request;
            return true;
        }
    }

    private void end(Request request) {
        synchronized (screen) {
            current = null;
            if (request.withdrawn) {
                input.takeInterrupt(); // if the line was left before that was read
            }
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
