package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/porting.md shows is what is in the two programs. */
class PortingPageTest {
    private static final Path PYTHON = Path.of("src/main/python/chat.py");
    private static final Path JAVA = Path.of("src/main/java/io/greendoor/examples/Chat.java");

    private static List<MatchResult> pieces() throws IOException {
        return Pattern.compile("```(python|java)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "porting.md")))
                .results()
                .toList();
    }

    /** Whether the lines of {@code piece} follow each other somewhere, be it further to the right. */
    private static boolean shows(List<String> lines, String piece) {
        int count = piece.lines().toList().size();
        for (int i = 0; i + count <= lines.size(); i++) {
            String there = String.join("\n", lines.subList(i, i + count));
            if (there.stripIndent().equals(piece.stripTrailing().stripIndent())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void eachPieceIsInItsProgram() throws IOException {
        List<String> python = Files.readAllLines(PYTHON);
        List<String> java = Files.readAllLines(JAVA);

        for (MatchResult piece : pieces()) {
            assertTrue(
                    shows(piece.group(1).equals("python") ? python : java, piece.group(2)),
                    () -> "docs/porting.md shows what is not in "
                            + (piece.group(1).equals("python") ? PYTHON : JAVA) + ": take it from there\n"
                            + piece.group(2));
        }
    }

    @Test
    void eachPieceOfTheOriginalIsFollowedByItsPort() throws IOException {
        List<String> languages = pieces().stream().map(piece -> piece.group(1)).toList();

        assertFalse(languages.isEmpty());
        for (int i = 0; i < languages.size(); i++) {
            assertEquals(i % 2 == 0 ? "python" : "java", languages.get(i), "piece " + i);
        }
    }

    @Test
    void aPieceThatIsNotThereIsNotFound() {
        List<String> program = List.of("def f():", "    a()", "    b()");

        assertTrue(shows(program, "a()\nb()\n"));
        assertFalse(shows(program, "a()\nc()\n"));
        assertFalse(shows(program, "a()\n    b()\n"));
    }
}
