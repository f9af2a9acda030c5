package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A line that is typed ahead; a window that changes its size while JLine reads a line, or has just read it. */
@Timeout(60)
class EditorDrawingTest {

    private final EditorInput input = new EditorInput();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private EditorDrawing draw(OutputStream wire) throws Exception {
        return EditorDrawing.of(
                "xterm", input, wire, new EditorDrawing.Parts("... ", new NoAssistant(false), null, Map.of()));
    }

    private void type(String keys) {
        for (byte each : keys.getBytes(StandardCharsets.UTF_8)) {
            input.put(each);
        }
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** What a line is drawn by until it is left, packet by packet, and without what moves the cursor. */
    private List<String> drawingsOf(String line) throws Exception {
        List<String> packets = new ArrayList<>();
        EditorDrawing drawing = draw(new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                packets.add(
                        new String(bytes, offset, length, StandardCharsets.UTF_8).replaceAll("\u001b\\[?[?0-9]*.", ""));
            }
        });
        type(line + "\r");
        assertEquals(line, drawing.java().readLine(">>> "));
        return packets.stream()
                .map(packet -> packet.replaceAll("\r|\n|\u001b[=>]", ""))
                .filter(packet -> !packet.isEmpty())
                .toList();
    }

    @Test
    void aLineThatIsTypedAheadIsDrawnOnce() throws Exception {
        assertEquals(List.of(">>> one + two"), drawingsOf("one + two"));
    }

    @Test
    void keysWithoutAPauseAreSeenToCome() throws Exception {
        assertEquals(List.of(">>> " + "x".repeat(64), "xxxxxx"), drawingsOf("x".repeat(70)));
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
