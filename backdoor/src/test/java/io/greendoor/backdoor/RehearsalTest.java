package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RehearsalTest {

    @Test
    void aWholeSessionIsHeldThatLeavesTheProcessAlone() throws Exception {
        PrintStream out = System.out;
        try (Interpreters made = new Interpreters(getClass().getClassLoader(), List.of(), Runnable::run)) {
            String heard = Rehearsal.hold(new Interpreters(made));

            List<String> told = List.of(
                    "n: 2", "cannot find symbol", "NumberFormatException", "charAt", "java.lang.String", "/help");
            assertEquals(
                    List.of(),
                    told.stream().filter(each -> !heard.contains(each)).toList(),
                    heard);
            assertTrue(heard.endsWith(">>> "), heard);
        }
        assertSame(out, System.out);
    }
}
