package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextAboveTest {

    private final TextAbove above = new TextAbove();

    private boolean add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return above.add(bytes, 0, bytes.length);
    }

    @Test
    void onlyWhoeverFindsNoneHasToSeeToIt() {
        assertTrue(add("a"));
        assertFalse(add("b"));
        assertEquals("ab", above.take());
        assertEquals("", above.take());
        assertTrue(add("c"));
    }

    @Test
    void aCharacterMayComeInPieces() {
        byte[] bytes = "\u00fc".getBytes(StandardCharsets.UTF_8);
        above.add(bytes, 0, 1);
        above.add(bytes, 1, 1);

        assertEquals("\u00fc", above.take());
    }

    @Test
    void whatDoesNotFitIsCountedAndTold() {
        String line = "x".repeat(1023) + "\n";
        for (int i = 0; i < 2048; i++) {
            add(line);
        }

        String text = above.take();
        assertEquals(
                "\n[1048576 bytes of output were dropped: they came faster than they can be drawn]\n",
                text.substring(1 << 20));
        assertTrue(add("again"));
        assertEquals("again", above.take());
    }
}
