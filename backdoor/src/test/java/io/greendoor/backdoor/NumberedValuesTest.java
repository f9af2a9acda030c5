package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class NumberedValuesTest {
    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private final Prompt prompt = new Prompt(locals);

    @AfterEach
    void close() {
        prompt.close();
    }

    /** Types statements as a session does, which numbers the values, and answers what was printed. */
    private List<String> print(String... statements) {
        return Arrays.stream(statements)
                .map(statement -> {
                    Outcome outcome = prompt.eval(statement);
                    if (outcome instanceof Outcome.Value value) {
                        prompt.interpreter.printedValues().add(value.value(), value.type());
                    }
                    return prompt.text(outcome);
                })
                .toList();
    }

    @Test
    void eachPrintedValueHasItsNumberAndItsType() {
        assertEquals(List.of("1", "[x]", "\"s\""), print("1", "List.of(\"x\")", "\"s\""));
        assertEquals(
                List.of("2", "1", "1", "4"),
                print("_1 + 1", "_2.get(0).length()", "_3.length()", "_1 + _2.size() + _4"));
    }

    @Test
    void nullVoidAndDeclarationsHaveNone() {
        print("1", "null", "System.gc()", "int x = 2;", "x = 3", "4");
        assertEquals(List.of("4"), print("_2"));
        assertEquals(3, prompt.interpreter.printedValues().count());
    }

    @Test
    void twoUnderscoresAreTheOneBeforeTheLast() {
        assertEquals(List.of("1", "\"two\"", "2", "2"), print("1", "\"two\"", "__ + 1", "__.length() - 1"));
    }

    @Test
    void methodsTypedBeforeFollowTwoUnderscores() {
        print("1", "2", "int before() { return __; }");
        assertEquals(List.of("1", "2", "1"), print("before()", "before()", "before()"));
    }

    @Test
    void whatTheUserDeclaresIsTheUsers() {
        print("1", "2");
        assertEquals(List.of("", "\"mine\"", "", "8"), print("String _1 = \"mine\";", "_1", "int __ = 7;", "__ + 1"));
        assertEquals(Map.of("_1", "String", "__", "int"), prompt.interpreter.variables());
        assertEquals(List.of("2"), print("_2"));
    }

    @Test
    void declaringANameThatWasUsedTakesItOver() {
        assertEquals(List.of("1", "2", "", "\"mine\""), print("1", "_1 + 1", "var _1 = \"mine\";", "_1"));
        assertEquals(Map.of("_1", "String"), prompt.interpreter.variables());
        print("int _2 = nope;");
        assertEquals(List.of("2"), print("_2"));
    }

    @Test
    void applicationsNameIsTheApplications() {
        print("1");
        assertEquals(List.of("1"), print("_1"));
        locals.put("_1", "of the application");
        assertEquals(List.of("\"of the application\"", "", "\"again\""), print("_1", "_1 = \"again\"", "_1"));
        assertEquals("again", locals.get("_1"));
    }

    @Test
    void localVariablesParametersAndMembersAreNotTouched() {
        print("1");
        assertEquals(
                List.of("[3]", "5", "", "7"),
                print(
                        "List.of(2).stream().map(_1 -> _1 + 1).toList()",
                        "new Object() { int _1 = 5; int get() { return _1; } }.get()",
                        "record T(int _1) {}",
                        "new T(7)._1()"));
    }

    @Test
    void theyAreNoVariablesOfTheSession() {
        print("1", "2", "_1 + __");
        assertEquals(Map.of(), prompt.interpreter.variables());
    }

    @Test
    void objectsAreTheVerySame() {
        App app = new App();
        locals.put("app", app);
        print("app", "1", "2");
        assertSame(app, ((Outcome.Value) prompt.eval("_1")).value());
        assertEquals("8080", prompt.type("_1.port"));
    }

    @Test
    void typesTypedAtThePromptAreKept() {
        print("record P(int a) {}", "new P(4)", "1");
        assertEquals(List.of("4"), print("_1.a()"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_9 | _9: so far 2 values were printed",
                "_9 + _8 | _9: so far 2 values were printed",
                "_0 | symbol:   variable _0",
                "_01 | symbol:   variable _01"
            })
    void missingNumberIsExplained(String statement, String explanation) {
        print("1", "2");
        String message = prompt.type(statement);
        assertTrue(message.contains(explanation), message);
    }

    @Test
    void twoUnderscoresNeedTwoValues() {
        assertTrue(prompt.type("__").endsWith("\n__: so far 0 values were printed"));
        print("1");
        assertTrue(prompt.type("__").endsWith("\n__: so far 1 value was printed"));
    }

    @Test
    void numbersOlderThanTheLastHundredAreGone() {
        print("new StringBuilder(\"old\")", "_1.length()", "int use() { return _1.length(); }", "use()");
        for (int i = 0; i < PrintedValues.KEPT; i++) {
            prompt.interpreter.printedValues().add(i, "int");
        }
        String message = prompt.type("_1");
        assertTrue(message.endsWith("\n_1: only the last 100 values keep their numbers"), message);
        assertTrue(prompt.type("use()").contains("until variable _1 is declared"));
        assertEquals("99", prompt.type("_103"));
    }
}
