package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.backdoor.LineEditor.Edited;
import io.greendoor.backdoor.LineEditor.How;
import org.junit.jupiter.api.Test;

class EnteredLinesTest {
    private final EnteredLines lines = new EnteredLines();

    private static Edited entered(String text) {
        return new Edited(How.ENTERED, text);
    }

    @Test
    void whatWasTakenBackTheConsoleDoesNotGet() {
        Edited first = entered("a");
        lines.hand(first);
        lines.add(entered("b"));

        assertEquals(2, lines.clear());

        assertFalse(lines.take(first));
        assertNull(lines.next());
    }

    @Test
    void theSameTextEnteredAgainIsAnotherLine() {
        Edited first = entered("a");
        lines.hand(first);
        assertEquals("a", lines.takeBack(text -> true));
        Edited second = entered("a");
        lines.hand(second);

        assertFalse(lines.take(first));
        lines.hand(second);
        assertTrue(lines.take(second));
    }

    @Test
    void theEndOfTheInputIsNoLineButTheLastThingThatIsEntered() {
        lines.add(entered("a"));
        assertTrue(lines.takesMore());
        lines.add(new Edited(How.ENDED, ""));

        assertFalse(lines.takesMore());
        assertEquals(1, lines.clear());
        assertTrue(lines.takesMore());
    }

    @Test
    void whoeverEntersWithoutEndIsNotTakenInWithoutEnd() {
        int count = 0;
        while (lines.takesMore()) {
            lines.add(entered("a"));
            count++;
        }

        assertEquals(100, count);
        assertEquals(entered("a"), lines.next());
        assertTrue(lines.takesMore());
    }
}
