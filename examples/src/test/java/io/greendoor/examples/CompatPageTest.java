package io.greendoor.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.greendoor.examples.CompatPage.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/compat.md against the code, the tests and the originals' names, each in both directions. */
@Timeout(60)
class CompatPageTest {
    private static final Path ROOT = Path.of("..");

    /** A page on which everything is wrong. */
    private static final String WRONG = """
            ## `eventlet.event`

            | Python | Java | differs, and why | test |
            |---|---|---|---|
            | `Event.wait(timeout)` | `Event.await(int)` | see `Event.sned(T)` | `EventTest.noTest` |
            | `Event.wait()` | `Event.await()`, `ready()` | | `NoSuchTest` |
            | `Event.sned` | `Event.poll()` | | not there yet |
            | `Event.send` | `Nothing.at(T)`, `Event.send(T)` | | `EventTest` |
            | `Event.ready` | `Event.hasResult()` | | |
            """;

    private static List<Row> page;
    private static TestSources tests;

    @BeforeAll
    static void read() throws IOException {
        page = CompatPage.parse(Files.readString(ROOT.resolve(Path.of("docs", "compat.md"))));
        tests = TestSources.under(ROOT);
    }

    /** The public names of greenlet and of eventlet's core; the list says where they are from. */
    private static Set<String> originals() throws IOException {
        try (InputStream list = CompatPageTest.class.getResourceAsStream("python-names.txt")) {
            return new TreeSet<>(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        }
    }

    private static void assertNone(List<String> problems) {
        assertEquals("", String.join("\n", problems));
    }

    /** Asserts how the sentences begin. */
    private static void assertFound(List<String> beginnings, List<String> problems) {
        assertEquals(beginnings.size(), problems.size(), problems::toString);
        for (int i = 0; i < beginnings.size(); i++) {
            assertTrue(problems.get(i).startsWith("docs/compat.md" + beginnings.get(i)), problems.get(i));
        }
    }

    @Test
    void everyJavaNameOnThePageExists() {
        assertNone(CompatChecks.javaNames(page));
    }

    @Test
    void everyPublicNameOfThePackageIsOnThePage() throws IOException {
        assertNone(CompatChecks.surface(page, JavaNames.surface()));
    }

    @Test
    void everyTestOnThePageExists() {
        assertNone(CompatChecks.tests(page, tests));
    }

    @Test
    void whatARowSaysIsShownByATestOrSaidToBeMissing() {
        assertNone(CompatChecks.untested(page, tests));
    }

    @Test
    void thePythonNamesOnThePageAreThoseOfTheList() throws IOException {
        assertNone(CompatChecks.pythonNames(page, originals()));
    }

    @Test
    void everyWartIsThereOnce() {
        List<String> expected = Stream.concat(
                        IntStream.rangeClosed(1, 20).mapToObj(i -> "W-E" + i),
                        Stream.concat(
                                IntStream.rangeClosed(1, 8).mapToObj(i -> "W-G" + i),
                                IntStream.rangeClosed(1, 20).mapToObj(i -> "W-B" + i)))
                .toList();

        assertEquals(
                expected,
                page.stream()
                        .filter(row -> row.cells().containsKey(CompatPage.WART))
                        .map(row -> row.cells().get(CompatPage.WART))
                        .toList());
    }

    @Test
    void namesThatAreWrongAreFound() {
        assertFound(
                List.of(
                        ", line 5: there is no `Event.await(int)`; there is `Event.await()`, `Event.await(Duration)`",
                        ", line 5: there is no `Event.sned(T)`, nor anything else of that name",
                        ", line 7: `Event.poll()` is there",
                        ", line 8: there is no public type Nothing for `Nothing.at(T)`"),
                CompatChecks.javaNames(CompatPage.parse(WRONG)));
        assertFound(
                List.of(
                        ", line 6: eventlet.event.Event.wait is in line 5, too",
                        ", line 7: python-names.txt has no eventlet.event.Event.sned",
                        ": eventlet.event.Event.reset of python-names.txt is in no row"),
                CompatChecks.pythonNames(
                        CompatPage.parse(WRONG),
                        new TreeSet<>(List.of(
                                "eventlet.event.Event.ready",
                                "eventlet.event.Event.reset",
                                "eventlet.event.Event.send",
                                "eventlet.event.Event.wait"))));
        assertFound(
                List.of(": `Event.reset()` is public and in no row"),
                CompatChecks.surface(
                        CompatPage.parse(WRONG), new TreeSet<>(List.of("Event", "Event.ready()", "Event.reset()"))));
    }

    @Test
    void testsThatAreMissingAreFound() {
        TestSources sources = new TestSources();
        sources.add("EventTest", "\n    @Test\n    void aTest() {}\n\n    void noTest() { await(); }\n");

        assertFound(
                List.of(
                        ", line 5: there is no test noTest in EventTest",
                        ", line 6: there is no test class NoSuchTest"),
                CompatChecks.tests(CompatPage.parse(WRONG), sources));
        assertFound(
                List.of(
                        ", line 6: none of its tests uses `Event.await()`",
                        ", line 6: none of its tests uses `Event.ready()`",
                        ", line 8: none of its tests uses `Event.send(T)`",
                        ", line 9: no test"),
                CompatChecks.untested(CompatPage.parse(WRONG), sources));
    }

    @Test
    void aRowWithACellTooManyIsRefused() {
        AssertionError refusal = assertThrows(
                AssertionError.class, () -> CompatPage.parse("| Python | Java |\n|---|---|\n| a | b | c |"));

        assertTrue(refusal.getMessage().startsWith("docs/compat.md, line 3: 3 cells"), refusal.getMessage());
    }

    @Test
    void theSurfaceHasTypesConstructorsMethodsAndConstants() throws IOException {
        assertTrue(JavaNames.surface()
                .containsAll(List.of(
                        "Body",
                        "Body.run(Args)",
                        "ConnInfo(GreenSocket, SocketAddress)",
                        "DagPool.Body.run(K, Iterable)",
                        "Greenlet.run(Args)",
                        "Greenlet.switchTo(Object...)",
                        "ListenOptions.DEFAULT",
                        "Trace.Event.SWITCH")));
    }
}
