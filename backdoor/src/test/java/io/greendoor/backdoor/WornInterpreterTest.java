package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import java.util.Map;
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

    @Test
    void theOneThatInheritsHasWhatWasPrintedAndImported() {
        try (Prompt old = new Prompt(locals);
                Prompt fresh = new Prompt(locals)) {
            old.eval("import java.nio.charset.StandardCharsets;");
            Outcome.Value value = (Outcome.Value) old.eval("\"printed\"");
            old.interpreter.printedValues().add(value.value(), value.type());

            assertTrue(fresh.interpreter.inherit(old.interpreter, fresh.runner).isEmpty());
            old.interpreter.printedValues().add("late", "String");

            assertEquals("\"printed\"", fresh.type("_"));
            assertEquals("\"late\"", fresh.type("_2"));
            assertEquals("UTF-8", fresh.type("StandardCharsets.UTF_8"));
        }
    }
}
