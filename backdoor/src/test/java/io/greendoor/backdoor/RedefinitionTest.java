package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Classes, records and methods that are declared once more, while there are objects of the old ones. */
class RedefinitionTest {
    private final Map<String, Object> locals = new ConcurrentHashMap<>();
    private final Prompt prompt = new Prompt(locals);

    @AfterEach
    void close() {
        prompt.close();
    }

    @Test
    void oldObjectsGoOnAndNewOnesAreOfTheNewClass() {
        prompt.type("class A { String say() { return \"old\"; } }");
        prompt.type("locals.put(\"kept\", new A())");
        prompt.type("Object o = new A();");
        assertEquals("", prompt.type("class A { String say() { return \"new\"; } int more = 1; }"));
        assertEquals("\"new\"", prompt.type("new A().say()"));
        assertEquals("\"old\"", prompt.type("o.getClass().getDeclaredMethod(\"say\").invoke(o)"));
        assertEquals("false", prompt.type("o instanceof A"));
        assertEquals("true", prompt.type("locals.get(\"kept\").getClass() == o.getClass()"));
    }

    @Test
    void variablesOfTheOldClassAreNullAndItIsSaid() {
        prompt.typeAll("""
                class A { int n = 1; }
                A a = new A();
                List<A> list = List.of(a);
                var growing = new ArrayList<A>(list);
                A none = null;
                int count = 5;
                int size() { return list.size(); }
                """);
        assertEquals(
                "A was declared anew, so a, growing, list are null now",
                prompt.type("class A { int n = 2; int m = 3; }"));
        assertEquals("", prompt.type("a"));
        assertEquals("5", prompt.type("count"));
        assertEquals("", prompt.type("list = List.of(new A());"));
        assertEquals("1", prompt.type("size()"));
        assertEquals("3", prompt.type("list.get(0).m"));
        assertEquals("", prompt.type("growing = new ArrayList<>(list)"));
        assertEquals("2", prompt.type("growing.get(0).n"));
    }

    @Test
    void aVariableThatItsOwnInitialiserDoesNotFitAnyMoreIsStillThere() {
        prompt.typeAll("record R(int x) {}\n R r = new R(4);");
        assertEquals("R was declared anew, so r is null now", prompt.type("record R(int x, int y) {}"));
        assertEquals("", prompt.type("r = new R(1, 2)"));
        assertEquals("R[x=1, y=2]", prompt.type("r"));
    }

    @Test
    void whatWasOnlyMadeByTheOldClassIsKept() {
        prompt.typeAll(
                "class A { int n = 7; String s() { return \"text\"; } }\n int n = new A().n;\n String s = new A().s();");
        assertEquals("", prompt.type("class A { int n = 8; }"));
        assertEquals("7", prompt.type("n"));
        assertEquals("\"text\"", prompt.type("s"));
    }

    @Test
    void aClassThatDependsOnTheNewOneIsNewAsWell() {
        prompt.typeAll("class A { }\n class B { A a = new A(); }\n B b = new B();");
        assertEquals("A was declared anew, so b is null now", prompt.type("class A { int n = 1; }"));
        assertEquals("1", prompt.type("new B().a.n"));
    }

    @Test
    void aMethodDeclaredAnewIsUsedByThoseDeclaredBefore() {
        prompt.typeAll("int f() { return 1; }\n int g() { return 10 * f(); }\n int n = f();");
        assertEquals("", prompt.type("int f() { return 2; }"));
        assertEquals("20", prompt.type("g()"));
        assertEquals("1", prompt.type("n"));
    }

    @Test
    void sessionsHaveClassesOfTheSameNameAndDifferentShapes() {
        try (Prompt other = new Prompt(locals)) {
            prompt.type("class A { int mine = 1; }");
            other.type("class A { String theirs = \"a\"; }");
            assertEquals("1", prompt.type("new A().mine"));
            assertEquals("\"a\"", other.type("new A().theirs"));
            // What one gives to the other through the application is an object like any other
            prompt.type("locals.put(\"given\", new A())");
            assertEquals("false", other.type("given instanceof A"));
            assertEquals("\"mine\"", other.type("given.getClass().getDeclaredFields()[0].getName()"));
        }
    }
}
