package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CompileErrorsTest {
    private final Prompt prompt = new Prompt();

    @AfterEach
    void close() {
        prompt.close();
    }

    @Test
    void whatIsWrongIsUnderlined() {
        assertEquals("""
                  File "<console>", line 1
                    int x = "a";
                            ^~~
                error: incompatible types: java.lang.String cannot be converted to int""", prompt.type("int x = \"a\";"));
    }

    @Test
    void twoWordsThatAreNoJavaAreNoVariable() {
        assertEquals("""
                  File "<console>", line 1
                    nonsense here;
                    ^~~~~~~~
                error: cannot find symbol
                  symbol:   class nonsense""", prompt.type("nonsense here;"));
        assertEquals("""
                  File "<console>", line 1
                    List<Nonsense> a, b;
                         ^~~~~~~~
                error: cannot find symbol
                  symbol:   class Nonsense""", prompt.type("List<Nonsense> a, b;"));
        assertEquals(Map.of(), prompt.interpreter.variables());
        assertEquals("", prompt.type("class nonsense {}"));
        assertEquals("", prompt.type("nonsense here;"));
        assertEquals(Map.of("here", "nonsense"), prompt.interpreter.variables());
    }

    @Test
    void lineOfAStatementOfSeveralLinesIsNamed() {
        assertEquals("""
                  File "<console>", line 2
                      int k = "z";
                              ^~~
                error: incompatible types: java.lang.String cannot be converted to int""", prompt.type("if (true) {\n  int k = \"z\";\n}"));
    }

    @Test
    void eachErrorIsTold() {
        assertEquals("""
                  File "<console>", line 1
                    { a(); b(); }
                      ^
                error: cannot find symbol
                  symbol:   method a()
                  File "<console>", line 1
                    { a(); b(); }
                           ^
                error: cannot find symbol
                  symbol:   method b()""", prompt.type("{ a(); b(); }"));
    }

    @Test
    void columnsFitTheTypedTextBehindUnderscores() {
        prompt.type("1 + 1");
        assertEquals("""
                  File "<console>", line 1
                    _ + _ + nope
                            ^~~~
                error: cannot find symbol
                  symbol:   variable nope""", prompt.type("_ + _ + nope"));
        assertEquals("""
                  File "<console>", line 1
                    _.nope()
                    ~^~~~~
                error: int cannot be dereferenced""", prompt.type("_.nope()"));
    }

    @Test
    void internalNamesAreNotTold() {
        prompt.type("\"text\"");
        assertEquals("""
                  File "<console>", line 1
                    _.nope()
                    ~^~~~~
                error: cannot find symbol
                  symbol:   method nope()
                  location: variable _ of type java.lang.String""", prompt.type("_.nope()"));
        prompt.type("class Typed {}");
        assertEquals("""
                  File "<console>", line 1
                    new Typed().nope()
                    ~~~~~~~~~~~^~~~~
                error: cannot find symbol
                  symbol:   method nope()
                  location: class Typed""", prompt.type("new Typed().nope()"));
    }

    @Test
    void methodsOfThePromptHaveNoClass() {
        prompt.type("void f(int a) {}");
        assertEquals("""
                  File "<console>", line 1
                    f()
                    ^
                error: method f cannot be applied to given types;
                  required: int
                  found:    no arguments
                  reason: actual and formal argument lists differ in length""", prompt.type("f()"));
    }

    @Test
    void tabsKeepTheirPlace() {
        assertEquals(
                "  File \"<console>\", line 1\n    \tnope\n    \t^~~~\nerror: cannot find symbol\n"
                        + "  symbol:   variable nope",
                prompt.type("\tnope"));
    }

    @Test
    void longLineIsShownInPart() {
        String source = "\"" + "x".repeat(1000) + "\" + nope + \"" + "y".repeat(1000) + "\"";
        String[] lines = prompt.type(source).split("\n");
        assertEquals("    " + "x".repeat(76) + "\" + nope + \"" + "y".repeat(72), lines[1]);
        assertEquals("    " + " ".repeat(80) + "^~~~", lines[2]);
    }

    @Test
    void textThatIsNoJavaIsRejected() {
        assertEquals("""
                  File "<console>", line 1
                    )
                    ^
                error: illegal start of expression""", prompt.type(")"));
    }

    @Test
    void hopelesslyDeepExpressionIsRejectedAndTheNextOneWorks() {
        assertEquals(
                "error: brackets are nested too deeply", prompt.type("1" + "+(1".repeat(20_000) + ")".repeat(20_000)));
        assertEquals("2", prompt.type("1 + 1"));
    }
}
