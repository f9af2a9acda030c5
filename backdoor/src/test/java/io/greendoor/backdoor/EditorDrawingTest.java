package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A window that changes its size while JLine reads a line, or has just read it. */
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
