package io.greendoor.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands beside Java, over a connection. */
class SessionCommandsTest extends AtTheDoor {

    @Test
    void helpListsTheCommandsAndHowEachIsCalled() throws Exception {
        DoorClient client = door.client();

        String list = client.type("/help");
        String one = client.type("/help kick");

        assertTrue(list.contains("  /vars        the names that there are, their types and values\n"), list);
        assertTrue(list.contains("  /unlimited   "), list);
        assertEquals(
                "/kick NUMBER\nThe number is the one that /sessions shows.\nends another session, telling its client\n",
                one);
    }

    @Test
    void aNameMayBeShortenedWhileItIsOneCommandsOnly() throws Exception {
        DoorClient client = door.client();

        assertEquals("no method was declared here\n", client.type("/meth"));
        assertEquals("error: /he could be /heap or /help: type one letter more\n", client.type("/he"));
        assertEquals(
                "error: there is no command /hsitory; did you mean /history?; /help lists them all\n",
                client.type("/hsitory"));
        assertEquals("error: there is no command /quux; /help lists them all\n", client.type("/quux"));
    }

    @Test
    void whatWasDeclaredIsListed() throws Exception {
        locals.put("answer", 42);
        DoorClient client = door.client();
        client.type("int n = 5");
        client.type("int twice(int x) { return 2 * x; }");
        client.type("record Point(int x, int y) {}");
        client.type("import java.time.Instant");

        assertEquals("int twice(int)\n", client.type("/methods"));
        assertEquals("record Point\n", client.type("/types"));
        assertTrue(client.type("/imports").contains("import java.time.Instant\n"));
        assertEquals("""
                name    type     value
                ------  -------  -----
                answer  Integer  42
                n       int      5
                """, client.type("/vars"));
        assertEquals("""
                   1 : int n = 5;
                   2 : int twice(int x) { return 2 * x; }
                   3 : record Point(int x, int y) {}
                   4 : import java.time.Instant;
                """, client.type("/list"));
    }

    @Test
    void aStatementIsRunAgainByItsNumber() throws Exception {
        DoorClient client = door.client();
        client.type("int n = 1");
        client.type("n = n + 1");
        client.type("n * 10");

        assertEquals("n = n + 1\n", client.type("/2"));
        assertEquals("n * 10\n30\n", client.type("/3"));
        assertEquals("n * 10\n30\n", client.type("/!"));
        assertEquals("n * 10\n30\n", client.type("/-1"));
        assertEquals(
                "error: there is no statement 99 to be run again; /list shows those that there are\n",
                client.type("/99"));
    }

    @Test
    void afterAResetNothingOfTheSessionIsLeft() throws Exception {
        locals.put("answer", 42);
        DoorClient client = door.client();
        client.type("int n = 5");
        client.type("n + 1");

        assertEquals("all that was declared here is forgotten\n", client.type("/reset"));

        assertTrue(client.type("n").contains("cannot find symbol"));
        assertEquals("42\n", client.type("answer"));
        assertEquals("int n = 7", client.type("int n = 7").isEmpty() ? "int n = 7" : "refused");
        assertEquals("7\n", client.type("n"));
    }

    @Test
    void whatCannotBeUndoneIsTypedInFull() throws Exception {
        DoorClient client = door.client();
        client.type("int n = 5");

        assertEquals("error: /reset cannot be undone: type it in full\n", client.type("/r"));
        assertEquals("error: / is no command by itself; /help lists them all\n", client.type("/"));
        assertEquals("5\n", client.type("n"));
    }

    @Test
    void theListenerOfTheDoorIsNotKilled() throws Exception {
        DoorClient client = door.client();
        String listener = client.type("/ps listener")
                .lines()
                .filter(line -> line.contains(Door.LISTENER))
                .findFirst()
                .orElseThrow()
                .split(" ", 2)[0];

        assertTrue(client.type("/kill " + listener).startsWith("error: "));
        assertEquals("2\n", door.client().type("1+1"));
    }

    @Test
    void theLinesThatWereEnteredAreKept() throws Exception {
        DoorClient client = door.client();
        client.type("1+1");
        client.type("/vars");

        assertEquals("1+1\n/vars\n/history\n", client.type("/history"));
        assertEquals("/history\n/history 2\n", client.type("/history 2"));
        assertEquals("error: \"x\" is no number: give one from 1 up\n", client.type("/history x"));
    }

    @Test
    void exitEndsTheSession() throws Exception {
        DoorClient client = door.client();

        client.send("/exit\n");

        assertEquals("", client.readToEnd());
        door.assertAlive();
    }

    @Test
    void aPrefixIsForJavaOnly() throws Exception {
        DoorClient client = door.client();

        assertEquals(
                "error: /time is for Java, and /vars is a command: type it by itself\n", client.type("/time /vars"));
        assertEquals("", client.type("/unlimited // nothing"));
    }

    @Test
    void aStatementsTimeIsTold() throws Exception {
        DoorClient client = door.client();
        Pattern took = Pattern.compile("3\ntook \\d[\\d.]* [nµm]?s, and \\d[\\d.]* [nµm]?s to compile and print\n");

        assertTrue(took.matcher(client.type("/time 1+2")).matches());
        assertEquals("3\n", client.type("1+2"));
        client.type("/set time on");
        assertTrue(took.matcher(client.type("1+2")).matches());
        client.send("/time for (int i = 0; i < 2; i++) {\n");
        client.readUntil(DoorClient.CONTINUATION);
        String rest = client.type("}");
        assertTrue(rest.startsWith("took "), rest);
    }

    @Test
    void whatIsSetIsTold() throws Exception {
        DoorClient client = door.client();

        assertEquals("width auto\ntime off\npaging on\ncolours on\n", client.type("/set"));
        assertEquals("", client.type("/set width 40"));
        assertEquals("width 40\ntime off\npaging on\ncolours on\n", client.type("/set"));
        assertEquals("width 40\n", client.type("/set width"));
        assertEquals("error: \"perhaps\" is neither on nor off\n", client.type("/set time perhaps"));
        assertEquals(
                "error: there is no \"speed\" to be set; there are width, time, paging, colours\n",
                client.type("/set speed 3"));
        assertTrue(client.type("java.util.stream.IntStream.range(0, 60).boxed().toList()")
                .lines()
                .allMatch(line -> line.length() <= 40));
    }

    @Test
    void whoIsAtTheDoorIsListedAndMayBeEnded() throws Exception {
        DoorClient client = door.client();
        DoorClient other = door.client();
        other.type("1+1");

        String list = client.type("/sessions");
        assertEquals(4, list.lines().count(), list);
        assertTrue(list.lines().anyMatch(line -> line.startsWith("1*")), list);
        assertEquals("error: session 1 is this one: exit() ends it\n", client.type("/kick 1"));
        assertEquals("error: there is no session 9; /sessions shows those that there are\n", client.type("/kick 9"));

        assertTrue(client.type("/kick 2").startsWith("session 2 of "));
        String end = other.readToEnd();
        assertTrue(end.startsWith("\nthis session is ended by "), end);
        assertEquals("2\n", client.type("1+1"));
    }

    @Test
    void commentsAreNoCommands() throws Exception {
        DoorClient client = door.client();

        assertEquals("", client.type("// nothing"));
        assertEquals("3\n", client.type("/* three */ 1+2"));
        assertFalse(client.type("/vars").contains("error"));
    }
}
