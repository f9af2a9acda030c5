package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.acme.App;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class LastValueTest {
    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private final Prompt prompt = new Prompt(locals);

    @AfterEach
    void close() {
        prompt.close();
    }

    @Test
    void keepsThePrintedValueWithItsType() {
        assertEquals(List.of("2", "3", "6"), prompt.typeAll("1 + 1\n _ + 1\n _ * 2"));
        assertEquals(List.of("[x, yy]", "2"), prompt.typeAll("List.of(\"x\", \"yy\")\n _.get(1).length()"));
    }

    @Test
    void objectThatIsAStringBecomesAString() {
        assertEquals(List.of("", "\"str\"", "3"), prompt.typeAll("Object o = \"str\"; o\n _.length()"));
    }

    @Test
    void typesTypedAtThePromptAreKept() {
        assertEquals(List.of("", "P[a=4]", "4"), prompt.typeAll("record P(int a) {}\n new P(4)\n _.a()"));
        assertEquals(
                "3",
                prompt.typeAll("new Object() { int w = 3; }\n _.hashCode()\n 3\n _")
                        .get(3));
    }

    @Test
    void nullAndVoidLeaveItAsItWas() {
        assertEquals(List.of("7", "", "", "7"), prompt.typeAll("7\n null\n System.gc()\n _"));
    }

    @Test
    void methodsTypedBeforeFollowIt() {
        assertEquals(List.of("5", "", "6", "7"), prompt.typeAll("5\n int next() { return _ + 1; }\n next()\n next()"));
    }

    @Test
    void withoutValueItIsExplained() {
        assertEquals("error: _ is the last value printed, and nothing has been printed yet", prompt.type("_ + 1"));
    }

    @Test
    void assigningItLeavesTheObjectAlone() {
        App app = new App();
        locals.put("app", app);
        prompt.type("app");
        assertSame(app, ((Outcome.Value) prompt.eval("_")).value());
        assertEquals("9", prompt.typeAll("_.port = 9; app.port").get(1));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_22)
    void unnamedVariablesAndPatternsWorkBesideIt() {
        assertEquals(List.of("5", "", "", "", "[5, 5]", "\"[5, 5] yes\""), prompt.typeAll("""
                        5
                        int sum = 0;
                        for (var _ : List.of(1, 2)) { sum += _; }
                        record P(int a, int b) {}
                        Stream.of(1, 2).map(_ -> sum / 2).toList()
                        new P(1, 2) instanceof P(int a, _) ? _ + " yes" : "no"
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "_ + _ | 0 4",
                "foo(_, 1) | 4",
                "_1 + a_ + 1_000 + \"_\" + '_' /* _ */ + _ | 38",
                "_ -> 1 |",
                "(_, x) -> 1 |",
                "(a, _) -> _ |  10",
                "int _ = 5 |",
                "var _ = _ | 8",
                "List<String> _ = x |",
                "a > _ | 4",
                "a < b > _ |",
                "String[] _ = x |",
                "return _ | 7",
                "x instanceof P(_, int y) |",
                "x instanceof a.P(Q(_), _) && _ | 29",
                "x instanceof P(int _, var _) |",
                "case P(_) -> _ | 13",
                "catch (Exception _) |",
                "for (var _ : _) | 13",
                "a._ |",
                "yield _ | 6",
                "(_) + 1 | 1",
                "foo(x -> _) | 9"
            })
    void tokensAroundDecideWhatAnUnderscoreIs(String source, String positions) {
        String found = Underscores.lastValueTokens(Tokens.of(source)).stream()
                .map(token -> Integer.toString(token.start()))
                .collect(Collectors.joining(" "));
        assertEquals(positions == null ? "" : positions, found);
    }
}
