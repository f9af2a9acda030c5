package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import com.acme.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session says of values, and when it is asked about them. */
class SessionValuesTest extends AtTheDoor {
    @Test
    void aSmallValueIsOneLineAndALargeOneSeveral() throws Exception {
        DoorClient client = door.client();

        assertEquals("[a, b]\n", client.type("List.of(\"a\", \"b\")"));
        assertEquals("{a=1}\n", client.type("Map.of(\"a\", 1)"));
        assertEquals("[\"a\", 'b', null]\n", client.type("new Object[] {\"a\", 'b', null}"));
        List<String> lines =
                client.type("IntStream.range(0, 1000).boxed().toList()").lines().toList();
        assertEquals("[", lines.get(0));
        assertEquals("  99,", lines.get(lines.size() - 4));
        assertEquals(
                List.of("  … 900 more", "]", "(expand() shows more)"), lines.subList(lines.size() - 3, lines.size()));
        assertTrue(client.type("expand()").endsWith("997, 998, 999\n]\n"));
        assertEquals("1000\n", client.type("_.size()"));
    }

    @Test
    void expandShowsWhatIsInsideOfAnything() throws Exception {
        locals.put("app", new App());
        DoorClient client = door.client();

        assertEquals("nothing has been printed yet\n", client.type("expand()"));
        client.type("app");
        assertTrue(client.type("expand()").matches("com\\.acme\\.App@[0-9a-f]+ \\{port=8080}\n"));
        assertEquals("[1, 2]\n", client.type("expand(new byte[] {1, 2})"));
        assertTrue(client.type("expand(new byte[100])").startsWith("00000000  00 00"));
        assertEquals("java.io.IOException: x\n\tat <console>\n", client.type("expand(new IOException(\"x\"))"));
        assertTrue(client.type("_").startsWith("com.acme.App@"));
    }

    @Test
    void eachPrintedValueKeepsItsNumber() throws Exception {
        DoorClient client = door.client();

        assertEquals("nothing has been printed yet\n", client.type("values()"));
        client.send("1+1\nnull\n\"text\"\nSystem.out.printf(\"x%n\")\nList.of(2)\n");
        for (int i = 0; i < 5; i++) {
            client.answer();
        }
        assertEquals("""
                    type           value
                --  -------------  ------
                _1  int            2
                _2  String         "text"
                _3  List<Integer>  [2]
                """, client.type("values()"));
        assertEquals("6\n", client.type("_1 + _2.length()"));
        assertEquals("2\n", client.type("_3.get(0)"));
        assertEquals("6\n", client.type("__"));
        assertEquals("", client.type("int _1 = 70"));
        assertEquals("71\n", client.type("_1 + 1"));
        assertTrue(client.type("_99").endsWith("\n_99: so far 7 values were printed\n"));
    }

    @Test
    void eachSessionHasNumbersOfItsOwn() throws Exception {
        DoorClient one = door.client();
        DoorClient other = door.client();

        one.type("1");
        other.type("\"two\"");

        assertEquals("2\n", one.type("_1 + 1"));
        assertEquals("3\n", other.type("_1.length()"));
    }

    @Test
    void tableIsRowsAndColumns() throws Exception {
        locals.put("orders", List.of(new Order(1, "Ann", true, "a"), new Order(20, "Bob", false, "b", "c")));
        DoorClient client = door.client();

        assertEquals("""
                id  note  customer  items   paid   URL         total
                --  ----  --------  ------  -----  ----------  -----
                 1  none  Ann       [a]     true   /orders/1      10
                20  none  Bob       [b, c]  false  /orders/20     20
                """, client.type("table(orders)"));
        client.type("record Point(int x, int y) {}");
        assertEquals("x  y\n-  -\n1  2\n3  4\n", client.type("table(List.of(new Point(1, 2), new Point(3, 4)))"));
        assertEquals("value\n-----\n    0\n… 49 more\n", client.type("table(IntStream.range(0, 50).toArray(), 1)"));
        assertTrue(client.type("table(orders, 0)").startsWith("java.lang.IllegalArgumentException: "));
    }

    @Test
    void helpAndTypeTellWhatSomethingIs() throws Exception {
        locals.put("app", new App());
        DoorClient client = door.client();

        String help = client.type("help(app)");
        assertTrue(help.startsWith("public class com.acme.App\n\nConstructors\n  App()\n"), help);
        assertTrue(help.contains("\n  String name()\n"), help);
        assertEquals(client.type("help"), client.type("help()"));
        assertTrue(client.type("help()").contains("table(list)"));
        assertEquals("null\n", client.type("help(null)"));
        assertTrue(client.type("type(app)").startsWith("public class com.acme.App\n    implements com.acme.Service\n"));
        client.type("record Typed(int a) {}");
        assertEquals(
                "public static final record Typed\n    extends java.lang.Record\n    from the prompt\n",
                client.type("type(new Typed(1))"));
        assertEquals("""
                public static final record Typed

                Constructors
                  Typed(int)

                Methods
                  int a()
                """, client.type("help(Typed.class)").replace("int a)", "int)"));
        assertEquals("[a]\n", client.type("dir(new Typed(1))"));
    }

    @Test
    void functionsTypedByTheUserWin() throws Exception {
        DoorClient client = door.client();

        client.type("String type(Object x) { return \"mine\"; }");

        assertEquals("\"mine\"\n", client.type("type(1)"));
        assertTrue(client.type("help(Optional.class)").startsWith("public final class java.util.Optional<T>\n"));
    }

    @Test
    void aTaskThatOutlivesItsSessionHasNobodyToTell() throws Exception {
        DoorClient client = door.client();

        client.send("Eventlet.spawn(() -> { try { while (true) { Eventlet.sleep(); values(); } }"
                + " catch (IllegalStateException e) { locals.put(\"said\", e.getMessage()); } });\nexit()\n");
        client.readToEnd();

        Await.until(() -> locals.containsKey("said"), () -> "nothing was said");
        assertEquals("values() prints to the client at the prompt, and the calling task has none", locals.get("said"));
    }
}
