package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that is typed ahead; a window that changes its size while JLine reads a line, or has just read it. */
@Timeout(60)
class EditorDrawingTest {

    private final EditorInput input = new EditorInput();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private EditorDrawing draw(OutputStream wire) throws Exception {
        return EditorDrawing.of(
                "xterm",
                input,
                wire,
                new EditorDrawing.Parts("... ", new NoAssistant(false), null, Map.of()),
                System::nanoTime);
    }

    private void type(String keys) {
        for (byte each : keys.getBytes(StandardCharsets.UTF_8)) {
            input.put(each);
        }
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** Without what moves the cursor, chooses modes, and beeps. */
    private static String plain(String drawn) {
        return drawn.replaceAll("\u001b\\[?[?0-9]*.|\\r|\\n|\u0007", "");
    }

    /** What a line is drawn by until it is left, packet by packet, if each look at the clock finds it so much later. */
    private List<String> drawingsOf(String line, Duration later) throws Exception {
        List<String> packets = new ArrayList<>();
        OutputStream wire = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                packets.add(plain(new String(bytes, offset, length, StandardCharsets.UTF_8)));
            }
        };
        AtomicLong clock = new AtomicLong();
        EditorReader reader =
                new EditorReader(new EditorTerminal("xterm", input, wire), () -> clock.addAndGet(later.toNanos()));
        type(line + "\r");
        assertEquals(line, reader.readLine(">>> "));
        return packets.stream().filter(packet -> !packet.isEmpty()).toList();
    }

    @Test
    void aLineThatIsTypedAheadIsDrawnOnce() throws Exception {
        assertEquals(List.of(">>> one + two"), drawingsOf("one + two", Duration.ZERO));
    }

    @Test
    void keysWithoutAPauseAreSeenToCome() throws Exception {
        assertEquals(
                List.of(">>> 123456", "7890123", "45678"), drawingsOf("123456789012345678", Duration.ofMillis(10)));
    }

    /** The last key is one that JLine draws nothing for: the beginning of a key, one that takes the next as it is, none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\u001b", "\u0018", "\u0016", "\u001a", "\u001c"})
    void whatIsTypedAheadAndNotEnteredIsDrawn(String last) throws Exception {
        type("abc" + last);
        EditorDrawing drawing = draw(shown);
        CompletableFuture<String> line =
                CompletableFuture.supplyAsync(() -> drawing.java().readLine(">>> "));

        Await.until(() -> plain(text()).equals(">>> abc"), this::text);
        input.end();
        assertThrows(ExecutionException.class, () -> line.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aLineThatIsGivenUpIsDrawnBefore() throws Exception {
        type("abc\u0007def\r");

        assertEquals("def", draw(shown).java().readLine(">>> "));

        assertEquals(">>> abc>>> def", plain(text()));
    }

    @Test
    void aLineThatIsReadIsDrawnAnew() throws Exception {
        EditorDrawing drawing = draw(shown);
        CompletableFuture<String> line =
                CompletableFuture.supplyAsync(() -> drawing.java().readLine(">>> "));
        type("1 + 1");
        Await.until(() -> text().endsWith("1 + 1"), this::text);

        drawing.resize(40, 10);

        assertTrue(text().endsWith("\r>>> 1 + 1"), text());
        type("\r");
        assertEquals("1 + 1", line.get(20, TimeUnit.SECONDS));
    }

    @Test
    void oneThatIsLeftAtThisMomentIsNot() throws Exception {
        CompletableFuture<EditorDrawing> made = new CompletableFuture<>();
        CompletableFuture<Void> resized = new CompletableFuture<>();
        EditorDrawing drawing = draw(new OutputStream() {
            @Override
            public void write(int b) {
                shown.write(b);
                if (b == '\n') { // the line is being left, by a thread that has JLine's lock
                    made.thenAcceptAsync(its -> its.resize(40, 10)).thenAccept(resized::complete);
                }
            }
        });
        made.complete(drawing);
        type("1 + 1\r");

        assertEquals("1 + 1", drawing.java().readLine(">>> "));
        resized.get(20, TimeUnit.SECONDS);

        assertFalse(text().substring(text().lastIndexOf('\n')).contains(">>>"), text());
    }
}
