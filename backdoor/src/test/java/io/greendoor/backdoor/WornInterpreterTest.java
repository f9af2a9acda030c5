package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which interpreters may be replaced by others without anybody noticing. */
@Timeout(120)
class WornInterpreterTest {
    private static final int MANY = 210;

    private final Map<String, Object> locals = new ConcurrentHashMap<>(Map.of("app", new App()));

    private boolean isWornAfter(String statement) {
        try (Prompt prompt = new Prompt(locals)) {
            Outcome outcome = prompt.eval(statement);
            assertFalse(outcome instanceof Outcome.Rejected || outcome instanceof Outcome.Thrown, prompt.text(outcome));
            for (int i = 0; i < MANY; i++) {
                prompt.eval("app.port");
            }
            return prompt.interpreter.isWorn();
        }
    }

    @Test
    void aNewOneIsNotWorn() {
        try (Prompt prompt = new Prompt(locals)) {
            prompt.eval("app.port");
            assertFalse(prompt.interpreter.isWorn());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1",
                "\"port \" + app.port",
                "for (int i = 0; i < 3; i++) { Math.abs(i); }",
                "import java.nio.charset.*;",
                "app = new com.acme.App();",
                "System.out.print(\"\");",
                "switch (app.port) { case 1: break; default: }"
            })
    void oneWithNothingDeclaredIsWornAfterMany(String statement) {
        assertTrue(isWornAfter(statement));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int own = 1;",
                "int method() { return 1; }",
                "class Typed {}",
                "record Typed(int i) {}",
                "interface Typed {}",
                "enum Typed { ONE }",
                "new Object() {}",
                "app.toString().chars().map(c -> c + 1).sum()",
                "((java.util.function.Supplier<String>) app::toString).get()",
                "((java.util.function.Supplier<String> & java.io.Serializable) app::toString).get()",
                "{ class Local {} new Local(); }"
            })
    void oneWhoseCodeOrVariablesOthersMayHoldNeverIs(String statement) {
        assertFalse(isWornAfter(statement));
    }

    @ParameterizedTest
    @ValueSource(strings = {"class Typed extends Missing {}", "int method(Missing missing) { return 1; }"})
    void oneWithADefinitionThatIsNotCompleteNeverIs(String statement) {
        try (Prompt prompt = new Prompt(locals)) {
            assertTrue(prompt.type(statement).contains("Missing"));
            for (int i = 0; i < MANY; i++) {
                prompt.eval("app.port");
            }
            assertFalse(prompt.interpreter.isWorn());
        }
    }

    /** Of one door, so that both see the same application. */
    private static JShellInterpreter interpreter(ApplicationClasses classes, Map<String, Object> locals) {
        JShellInterpreter interpreter = JShellInterpreter.create(
                classes, JShellInterpreter.JSHELL_IMPORTS, new CompilerFiles(), new InitialisedClasses());
        interpreter.warmUp();
        interpreter.bind(locals);
        return interpreter;
    }

    private static Object value(JShellInterpreter interpreter, String statement) {
        return ((Outcome.Value) interpreter.eval(statement, Callable::call)).value();
    }

    @Test
    void theOneThatSucceedsItHasWhatWasPrintedAndImported() {
        ApplicationClasses classes = ApplicationClasses.of(getClass().getClassLoader());
        JShellInterpreter worn = interpreter(classes, locals);
        JShellInterpreter fresh = interpreter(classes, locals);
        worn.eval("import java.nio.charset.StandardCharsets;", Callable::call);
        Outcome.Value printed = (Outcome.Value) worn.eval("\"printed\"", Callable::call);
        worn.printedValues().add(printed.value(), printed.type());

        assertTrue(fresh.succeed(worn));
        worn.printedValues().add("late", "String");

        assertEquals("printed", value(fresh, "_"));
        assertEquals("late", value(fresh, "_2"));
        assertEquals("UTF-8", value(fresh, "StandardCharsets.UTF_8").toString());
        worn.close();
        fresh.close();
    }

    @Test
    void itKnowsAsMuchOfLocals() {
        ApplicationClasses classes = ApplicationClasses.of(getClass().getClassLoader());
        Map<String, Object> nullable = new HashMap<>(Map.of("text", "four"));
        JShellInterpreter worn = interpreter(classes, nullable);
        JShellInterpreter fresh = interpreter(classes, nullable);
        assertEquals(4, value(worn, "text.length()"));
        nullable.put("text", null);
        assertEquals(true, value(worn, "text == null || text.length() > 0"));

        assertTrue(fresh.succeed(worn));

        assertEquals(true, value(fresh, "text == null || text.length() > 0"));
        nullable.put("text", "three");
        assertEquals(5, value(fresh, "text.length()"));
        fresh.eval("text = \"assigned\";", Callable::call);
        assertEquals("assigned", nullable.get("text"));
        worn.close();
        fresh.close();
    }

    @Test
    void noneSucceedsItThatSeesAnotherApplication() {
        JShellInterpreter worn = interpreter(ApplicationClasses.of(getClass().getClassLoader()), locals);
        JShellInterpreter other = interpreter(ApplicationClasses.of(getClass().getClassLoader()), locals);

        assertFalse(other.succeed(worn));
        worn.close();
        other.close();
    }
}
