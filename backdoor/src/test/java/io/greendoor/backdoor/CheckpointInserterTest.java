package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where checkpoints are put, and that they change nothing else. */
@Timeout(120)
@DisabledIfSystemProperty( // Mockito undoes there what the agent has done to Supervisor
        named = "greendoor.engine",
        matches = "quasar",
        disabledReason = "Mockito rewrites Supervisor, and takes away what Quasar's agent has done to it")
class CheckpointInserterTest {
    private static final String PACKAGE = "REPL";
    private static final int PROGRAMS = 60;

    @TempDir
    Path folder;

    private int looks;

    /** Thrown by the checkpoint that is reached as such. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1L;
    }

    private ClassBytecodes[] compile(String name, String source) throws IOException {
        Path file = Files.createDirectories(folder.resolve(PACKAGE)).resolve(name + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, System.err, "-proc:none", "-nowarn", file.toString()), source);
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(each -> each.getFileName().toString().matches(Pattern.quote(name) + "(\\$.*)?\\.class"))
                    .map(CheckpointInserterTest::classFile)
                    .toArray(ClassBytecodes[]::new);
        }
    }

    private static ClassBytecodes classFile(Path file) {
        try {
            String name = file.getFileName().toString().replace(".class", "");
            return new ClassBytecodes(PACKAGE + "." + name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SnippetLoader load(ClassBytecodes[] classes) throws ClassNotFoundException {
        SnippetLoader loader = new SnippetLoader(
                CheckpointInserterTest.class.getClassLoader(),
                new SnippetTransformer("io.greendoor.backdoor.PromptFunctions", SnippetLoader.CHECKPOINT_HOLDER));
        loader.load(classes);
        return loader;
    }

    private static Object run(SnippetLoader loader, String name) throws Throwable {
        return loader.method(PACKAGE + "." + name, "run").invoke();
    }

    private static Object runUntransformed(ClassBytecodes[] classes, String name) throws Exception {
        ClassLoader plain = new ClassLoader(CheckpointInserterTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                for (ClassBytecodes each : classes) {
                    if (each.name().equals(wanted)) {
                        return defineClass(wanted, each.bytecodes(), 0, each.bytecodes().length);
                    }
                }
                throw new ClassNotFoundException(wanted);
            }
        };
        return Class.forName(PACKAGE + "." + name, true, plain).getMethod("run").invoke(null);
    }

    @Test
    void randomProgramsAreValidAndDoWhatTheyDidBefore() throws Throwable {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < PROGRAMS; i++) {
            String name = "$JShell$" + i; // as what is typed: an engine's agent knows it by that
            String source = RandomProgram.write(random, PACKAGE, name);
            ClassBytecodes[] classes = compile(name, source);

            Object expected = runUntransformed(classes, name);

            assertEquals(expected, run(load(classes), name), () -> "seed " + seed + "\n" + source);
        }
    }

    /** Runs the body of a method, and ends it at the given look; returns how often it looked. */
    private int looks(String body, int last) throws Throwable {
        ClassBytecodes[] classes = compile(
                "Typed",
                "package REPL; public class Typed { static int caught;"
                        + " static void empty() {} static int down(int n) { return n == 0 ? 0 : down(n - 1); }"
                        + " interface I { default void call() {} }"
                        + " static class C implements I { C() { super(); } }"
                        + " static class G<T> { T get(T t) { return t; } } static class H extends G<String> { String get(String s) { return s; } }"
                        + " public static Object run() throws Throwable { " + body + " } }");
        SnippetLoader loader = load(classes);
        Supervisor supervisor = mock(Supervisor.class);
        doAnswer(call -> {
                    if (++looks == last) {
                        throw new Ended();
                    }
                    return null;
                })
                .when(supervisor)
                .look();
        loader.checkpoint().superviseBy(supervisor);
        if (last > 0) {
            assertThrows(Ended.class, () -> run(loader, "Typed"));
        } else {
            run(loader, "Typed");
        }
        return looks;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return null; | 1",
                "for (int i = 0; i < 10; i++) {} return null; | 11",
                "int i = 0; while (i < 10) i++; return null; | 11",
                "int i = 0; do i++; while (i < 10); return null; | 11",
                "for (int i : new int[10]) {} return null; | 11",
                "empty(); empty(); return null; | 3",
                "down(10); return null; | 12",
                "Runnable r = () -> {}; r.run(); r.run(); return null; | 3",
                "new C().call(); return null; | 3",
                "G<String> g = new H(); g.get(\"\"); return null; | 4",
            })
    void eachTurnOfALoopAndEachBeginningOfAMethodIsOne(String body, int expected) throws Throwable {
        assertEquals(expected, looks(body, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "while (true) {} | 10",
                "for (;;) try { empty(); } catch (RuntimeException e) { return e; } | 10",
                "for (;;) try { throw new Exception(); } catch (Exception e) { continue; } | 10",
                "for (int n = 0;;) switch (n) { case 0: n = 1; continue; default: n = 0; continue; } | 10",
                "synchronized (Typed.class) { while (true) {} } | 10",
                "while (true) { try { continue; } finally { caught++; } } | 10",
            })
    void whatIsThrownThereEndsTheLoop(String body, int last) throws Throwable {
        assertEquals(last, looks(body, last));
    }

    @Test
    void itIsCaughtByWhatIsAroundTheLoopAndNotByWhatIsAroundItsBody() throws Throwable {
        assertEquals(
                List.of(5, 5),
                List.of(
                        looks("try { while (true) {} } finally { caught = 1; }", 5),
                        looks("for (;;) try { caught++; } catch (Throwable t) { return t; }", 10) - 5));
    }

    @Test
    void aMethodAsLongAsItMayBeGoesWithout() throws Throwable {
        StringBuilder body = new StringBuilder("int n = 0; ");
        body.append("caught += n; n++; ".repeat(5957));
        assertEquals(0, looks(body.append("return null;").toString(), 0));
    }

    @Test
    void aClassThatWasNotTypedHasNone() {
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.of(String.class));
    }
}
