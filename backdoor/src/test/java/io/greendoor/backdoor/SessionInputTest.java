package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.greenlet.Eventlet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SessionInputTest {

    private final SessionInput input = new SessionInput();

    private void receive(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            input.append(b);
        }
    }

    private List<String> rest() {
        input.end();
        List<String> lines = new ArrayList<>();
        for (SessionInput.Line line = input.next(); line != null; line = input.next()) {
            lines.add(line.text());
        }
        return lines;
    }

    @Test
    void linesEndWithLfOrCrLfOrCr() {
        receive("a\nb\r\nc\rd\n\r\n\n");
        assertEquals(List.of("a", "b", "c", "d", "", ""), rest());
    }

    @Test
    void aLastLineNeedsNoEnd() {
        receive("a\nb");
        assertEquals(List.of("a", "b"), rest());
    }

    @Test
    void whatIsNoUtf8IsReplacedAndTheLineIsKept() {
        receive("a");
        input.append((byte) 0xff);
        receive("b\n");
        assertEquals(List.of("a\uFFFDb"), rest());
    }

    @Test
    void aCharacterIsErasedAsAWhole() {
        receive("aé\bb\n");
        assertEquals(List.of("ab"), rest());
    }

    @Test
    void aLineOverTheLimitIsDroppedAndTheNextIsNot() {
        receive("x".repeat(PartialLine.MAX_BYTES + 1) + "\nnext\n");
        assertTrue(input.next().isTooLong());
        SessionInput.Line next = input.next();
        assertFalse(next.isTooLong());
        assertEquals("next", next.text());
    }

    @Test
    void aLineOfJustTheLimitIsTaken() {
        receive("x".repeat(PartialLine.MAX_BYTES) + "\n");
        assertFalse(input.next().isTooLong());
    }

    @Test
    void ctrlDAloneOnALineEndsTheInput() {
        receive("a\n\u0004\nb\n");
        assertEquals("a", input.next().text());
        assertNull(input.next());
    }

    @Test
    void whoeverWaitsForALineGetsItWhenItComes() {
        List<String> log = new ArrayList<>();
        var reader = Eventlet.spawn(() -> log.add("got " + input.next().text()));
        Eventlet.sleep();
        receive("he");
        Eventlet.sleep();
        log.add("half");
        receive("llo\n");
        reader.await();
        assertEquals(List.of("half", "got hello"), log);
    }

    @Test
    void aReaderWaitsWhileMuchIsQueued() {
        List<String> log = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receive("x".repeat(PartialLine.MAX_BYTES) + "\n");
        }
        var reader = Eventlet.spawn(() -> {
            input.awaitRoom();
            log.add("room");
        });
        Eventlet.sleep();
        log.add("full");
        input.next();
        input.next();
        reader.await();
        assertEquals(List.of("full", "room"), log);
    }

    @Test
    void whatBeginsLikeHttpLeavesNothingToRun() {
        for (String begin : List.of("GET / HTTP/1.1", "POST /" + "a".repeat(PartialLine.MAX_BYTES), "PRI * HTTP/2.0")) {
            SessionInput http = new SessionInput();
            for (byte b : (begin + "\n\n").getBytes(StandardCharsets.UTF_8)) {
                http.append(b);
            }
            http.clear(); // an interrupt in the body must not make it forget
            for (byte b : "1+1\n".getBytes(StandardCharsets.UTF_8)) {
                http.append(b);
            }
            assertTrue(http.isHttp(), begin.substring(0, 5));
            assertNull(http.next());
        }
    }

    @Test
    void onlyTheBeginningIsLookedAt() {
        receive("GETTER g\nPOST x\n");
        assertFalse(input.isHttp());
        assertEquals(List.of("GETTER g", "POST x"), rest());
    }

    @Test
    void onlyTheFirstLineThatComesIsARequestWhateverBecameOfIt() {
        receive("1\n");
        input.clear();
        receive("/json\n");
        assertFalse(input.mayBecomeForm());
        assertEquals(Form.INTERACTIVE, input.takeForm());
        assertFalse(input.next().isRequest());
    }

    @Test
    void aLineThatIsTooLongIsAFirstLineAsWell() {
        receive("x".repeat(PartialLine.MAX_BYTES + 1) + "\n/json\n1\u0017\n");
        assertTrue(input.next().isTooLong());
        assertFalse(input.next().isRequest());
        assertEquals(List.of("1\u0017"), rest());
    }

    @Test
    void aRequestAndTheEndsOfPiecesAreNotForgotten() {
        receive("/json\n1\n\u00172\n");
        input.clear();
        assertEquals(Form.JSON, input.takeForm());
        assertTrue(input.next().isEndOfPiece());
        input.passEndOfPiece();
        assertEquals(List.of(), rest());
    }

    @Test
    void dataEndsWithThePieceInWhichItIsWaitedFor() {
        receive("/json\n");
        input.takeForm();
        List<String> log = new ArrayList<>();
        var console = Eventlet.spawn(() -> {
            assertTrue(input.next().isEndOfPiece());
            assertNull(input.nextOfPiece());
            input.passEndOfPiece();
            log.add("passed");
        });
        var reader = Eventlet.spawn(() -> log.add("read " + input.nextOfPiece()));
        Eventlet.sleep();
        receive("\u0017code\ndata\n");
        console.await();
        reader.await();
        assertEquals(List.of("passed", "read null"), log);
        assertEquals("code", input.next().text());
        assertEquals("data", input.nextOfPiece().text());
    }

    @Test
    void aLineIsOverWithItsPiece() {
        receive("/json\ndata\n\u0017more\n");
        input.takeForm();
        SessionInput.Line data = input.nextOfPiece();
        assertFalse(input.isOver(data));
        assertTrue(input.next().isEndOfPiece());
        input.passEndOfPiece();
        assertTrue(input.isOver(data));
        assertFalse(input.isOver(input.nextOfPiece()));
    }

    @Test
    void theRestOfAPasteIsTold() {
        receive("else {\n  .map(x)\n} catch (Exception e) {\nelsewhere();\n");
        assertEquals("else {", input.nextOfPaste().text());
        assertEquals("  .map(x)", input.nextOfPaste().text());
        assertEquals("} catch (Exception e) {", input.nextOfPaste().text());
        assertNull(input.nextOfPaste());
        assertEquals(List.of("elsewhere();"), rest());
    }
}
