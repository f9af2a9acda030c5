package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingOutputTest {
    private final PendingOutput pending = new PendingOutput();

    private void add(String bytes, boolean isText) {
        pending.add(bytes.getBytes(StandardCharsets.US_ASCII), isText);
    }

    private List<String> rest() {
        List<String> writes = new ArrayList<>();
        for (byte[] bytes = pending.take(); bytes.length > 0; bytes = pending.take()) {
            writes.add(new String(bytes, StandardCharsets.US_ASCII));
        }
        return writes;
    }

    @Test
    void whatIsThereLeavesInOneWriteAndInOrder() {
        add("answer ", true);
        add("DO NAWS ", false);
        add("prompt", true);
        assertEquals(List.of("answer DO NAWS prompt"), rest());
        assertEquals(0, pending.size());
    }

    @Test
    void textIsThrownAwayAndWhatTheProtocolSaysIsNot() {
        add("first", true);
        add("DO NAWS ", false);
        add("second", true);
        add("WILL TM", false);
        pending.dropText();
        assertEquals("DO NAWS WILL TM".length(), pending.size());
        add(" third", true);
        assertEquals(List.of("DO NAWS WILL TM third"), rest());
    }

    @Test
    void muchLeavesInSeveralWritesSoThatTheRestCanBeThrownAway() {
        add("x".repeat(3 * PendingOutput.PIECE_BYTES + 1), true);
        assertEquals(PendingOutput.PIECE_BYTES, pending.take().length);
        assertEquals(2 * PendingOutput.PIECE_BYTES + 1, pending.size());
        pending.dropText();
        assertEquals(List.of(), rest());
    }

    @Test
    void manySmallPartsAreJoinedToGoodWrites() {
        for (int i = 0; i < PendingOutput.PIECE_BYTES + 10; i++) {
            add("x", true);
        }
        assertEquals(
                List.of(PendingOutput.PIECE_BYTES, 10),
                rest().stream().map(String::length).toList());
    }

    @Test
    void nothingIsLeftWhenItIsCleared() {
        add("x", true);
        add("y", false);
        pending.clear();
        assertEquals(0, pending.size());
        assertEquals(List.of(), rest());
    }
}
