package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.backdoor.LineEditor.Edited;
import io.greendoor.backdoor.LineEditor.How;
import io.greendoor.greenlet.Eventlet;
import io.greendoor.greenlet.GreenThread;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Ctrl-C meets the statement that was asked for, and what is typed is for whoever waits for it. */
@Timeout(60)
class LineEditorTest {
    private static final Runnable NOTHING = () -> {};

    private final Screen screen = new Screen();
    private final OneStatementGate gate = new OneStatementGate();
    private final LineEditor editor = newEditor(Runnable::run);

    private LineEditor newEditor(Executor starter) {
        return new LineEditor("test", "xterm", screen, "... ", new NoAssistant(false), gate, null, starter);
    }

    @AfterEach
    void close() {
        editor.close();
    }

    private void type(String keys) {
        for (byte each : keys.getBytes(StandardCharsets.UTF_8)) {
            editor.typed(each);
        }
    }

    private CompletableFuture<Edited> askOn(LoopThread loop) throws Exception {
        CompletableFuture<Edited> given = new CompletableFuture<>();
        loop.run(() -> Eventlet.spawn(() -> {
            given.complete(editor.statement(">>> "));
        }));
        return given;
    }

    private void interrupt() {
        assertFalse(editor.interrupt(), "it is not a command's");
    }

    private void assertNextIsEdited(String text) {
        type(text + "\r");
        assertEquals(new Edited(How.ENTERED, text), editor.statement(">>> "));
    }

    @Test
    void anInterruptAsTheLineIsLeftTakesItBack() {
        screen.onNewLine = this::interrupt;
        type("1 + 1\r");

        assertEquals(How.INTERRUPTED, editor.statement(">>> ").how());
        assertNextIsEdited("2 + 2");
    }

    @Test
    void anInterruptWhenTheLineWasLeftTakesItBack() {
        gate.whenAsked = this::interrupt;
        type("1 + 1\r");

        assertEquals(How.INTERRUPTED, editor.statement(">>> ").how());
        assertNextIsEdited("2 + 2");
    }

    @Test
    void anInterruptBeforeALineIsTypedIsToldAtThePrompt() {
        assertTrue(editor.interrupt(), "nobody asks for a statement yet");
        screen.onPrompt = this::interrupt;

        assertEquals(How.INTERRUPTED, editor.statement(">>> ").how());
        assertNextIsEdited("2 + 2");
    }

    @Test
    void anInterruptTakesBackWhatIsOnItsWayToTheConsole() throws Exception {
        try (LoopThread loop = new LoopThread()) {
            CompletableFuture<Edited> given = askOn(loop);
            loop.run(() -> {
                type("1 + 1\r");
                while (gate.entered.getCount() > 0) { // holds the loop: a blocking call would not on every engine
                    Thread.onSpinWait();
                }
                interrupt();
                return null;
            });

            assertEquals(How.TAKEN_BACK, given.get(20, TimeUnit.SECONDS).how());
        }
        assertTrue(screen.text().endsWith("KeyboardInterrupt\n"), screen.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b", "\u0018", "\u0012", "\u001b[200~int a = 1;"})
    void anInterruptIsHeardWhereJLineWaitsForMore(String begun) throws Exception {
        try (LoopThread loop = new LoopThread()) {
            CompletableFuture<Edited> given = askOn(loop);
            type(begun);
            Await.until(() -> !editor.isTypedAhead(), screen::text);
            loop.run(() -> {
                interrupt();
                return null;
            });

            assertEquals(How.INTERRUPTED, given.get(20, TimeUnit.SECONDS).how());
        }
        assertNextIsEdited("2 + 2");
    }

    @Test
    void anInterruptWhenTheKeyWasReadIsTheCommands() throws Exception {
        CompletableFuture<String> key = new CompletableFuture<>();
        try (LoopThread loop = new LoopThread()) {
            loop.run(() -> Eventlet.spawn(() -> {
                key.complete(editor.key("--More--"));
            }));
            Await.until(() -> screen.text().contains("--More--"), screen::text);
            assertFalse(loop.run(() -> editor.interrupt()), "it is a key, too");
            assertEquals("\3", key.get(20, TimeUnit.SECONDS));

            assertTrue(loop.run(() -> editor.interrupt()), "it is the command's");
        }
        assertNextIsEdited("2 + 2");
    }

    @Test
    void whatIsGivenUpWhileItIsEditedTakesNothingOfTheNextLine() throws Exception {
        try (LoopThread loop = new LoopThread()) {
            GreenThread<Edited> reading = loop.run(() -> Eventlet.spawn(editor::input));
            type("abc");
            Await.until(() -> screen.text().contains("abc"), screen::text);
            loop.run(() -> {
                reading.kill();
                return null;
            });
        }
        assertNextIsEdited("2 + 2");
    }

    @Test
    void whatIsGivenUpBeforeItIsEditedTakesNothingOfTheNextLine() throws Exception {
        Queue<Runnable> starts = new ConcurrentLinkedQueue<>();
        try (LoopThread loop = new LoopThread();
                LineEditor late = newEditor(starts::add)) {
            assertFalse(loop.run(() -> io.greendoor.greenlet.Timeout.silently(Duration.ofMillis(1), late::input)));
            starts.forEach(Runnable::run);

            late.typed((byte) '2');
            late.typed((byte) '\r');
            assertEquals(new Edited(How.ENTERED, "2"), late.statement(">>> "));
        }
    }

    /** What the user sees; does something once when a line begins, and when a prompt is drawn. */
    private static final class Screen extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Runnable onNewLine = NOTHING;
        private Runnable onPrompt = NOTHING;

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
            if (b == '\n') {
                Runnable once = onNewLine;
                onNewLine = NOTHING;
                once.run();
            } else if (b == '>') {
                Runnable once = onPrompt;
                onPrompt = NOTHING;
                once.run();
            }
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private static final class OneStatementGate implements LineEditor.Gate {
        private final CountDownLatch entered = new CountDownLatch(1);
        private Runnable whenAsked = NOTHING;

        @Override
        public boolean isHeld() {
            return false;
        }

        @Override
        public boolean passes(String line) {
            Runnable once = whenAsked;
            whenAsked = NOTHING;
            once.run();
            return true;
        }

        @Override
        public void entered() {
            entered.countDown();
        }

        @Override
        public boolean interrupt() {
            return false;
        }
    }
}
