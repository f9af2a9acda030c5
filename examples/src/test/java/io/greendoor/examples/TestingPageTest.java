package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/testing.md shows is what RetryTest runs. */
class TestingPageTest {
    @Test
    void theTestOnThePageIsTheOneThatRuns() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "testing.md"));
        String test = Files.readString(Path.of("src/test/java/io/greendoor/examples/RetryTest.java"));

        List<String> shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .toList();

        assertEquals(1, shown.size());
        assertTrue(test.endsWith(shown.get(0)), shown.get(0));
    }
}
