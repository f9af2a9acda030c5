package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.junit.jupiter.api.Test;

class TypeTextTest {
    private static final int WIDE = 1_000;

    abstract static class Words extends AbstractList<String> implements RandomAccess, Comparable<Words> {}

    @Test
    void classIsToldAsItWasDeclared() {
        String[] lines = TypeText.of(Words.class, WIDE).split("\n");
        assertEquals("abstract static class io.greendoor.backdoor.TypeTextTest$Words", lines[0]);
        assertEquals("    extends java.util.AbstractList<java.lang.String>", lines[1]);
        assertEquals(
                "    implements java.util.RandomAccess,"
                        + " java.lang.Comparable<io.greendoor.backdoor.TypeTextTest$Words>",
                lines[2]);
        assertTrue(lines[3].startsWith("    also java.util.AbstractCollection, java.util.Collection,"), lines[3]);
        assertTrue(lines[4].startsWith("    from /") && lines[4].contains("test"), lines[4]);
        assertEquals(5, lines.length);
    }

    @Test
    void parametersOfTypesAreNamed() {
        assertEquals(
                "public abstract interface java.util.Map<K,V>\n    from module java.base\n",
                TypeText.of(Map.class, WIDE));
        assertTrue(TypeText.of(List.of(), WIDE)
                .lines()
                .anyMatch(line -> line.equals("    extends java.util.ImmutableCollections$AbstractImmutableList<E>")));
    }

    @Test
    void arraysPrimitivesAndNullAreShort() {
        assertEquals("int[][]\n", TypeText.of(new int[0][], WIDE));
        assertEquals("java.lang.String[]\n", TypeText.of(String[].class, WIDE));
        assertEquals("int\n", TypeText.of(int.class, WIDE));
        assertEquals("null\n", TypeText.of(null, WIDE));
    }

    @Test
    void objectIsNotMentionedAsASuperclass() {
        assertEquals("public class java.lang.Object\n    from module java.base\n", TypeText.of(new Object(), WIDE));
        assertTrue(TypeText.of(new App(), WIDE)
                .startsWith("public class com.acme.App\n    implements com.acme.Service\n"));
    }

    @Test
    void longLinesAreBrokenWithTheirIndent() {
        assertTrue(TypeText.of(String.class, 60).contains(",\n    java.lang."), TypeText.of(String.class, 60));
    }

    @Test
    void anonymousClassSaysSo() {
        Object anonymous = new Object() {};
        assertTrue(TypeText.of(anonymous, WIDE).startsWith("an anonymous class io.greendoor.backdoor.TypeTextTest$"));
    }
}
