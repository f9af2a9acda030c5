package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A statement that the compiler works on for long, and that its user does not want to wait for. */
@Timeout(90)
class LongCompileTest {
    private static final String INTERRUPTED = "\nKeyboardInterrupt\n";

    /** Takes the compiler seconds: it infers all types together. */
    private static String longStatement(String name) {
        return IntStream.range(0, 220)
                .mapToObj(i -> "Map.entry(\"key" + i + "\", " + i + ")")
                .collect(Collectors.joining(", ", "var " + name + " = Map.ofEntries(", ");\n"));
    }

    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private DoorFixture door;
    private DoorClient client;

    @BeforeEach
    void open() throws Exception {
        Await.until(Duration.ofSeconds(90), () -> !isInferring(), () -> "the compiler still works for the test before");
        locals.put("port", 8080);
        door = DoorFixture.open(Transport.UNIX, locals);
        client = door.client();
    }

    @AfterEach
    void close() throws Exception {
        door.close();
    }

    private void abandonALongCompile() throws Exception {
        client.send(longStatement("late"));
        int[] seen = {0};
        Await.until( // for a while: interpreters that are made ahead infer types for a moment, too
                () -> (seen[0] = isInferring() ? seen[0] + 1 : 0) > 40, () -> "nothing is compiled");
        client.send("\3");
        assertEquals(INTERRUPTED, client.answer());
    }

    private static boolean isInferring() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> isCompiler(thread.getKey().getName()))
                .anyMatch(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith("javac.comp.Infer")));
    }

    @Test
    void theNextCommandWorksAtOnceWithAllThatWasDeclared() throws Exception {
        client.type("int n = 5");
        client.type("import java.time.DayOfWeek;");
        client.type("record Pair(int a, int b) {}");
        client.type("var list = new ArrayList<>(List.of(\"kept\"));");
        client.type("int sum(Pair p) { return p.a() + p.b() + n + port; }");
        client.type("Pair pair = new Pair(1, 2);");
        client.type("list");

        abandonALongCompile();

        long begun = System.nanoTime();
        assertEquals(
                "The compiler is still busy with the interrupted command, so another one goes on, with what was declared;"
                        + " but pair, of classes declared here, lost the value.\n5\n",
                client.type("n"));
        long millis = (System.nanoTime() - begun) / 1_000_000;
        assertTrue(isInferring(), "compiled in less than " + millis + " ms");
        assertEquals("[kept]\n", client.type("list"));
        assertEquals("[kept]\n", client.type("_1"));
        assertEquals("8090\n", client.type("sum(new Pair(2, 3))"));
        assertEquals("", client.type("pair"));
        assertEquals("MONDAY\n", client.type("DayOfWeek.of(1)"));
        assertTrue(client.type("late").contains("cannot find symbol"));
    }

    @Test
    void aTakeoverThatIsInterruptedLosesNothing() throws Exception {
        client.type("int n = 5");
        abandonALongCompile();

        client.send("n\n");
        Await.until(() -> compilers() > 1, () -> "nobody takes over");
        client.send("\3");
        client.readUntil(INTERRUPTED);
        client.readUntilPrompt();

        String answer = client.type("n");
        assertTrue(answer.endsWith("5\n"), answer);
    }

    private static boolean isCompiler(String thread) {
        return thread.startsWith("greendoor-interpreter-") && !thread.endsWith("-maker");
    }

    private static long compilers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(LongCompileTest::isCompiler)
                .count();
    }

    @Test
    void whatWasInterruptedIsNotDeclaredWhenItIsDoneSoon() throws Exception {
        client.send("class Late { int n; }\n\3");
        client.readUntil(INTERRUPTED);
        client.readUntilPrompt();
        String rejected = client.type("new Late()");
        assertTrue(rejected.contains("cannot find symbol"), rejected);
    }
}
