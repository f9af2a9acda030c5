package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.acme.App;
import io.greendoor.backdoor.Interpreter.Analysis;
import io.greendoor.backdoor.Interpreter.State;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JShellInterpreterTest {
    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private final Prompt prompt = new Prompt(locals);

    @AfterEach
    void close() {
        prompt.close();
    }

    @Test
    void expressionYieldsItsValueWithOrWithoutSemicolon() {
        assertEquals(List.of("2", "3", "\"ab\""), prompt.typeAll("1 + 1; 1 + 2;\n\"a\" + \"b\""));
    }

    @Test
    void valueIsTheObjectItselfAndItsToStringIsNotCalled() {
        Object touchy = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("toString was called");
            }
        };
        locals.put("touchy", touchy);
        assertSame(touchy, ((Outcome.Value) prompt.eval("touchy")).value());
        assertSame(touchy, ((Outcome.Value) prompt.eval("Objects.requireNonNull(touchy)")).value());
        assertSame(touchy, ((Outcome.Value) prompt.eval("_")).value());
    }

    @Test
    void whatHasNoValueYieldsNothing() {
        for (String statement : List.of(
                "int x = 1;",
                "x = 2",
                "x += 1",
                "int[] a = {1};",
                "a[0] = 5",
                "null",
                "void f() {}",
                "f()",
                "import java.nio.charset.*;",
                "class C {}",
                ";",
                "if (x > 0) { x = 4; }")) {
            assertEquals("", prompt.type(statement), statement);
        }
        assertEquals("4", prompt.type("x++"));
        assertEquals("5", prompt.type("x"));
    }

    @Test
    void typesAndMethodsAreDefinedUsedAndRedefined() {
        assertEquals(
                List.of("", "P[a=1]", "", "RED", "", "", "", "\"C!\"", "", "\"again\""),
                prompt.typeAll("record P(int a) {}\n new P(1)\n enum Color { RED }\n Color.RED\n"
                        + "interface Shout { default String shout() { return getClass().getSimpleName() + \"!\"; } }\n"
                        + "class C implements Shout {}\n String f() { return new C().shout(); }\n f()\n"
                        + "String f() { return \"again\"; }\n f()"));
    }

    @Test
    void typedTypesAreNamedAsTyped() {
        prompt.type("class Typed {}");
        assertEquals("Typed@", prompt.type("new Typed()").replaceAll("@.*", "@"));
    }

    @Test
    void recursionGenericsAndLambdasWork() {
        assertEquals(
                List.of("", "120", "", "\"b\"", "", "42", "[2, 3]"),
                prompt.typeAll("int fac(int n) { return n < 2 ? 1 : n * fac(n - 1); }\n fac(5)\n"
                        + "<T extends Comparable<T>> T max(T a, T b) { return a.compareTo(b) > 0 ? a : b; }\n"
                        + "max(\"a\", \"b\")\n Function<Integer, Integer> twice = i -> 2 * i;\n twice.apply(21)\n"
                        + "Stream.of(1, 2).map(i -> i + 1).toList()"));
    }

    @Test
    void redefinedTypeIsSeenByMethodsTypedBefore() {
        assertEquals(
                List.of("", "", "1", "", "2"),
                prompt.typeAll("class V { int v() { return 1; } }\n int v() { return new V().v(); }\n v()\n"
                        + "class V { int v() { return 2; } }\n v()"));
    }

    @Test
    void statementsAreSplit() {
        assertEquals(new Analysis(State.COMPLETE, "1;", "2"), prompt.interpreter.analyse("1;2"));
        assertEquals(new Analysis(State.COMPLETE, "2", ""), prompt.interpreter.analyse("2"));
        assertEquals(new Analysis(State.COMPLETE, "int x = 1;", ""), prompt.interpreter.analyse("int x = 1"));
        assertEquals(new Analysis(State.INCOMPLETE, "", "if (a) {\n\n"), prompt.interpreter.analyse("if (a) {\n\n"));
        assertEquals(new Analysis(State.INCOMPLETE, "", "\"\"\"\n hi"), prompt.interpreter.analyse("\"\"\"\n hi"));
        assertEquals(new Analysis(State.EMPTY, "", ""), prompt.interpreter.analyse(" // nothing\n"));
        assertEquals(new Analysis(State.EMPTY, "", ""), prompt.interpreter.analyse(""));
        assertEquals(new Analysis(State.COMPLETE, "_ + 1;", "_"), prompt.interpreter.analyse("_ + 1; _"));
        assertEquals(State.COMPLETE, prompt.interpreter.analyse("\"open").state());
    }

    @Test
    void textBlocksAndBlocksOfSeveralLinesAreOneStatement() {
        assertEquals(List.of("\"a\\n b\\n\""), prompt.typeAll("\"\"\"\n  a\n   b\n  \"\"\""));
        assertEquals(
                List.of("", "", "6"),
                prompt.typeAll("int sum = 0;\nfor (int i = 0; i < 4; i++) {\n  sum += i;\n}\nsum"));
    }

    @Test
    void thrownObjectsKeepTheirIdentity() {
        locals.put("app", new App());
        for (Throwable throwable : List.of(new IOException("checked"), new Error("error"), new Throwable("bare"))) {
            locals.put("throwable", throwable);
            assertSame(throwable, prompt.thrownBy("app.fail((Throwable) throwable)"));
        }
        assertEquals("java.lang.Exception: typed", prompt.type("throw new Exception(\"typed\");"));
        assertInstanceOf(StackOverflowError.class, prompt.thrownBy("new Object() { int f() { return f(); } }.f()"));
    }

    @Test
    void failingInitialiserStillDeclaresTheVariableAndSkipsTheNext() {
        assertEquals("java.lang.ArithmeticException: / by zero", prompt.type("int a = 1 / 0, b = 7;"));
        assertEquals("0", prompt.type("a + b"));
    }

    @Test
    void definitionOfSomethingUndefinedIsExplained() {
        assertEquals(
                "created method f(), however, it cannot be invoked until method g() is declared",
                prompt.type("int f() { return g(); }"));
        assertEquals(
                "java.lang.IllegalStateException: method f() cannot be invoked until method g() is declared",
                prompt.type("f()"));
        assertEquals("", prompt.type("int g() { return 3; }"));
        assertEquals("3", prompt.type("f()"));
    }

    @Test
    void onlyTheCommandRunsOnTheRunnersThread() throws Exception {
        ExecutorService loop = Executors.newSingleThreadExecutor(r -> new Thread(r, "the loop"));
        List<Object> names = new ArrayList<>();
        try {
            prompt.runner = command -> {
                try {
                    return loop.submit(command).get();
                } catch (ExecutionException e) {
                    throw e.getCause();
                }
            };
            locals.put("names", names);
            prompt.type("names.add(Thread.currentThread().getName())");
            prompt.type("String n = Thread.currentThread().getName();");
            assertEquals("\"the loop\"", prompt.type("n"));
            assertEquals("java.lang.Exception: there", prompt.type("throw new Exception(\"there\");"));
            prompt.interpreter.analyse("1 + 1");
        } finally {
            loop.shutdown();
        }
        assertEquals(List.of("the loop"), names);
    }

    @Test
    void onlyACommandIsATripToTheRunner() {
        List<String> trips = new ArrayList<>();
        prompt.runner = command -> {
            trips.add("trip");
            return command.call();
        };
        prompt.typeAll("int f() { return 1; }\n class A {}\n import java.time.*;\n int x = \"a\";");
        assertEquals(List.of(), trips);
        prompt.type("1 + 1");
        assertEquals(List.of("trip"), trips);
    }

    @Test
    void runnersOwnFailureIsTheOutcome() {
        Error killed = new Error("killed");
        prompt.runner = command -> {
            throw killed;
        };
        assertSame(killed, prompt.thrownBy("1 + 1"));
    }

    @Test
    void twoInterpretersDoNotSeeEachOther() {
        try (Prompt other = new Prompt()) {
            prompt.type("int mine = 1;");
            assertEquals(Map.of("mine", "int"), prompt.interpreter.variables());
            assertEquals(Map.of(), other.interpreter.variables());
            assertEquals(
                    "  File \"<console>\", line 1\n    mine\n    ^~~~\nerror: cannot find symbol\n"
                            + "  symbol:   variable mine",
                    other.type("mine"));
            assertNotSame(
                    ((Outcome.Value) prompt.eval("new Object() {}.getClass().getClassLoader()")).value(),
                    ((Outcome.Value) other.eval("new Object() {}.getClass().getClassLoader()")).value());
        }
    }

    @Test
    void variablesAreListedWithTheirTypesAndWithoutLocals() {
        locals.put("app", new App());
        prompt.typeAll("int a = 1; var list = List.of(\"x\"); app.port; _ + 1");
        assertEquals(
                "{a=int, list=List<String>}", prompt.interpreter.variables().toString());
    }

    @Test
    void printedValuesAreNotHeldLongerThanAsTheLastValue() {
        WeakReference<Object> printed = new WeakReference<>(((Outcome.Value) prompt.eval("new Object()")).value());
        prompt.type("1 + 1");
        assertCollected(printed);
    }

    @Test
    void nothingIsLeftAfterClose() {
        JShellInterpreter closing = JShellInterpreter.create(
                ApplicationClasses.of(getClass().getClassLoader()),
                JShellInterpreter.JSHELL_IMPORTS,
                new CompilerFiles(),
                new InitialisedClasses());
        closing.warmUp();
        closing.analyse("1;");
        Outcome.Value value =
                (Outcome.Value) closing.eval("new Object() {}.getClass().getClassLoader()", c -> c.call());
        WeakReference<Object> loader = new WeakReference<>(value.value());
        WeakReference<Object> interpreter = new WeakReference<>(closing);
        closing.close();
        closing.close();
        Reference.reachabilityFence(closing);
        closing = null;
        value = null;
        assertCollected(interpreter);
        assertCollected(loader);
    }

    private static void assertCollected(WeakReference<Object> reference) {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
        }
        assertNull(reference.get());
    }
}
