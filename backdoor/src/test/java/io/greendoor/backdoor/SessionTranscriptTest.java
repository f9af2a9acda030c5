package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.acme.App;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session says, word by word. */
class SessionTranscriptTest extends AtTheDoor {
    @Test
    void aSessionBeginsWithEventletsBanner() throws Exception {
        String vendor = System.getProperty("java.vendor.version");
        String build = vendor == null ? System.getProperty("java.runtime.version") : vendor;
        String banner = "Java " + System.getProperty("java.version") + " (" + build + ", "
                + System.getProperty("java.vm.name") + ") on " + System.getProperty("os.name") + "\n"
                + "Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n"
                + "(InteractiveConsole)\n"
                + ">>> ";

        assertEquals(banner, door.connect().readUntilPrompt());
    }

    @Test
    void aWholeSessionReadsLikeThis() throws Exception {
        locals.put("app", new App());
        DoorClient client = door.client();

        client.send("""
                1+1
                "hi" + _
                System.out.println("hi")
                app.name()
                int n = 5;
                n * 2
                n = 7
                List.of(n, 1)
                new int[] {1, 2}
                'c'
                exit()
                """);

        assertEquals("""
                2
                >>> "hi2"
                >>> hi
                >>> "app"
                >>> >>> 10
                >>> >>> [7, 1]
                >>> [1, 2]
                >>> 'c'
                >>>\s""", client.readToEnd());
    }

    @Test
    void everyExpressionPrintsItsValueWithOrWithoutSemicolon() throws Exception {
        DoorClient client = door.client();

        assertEquals("2\n", client.type("1+1"));
        assertEquals("2\n", client.type("1+1;"));
        assertEquals("1\n2\n", client.type("1;2"));
        assertEquals("1\n2\n3\n", client.type("1; 2; 3;"));
    }

    @Test
    void nothingIsPrintedOfAssignmentsDeclarationsAndDefinitions() throws Exception {
        DoorClient client = door.client();

        assertEquals("", client.type("int n = 5"));
        assertEquals("", client.type("n = 6"));
        assertEquals("", client.type("n += 1"));
        assertEquals("", client.type("var list = new ArrayList<String>();"));
        assertEquals("", client.type("int twice(int x) { return 2 * x; }"));
        assertEquals("", client.type("record Point(int x, int y) {}"));
        assertEquals("", client.type("import java.time.*"));
        assertEquals("14\n", client.type("twice(n)"));
        assertEquals("Point[x=1, y=2]\n", client.type("new Point(1, 2)"));
    }

    @Test
    void nullAndVoidPrintNothing() throws Exception {
        DoorClient client = door.client();

        assertEquals("", client.type("null"));
        assertEquals("", client.type("(String) null"));
        assertEquals("", client.type("System.getProperty(\"no such property\")"));
        assertEquals("", client.type("Thread.yield()"));
    }

    @Test
    void theUnderscoreIsTheLastValue() throws Exception {
        DoorClient client = door.client();

        assertTrue(client.type("_").contains("error: "));
        assertEquals("42\n", client.type("6 * 7"));
        assertEquals("", client.type("Thread.yield()"));
        assertEquals("", client.type("(Object) null"));
        assertEquals("43\n", client.type("_ + 1"));
        assertEquals("86\n", client.type("_ * 2"));
        assertEquals("\"text\"\n", client.type("\"text\""));
        assertEquals("4\n", client.type("_.length()"));
    }

    @Test
    void eachSessionHasALastValueOfItsOwn() throws Exception {
        DoorClient one = door.client();
        DoorClient other = door.client();

        one.type("1");
        other.type("\"two\"");

        assertEquals("2\n", one.type("_ + 1"));
        assertEquals("3\n", other.type("_.length()"));
    }

    @Test
    void blankLinesAndCommentsAreAnsweredWithAPrompt() throws Exception {
        DoorClient client = door.client();

        assertEquals("", client.type(""));
        assertEquals("", client.type("   \t"));
        assertEquals("", client.type(";"));
        assertEquals("", client.type("// a comment"));
        assertEquals("", client.type("/* another */"));
        assertEquals("2\n", client.type("1+1 // and a third"));
    }

    @Test
    void anUnfinishedStatementGoesOnAfterDots() throws Exception {
        DoorClient client = door.client();

        client.send("int twice(int x) {\n");
        assertEquals("... ", client.readUntil(DoorClient.CONTINUATION));
        client.send("\n");
        assertEquals("... ", client.readUntil(DoorClient.CONTINUATION));
        client.send("    return 2 * x;\n");
        assertEquals("... ", client.readUntil(DoorClient.CONTINUATION));
        assertEquals("", client.type("}"));
        assertEquals("42\n", client.type("twice(21)"));
    }

    @Test
    void whatFollowsAStatementOnItsLineMayBeUnfinished() throws Exception {
        DoorClient client = door.client();

        client.send("1 + 1; int n =\n");
        assertEquals("2\n... ", client.readUntil(DoorClient.CONTINUATION));
        assertEquals("5\n", client.type("5; n"));
    }

    @Test
    void aTextBlockKeepsItsLines() throws Exception {
        DoorClient client = door.client();

        client.send("\"\"\"\n  a\n\n  b\"\"\"\n");

        assertEquals("... ... ... \"a\\n\\nb\"\n>>> ", client.readUntilPrompt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "copyright", "credits", "license"})
    void theWordsOfTheBannerAnswer(String word) throws Exception {
        DoorClient client = door.client();

        String answer = client.type(word);

        assertTrue(answer.length() > 20, answer);
        assertTrue(answer.endsWith("\n"), answer);
        assertFalse(answer.contains("error"), answer);
    }

    @Test
    void exitAndQuitAloneSayHowToLeave() throws Exception {
        DoorClient client = door.client();

        assertEquals("Use exit() or Ctrl-D (i.e. EOF) to exit\n", client.type("exit"));
        assertEquals("Use quit() or Ctrl-D (i.e. EOF) to exit\n", client.type("quit"));
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void aWordIsTheApplicationsNameWhereThatHasOne() throws Exception {
        locals.put("help", "call 112");

        assertEquals("\"call 112\"\n", door.client().type("help"));
    }
}
