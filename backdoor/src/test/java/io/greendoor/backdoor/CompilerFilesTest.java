package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompilerFilesTest {

    private static JShellInterpreter interpreter(CompilerFiles files) {
        return JShellInterpreter.create(
                ApplicationClasses.of(CompilerFilesTest.class.getClassLoader()),
                JShellInterpreter.JSHELL_IMPORTS,
                files,
                new InitialisedClasses());
    }

    private static Location base(CompilerFiles files) throws IOException {
        files.listLocationsForModules(StandardLocation.SYSTEM_MODULES);
        return files.getLocationForModule(StandardLocation.SYSTEM_MODULES, "java.base");
    }

    private static Object evaluate(JShellInterpreter interpreter, String statement) {
        return ((Outcome.Value) interpreter.eval(statement, Callable::call)).value();
    }

    @Test
    void interpretersThatShareThemCompileAtTheSameTime() throws Exception {
        CompilerFiles files = new CompilerFiles();
        JShellInterpreter one = interpreter(files.use());
        JShellInterpreter other = interpreter(files);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 10; i++) {
                String statement = "java.util.List.of(1, 2, 3).stream().mapToInt(n -> n).sum() + " + i;
                Future<Object> first = threads.submit(() -> evaluate(one, statement));
                Future<Object> second = threads.submit(() -> evaluate(other, statement));
                assertEquals(List.of(6 + i, 6 + i), List.of(first.get(), second.get()));
            }
        } finally {
            threads.shutdown();
            one.close();
            other.close();
        }
    }

    @Test
    void oneThatIsClosedLeavesTheOtherItsFiles() {
        CompilerFiles files = new CompilerFiles();
        JShellInterpreter one = interpreter(files.use());
        JShellInterpreter other = interpreter(files);
        evaluate(one, "1");

        one.close();

        assertEquals("[a]", evaluate(other, "java.util.Set.of(\"a\").toString()"));
        other.close();
    }

    @Test
    void thereAreNewOnesWhenTheLastHasReleasedThem() throws Exception {
        CompilerFiles files = new CompilerFiles();
        assertSame(files, files.use());
        files.release();
        files.release();

        CompilerFiles others = files.use();

        assertNotSame(files, others);
        others.release();
    }

    @Test
    void whatIsListedOfTheJdkIsKept() throws Exception {
        CompilerFiles files = new CompilerFiles();
        Location base = base(files);
        Set<JavaFileObject.Kind> classes = Set.of(JavaFileObject.Kind.CLASS);

        assertSame(files.list(base, "java.util", classes, false), files.list(base, "java.util", classes, false));
        files.release();
    }

    @Test
    void whatAnEnumsConstantsAreIsKnown() {
        JShellInterpreter interpreter = interpreter(new CompilerFiles());
        String statement = "java.util.Locale.IsoCountryCode.PART3 instanceof Runnable";
        Outcome outcome = interpreter.eval(statement, Callable::call);
        assertTrue(((Outcome.Rejected) outcome).message().contains("incompatible types"), outcome.toString());
        interpreter.close();
    }

    @Test
    void classesOfTheJdkThatOthersCannotNameAreNotListed() throws Exception {
        CompilerFiles files = new CompilerFiles();
        Location base = base(files);
        List<String> names = new ArrayList<>();
        files.list(base, "java.util", Set.of(JavaFileObject.Kind.CLASS), false)
                .forEach(file -> names.add(files.inferBinaryName(base, file)));

        assertTrue(names.containsAll(List.of("java.util.HashMap", "java.util.Map$Entry")));
        assertFalse(names.contains("java.util.TimSort"));
        assertEquals(
                List.of(),
                names.stream()
                        .filter(each -> each.matches(".*\\$\\d.*"))
                        .filter(each -> !each.startsWith("java.util.Locale$IsoCountryCode$")) // an enum's constants
                        .toList());
        files.release();
    }

    @Test
    void theSameClassPathAgainIsNothingNew() throws Exception {
        StandardJavaFileManager jdk = mock(StandardJavaFileManager.class);
        when(jdk.handleOption(any(), any())).thenReturn(true);
        CompilerFiles files = new CompilerFiles(jdk);

        for (String path : List.of("a.jar", "a.jar", "b.jar", "a.jar")) {
            Iterator<String> options = List.of(path, "more").iterator();
            assertTrue(files.handleOption("-classpath", options));
            assertEquals("more", options.next());
        }

        verify(jdk, times(3)).handleOption(eq("-classpath"), any());
        files.release();
        verify(jdk).close();
    }

    @Test
    void aCompilersOwnClassPathIsLookedThroughOnce() {
        StandardJavaFileManager jdk =
                spy(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null));
        JShellInterpreter interpreter = interpreter(new CompilerFiles(jdk));

        evaluate(interpreter, "1");
        evaluate(interpreter, "2");

        verify(jdk, times(1)).handleOption(eq("-classpath"), any());
        verify(jdk, times(1)).handleOption(eq("--multi-release"), any());
        interpreter.close();
    }
}
